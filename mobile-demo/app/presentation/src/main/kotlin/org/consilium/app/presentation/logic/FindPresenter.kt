package org.consilium.app.presentation.logic

import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.mapping.toRow
import org.consilium.app.presentation.port.AddressBookChoice
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.client.ConsiliumClient

/** Finding colleagues by an address book; nothing is sent before the owner says so. */
internal class FindPresenter(private val desk: Desk, private val routes: Routes) {
    fun open() = desk.store.push(FindColleagues())

    /** Whether [intent] is about finding. */
    fun accept(intent: PeopleIntent): Boolean {
        when (intent) {
            PeopleIntent.ChooseAddressBook -> choose()
            PeopleIntent.Find -> find()
            PeopleIntent.NotNow -> desk.store.pop()
            else -> return false
        }
        return true
    }

    private fun choose() = busy {
        when (val choice = desk.platform.chooseAddressBook()) {
            AddressBookChoice.None -> Unit
            AddressBookChoice.Unreadable -> fail(Failure(FailureCode.IMPORT_UNREADABLE))
            is AddressBookChoice.Chosen -> read(choice.file)
        }
    }

    private suspend fun read(file: ByteArray) {
        val book = ConsiliumClient.readAddressBook(file)
        val stored = desk.session.importAddressBook(book.entries)
        show(FindStep.Imported(stored.entries.toInt(), stored.numbers.toInt(), stored.notUnderstood.toInt()))
    }

    private fun find() = busy {
        val summary = desk.session.findContacts()
        routes.refreshPeople()
        val found = summary.found.mapNotNull { desk.people[it]?.toRow() }
        show(FindStep.Result(summary.asked.toInt(), found))
    }

    private fun busy(block: suspend () -> Unit) {
        if (desk.store.find<FindColleagues>()?.busy != false) return
        change { it.copy(busy = true, failure = null) }
        desk.calls.launch {
            try {
                attempt(::fail, block)
            } finally {
                change { it.copy(busy = false) }
            }
        }
    }

    private fun fail(failure: Failure) = change { it.copy(failure = failure) }

    private fun show(step: FindStep) = change { it.copy(step = step) }

    private fun change(block: (FindColleagues) -> FindColleagues) = desk.store.edit<FindColleagues>(block)
}
