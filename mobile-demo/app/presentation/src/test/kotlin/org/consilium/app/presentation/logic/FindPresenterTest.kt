package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.port.AddressBookChoice
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG
import org.consilium.app.support.LOTTE
import org.consilium.app.support.bookOf
import org.consilium.app.support.chosen

class FindPresenterTest {
    @Test
    fun `without a file nothing happens, and a file that is none is refused`() = bench {
        val presenter = FindPresenter(desk, routes)
        act { presenter.open() }
        act { presenter.accept(PeopleIntent.ChooseAddressBook) }
        val asks = sees<FindColleagues> { !it.busy }
        assertIs<FindStep.Ask>(asks.step)
        assertNull(asks.failure)
        platform.addressBook = chosen("no address book")
        act { presenter.accept(PeopleIntent.ChooseAddressBook) }
        val refused = sees<FindColleagues> { it.failure != null && !it.busy }
        assertEquals(FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK, refused.failure?.code)
    }

    @Test
    fun `a file that cannot be read is told, and the next one that can is taken`() = bench {
        val presenter = FindPresenter(desk, routes)
        act { presenter.open() }
        platform.addressBook = AddressBookChoice.Unreadable
        act { presenter.accept(PeopleIntent.ChooseAddressBook) }
        val told = sees<FindColleagues> { it.failure != null && !it.busy }
        assertEquals(FailureCode.IMPORT_UNREADABLE, told.failure?.code)
        assertIs<FindStep.Ask>(told.step)
        platform.addressBook = chosen(bookOf(JORG))
        act { presenter.accept(PeopleIntent.ChooseAddressBook) }
        assertNull(sees<FindColleagues> { it.step is FindStep.Imported && !it.busy }.failure)
    }

    @Test
    fun `what was read is counted, and who is found is who let themselves be found`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = FindPresenter(aminas.desk, aminas.routes)
        aminas.platform.addressBook = chosen(bookOf(JORG, LOTTE))
        aminas.act { presenter.open() }
        aminas.act { presenter.accept(PeopleIntent.ChooseAddressBook) }
        val read = aminas.sees<FindColleagues> { it.step is FindStep.Imported && !it.busy }.step
        assertEquals(FindStep.Imported(people = 2, numbers = 2, notUnderstood = 0), read)
        aminas.act { presenter.accept(PeopleIntent.Find) }
        val found = aminas.sees<FindColleagues> { it.step is FindStep.Result && !it.busy }.step as FindStep.Result
        assertEquals(listOf(jorgs.account.hex), found.rows.map { it.account })
        aminas.act { presenter.accept(PeopleIntent.NotNow) }
        assertFalse(aminas.store.has<FindColleagues>())
    }
}
