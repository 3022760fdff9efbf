package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.state.Contact
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG

class PeoplePresenterTest {
    @Test
    fun `people are filtered by name and profession, whatever the case`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = PeoplePresenter(aminas.desk, aminas.routes)
        fun shown(filter: String): List<String> {
            aminas.act { presenter.accept(PeopleIntent.FilterText(filter)) }
            return presenter.screen().rows.map { it.account }
        }
        val all = listOf(jorgs.account.hex)
        assertEquals(all, shown(""))
        assertEquals(all, shown(" WEBER "))
        assertEquals(emptyList(), shown("webster"))
    }

    @Test
    fun `a person's page shows the number that theirs shows`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val hers = PeoplePresenter(aminas.desk, aminas.routes)
        val his = PeoplePresenter(jorgs.desk, jorgs.routes)
        aminas.act { hers.openContact(jorgs.account) }
        jorgs.act { his.openContact(aminas.account) }
        val one = aminas.sees<Contact> { it.safety != null }
        val other = jorgs.sees<Contact> { it.safety != null }
        assertEquals(JORG.name, one.name)
        assertEquals(one.safety?.groups, other.safety?.groups)
        assertEquals(12, one.safety?.groups?.size)
    }

    @Test
    fun `before blocking it asks, back answers no, and blocked is unblocked`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = PeoplePresenter(aminas.desk, aminas.routes)
        val account = jorgs.account.hex
        aminas.act {
            presenter.openContact(jorgs.account)
            presenter.accept(PeopleIntent.AskBlock(account))
        }
        assertTrue(aminas.sees<Contact>().confirmBlock)
        assertTrue(aminas.act { presenter.back() })
        assertFalse(aminas.act { presenter.back() }, "nothing is asked any more")
        for (blocked in listOf(true, false)) {
            val intent = if (blocked) PeopleIntent.Block(account) else PeopleIntent.Unblock(account)
            aminas.act { presenter.accept(intent) }
            aminas.sees<Contact> { !it.busy }
            aminas.act { presenter.show() }
            aminas.sees<Contact> { it.blocked == blocked }
            assertEquals(if (blocked) 1 else 0, presenter.screen().blocked)
        }
    }

    @Test
    fun `what is not about people is left to others`() = bench {
        assertFalse(act { PeoplePresenter(desk, routes).accept(PeopleIntent.ReadPicture) })
    }
}
