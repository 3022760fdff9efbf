package org.consilium.app.presentation.logic

import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.mapping.saysName
import org.consilium.app.presentation.mapping.toLine
import org.consilium.app.presentation.mapping.toNumberCheck
import org.consilium.app.presentation.mapping.toRow
import org.consilium.app.presentation.qr.qrMatrix
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.PersonRow
import org.consilium.app.presentation.state.Safety
import org.consilium.client.AccountId
import org.consilium.ffi.ContactState

/** Everybody that this device knows, and a person's page. */
internal class PeoplePresenter(private val desk: Desk, private val routes: Routes) {
    private var filter = ""

    /** The list as it stands. */
    fun screen(): Colleagues {
        val known = desk.people.all.filter { it.state != ContactState.REQUESTED }.map { it.toRow() }
        return Colleagues(
            line = desk.status.toLine(),
            rows = known.filter { it.fits(filter) },
            filter = filter,
            blocked = known.count { it.blocked },
        )
    }

    /** Shows what is known now, wherever it is seen. */
    fun show() {
        desk.store.edit<Colleagues> { screen() }
        desk.store.edit<Contact> { page(it) }
        desk.store.edit<CompareNumber> { compare ->
            val contact = desk.people[AccountId(compare.account)]
            if (contact == null) compare else compare.copy(name = contact.name, number = contact.toNumberCheck())
        }
    }

    fun openContact(account: AccountId) {
        desk.people[account] ?: return
        desk.store.push(page(Contact(account.hex, "", "")))
        desk.calls.launch {
            val safety = safety(account)
            desk.store.edit<Contact> { if (it.account == account.hex) it.copy(safety = safety) else it }
        }
    }

    suspend fun safety(account: AccountId): Safety {
        val groups = desk.session.safetyNumber(account).groups
        return Safety(groups, qrMatrix(desk.session.qrPayload(account)))
    }

    /** Whether [intent] is about a person or the list of them. */
    fun accept(intent: PeopleIntent): Boolean {
        when (intent) {
            is PeopleIntent.FilterText -> {
                filter = intent.text
                show()
            }
            is PeopleIntent.OpenContact -> routes.openContact(AccountId(intent.account))
            is PeopleIntent.Message -> routes.openChat(AccountId(intent.account))
            PeopleIntent.OpenFind -> routes.openFind()
            is PeopleIntent.Compare -> routes.openCompare(AccountId(intent.account))
            is PeopleIntent.AskBlock -> desk.store.edit<Contact> { it.copy(confirmBlock = true) }
            PeopleIntent.CancelBlock -> desk.store.edit<Contact> { it.copy(confirmBlock = false) }
            is PeopleIntent.Block -> call(intent.account, DoneWhat.BLOCKED) { desk.session.block(it) }
            is PeopleIntent.Unblock -> call(intent.account, DoneWhat.UNBLOCKED) { desk.session.unblock(it) }
            is PeopleIntent.Accept -> call(intent.account, null) { desk.session.acceptRequest(it) }
            is PeopleIntent.Decline -> call(intent.account, DoneWhat.REQUEST_DECLINED) { desk.session.declineRequest(it) }
            else -> return false
        }
        return true
    }

    /** A sheet closes first; whether there was one. */
    fun back(): Boolean {
        if (desk.store.find<Contact>()?.confirmBlock != true) return false
        desk.store.edit<Contact> { it.copy(confirmBlock = false) }
        return true
    }

    private fun call(hex: String, done: DoneWhat?, block: suspend (AccountId) -> Unit) {
        val account = AccountId(hex)
        busy(true)
        desk.calls.launch {
            try {
                attempt(desk.store::notice) {
                    block(account)
                    routes.refresh(account)
                    done?.let(desk.store::notice)
                }
            } finally {
                busy(false)
            }
        }
    }

    private fun busy(busy: Boolean) = desk.store.edit<Contact> { it.copy(busy = busy, confirmBlock = false) }

    private fun page(old: Contact): Contact {
        val contact = desk.people[AccountId(old.account)] ?: return old
        return old.copy(
            conversation = contact.conversation.hex,
            name = contact.name,
            saysName = contact.saysName(),
            profession = contact.profile.profession,
            number = contact.toNumberCheck(),
            blocked = contact.state == ContactState.BLOCKED,
            unreachable = contact.unreachable,
            replaces = contact.replaces?.let(desk.people::name),
        )
    }
}

private fun PersonRow.fits(filter: String): Boolean {
    val words = filter.trim()
    return name.contains(words, ignoreCase = true) || profession.contains(words, ignoreCase = true)
}
