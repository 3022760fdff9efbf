package org.consilium.app.presentation.logic

import kotlin.random.Random
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.launch
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.mapping.toLine
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChangePin
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.SignedOut
import org.consilium.app.presentation.state.Tab
import org.consilium.client.AccountId
import org.consilium.client.MessageId
import org.consilium.ffi.ClientException
import org.consilium.ffi.Event

/** What an unlocked app needs of the one around it. */
internal interface SessionHost : AppSettings {
    /** The session ended. */
    fun locked()

    /** See [Routes.erase]. */
    fun erase(deleted: Boolean, failed: (Failure) -> Unit)
}

/** The app while it is unlocked: its screens, and the events that keep them true. */
internal class Unlocked(private val desk: Desk, private val host: SessionHost, random: Random) : Routes {
    private val lists = ListPresenter(desk, this)
    private val people = PeoplePresenter(desk, this)
    private val find = FindPresenter(desk, this)
    private val compare = ComparePresenter(desk, this)
    private val changePin = ChangePinPresenter(desk)
    private val recovery = RecoveryPresenter(desk, random, ::show)
    private val you = YouPresenter(desk, this, host, recovery, changePin)
    private var chat: ChatPresenter? = null
    private var changes = Changes()
    private val wake = Channel<Unit>(Channel.CONFLATED)

    /** Listens, reads what may have happened meanwhile, and connects. */
    suspend fun start() {
        val scope = desk.calls.scope
        // Unconfined, so that the listener has its place when this line ends: what follows may cause events.
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            desk.session.events.flowOn(Dispatchers.Unconfined).collect(::happened)
        }
        scope.launch { for (signal in wake) attempt(desk.store::notice) { readChanges() } }
        readAll()
        desk.session.connect()
    }

    /** The first screen after the PIN. */
    fun home() = desk.store.reset(lists.screen())

    /** A second went by: a line that is not up is looked at again. */
    fun tick() {
        if (desk.status.toLine().state != LineState.Online) happened(Event.ConnectionChanged(desk.status.connection))
    }

    fun accept(intent: Intent) {
        when (intent) {
            is ListIntent -> lists.accept(intent)
            is ChatIntent -> chat?.accept(intent)
            is PeopleIntent -> people.accept(intent) || find.accept(intent) || compare.accept(intent)
            is YouIntent -> you.accept(intent)
            is PinIntent -> changePin.accept(intent)
            is Intent.OpenTab -> openTab(intent.tab)
            Intent.Reconnect -> reconnect()
            Intent.Back -> back()
            else -> Unit
        }
    }

    /** What was typed is kept. */
    suspend fun saveDraft() = attempt({}) { chat?.saveDraft() }

    override fun openChat(account: AccountId, focus: MessageId?) {
        val open = chat
        if (open != null && open.account == account && desk.store.has<Chat>()) {
            desk.store.change { state -> state.copy(stack = state.stack.dropLastWhile { it !is Chat }) }
            focus?.let(open::focus)
            return
        }
        val conversation = desk.conversationOf(account) ?: return
        leaveChat()
        chat = ChatPresenter(desk, this, account, conversation).also { it.open(focus) }
    }

    override fun openContact(account: AccountId) = people.openContact(account)

    override fun openCompare(account: AccountId) {
        desk.calls.launch { compare.open(account, people.safety(account)) }
    }

    override fun openFind() = find.open()

    override fun openNewConversation() = if (desk.people.all.isEmpty()) openFind() else openTab(Tab.COLLEAGUES)

    override fun openRecoveryCode() = recovery.open()

    override suspend fun refresh(account: AccountId) {
        readPerson(account)
        lists.readAll()
        show()
    }

    override suspend fun refreshPeople() {
        desk.people = desk.people.with(desk.session.contacts())
        lists.readAll()
        show()
    }

    override fun erase(deleted: Boolean, failed: (Failure) -> Unit) = host.erase(deleted, failed)

    /** Shows what is known now on every open screen. */
    fun show() {
        lists.show()
        people.show()
        you.show()
        chat?.show()
    }

    private fun happened(event: Event) {
        if (event == Event.Locked) return host.locked()
        changes.add(event)
        wake.trySend(Unit)
    }

    private suspend fun readChanges() {
        val now = changes
        changes = Changes()
        if (now.isEmpty) return
        if (now.all) return readAll()
        for (account in now.contacts) readPerson(account)
        lists.read(now)
        if (now.line) desk.status = desk.session.status()
        chat?.read(now)
        show()
        if (now.notRegistered) desk.store.notice(Failure(FailureCode.NOT_REGISTERED))
        if (now.signedOut) desk.store.reset(SignedOut())
    }

    /** Reads everything again, and shows it. */
    suspend fun readAll() {
        desk.readOwn()
        desk.people = desk.people.with(desk.session.contacts())
        desk.status = desk.session.status()
        lists.readAll()
        chat?.read(Changes().apply { add(Event.Resync) })
        show()
    }

    private suspend fun readPerson(account: AccountId) {
        if (desk.isOwn(account)) return desk.readOwn()
        try {
            desk.readPerson(account)
        } catch (_: ClientException.UnknownContact) {
            desk.people = desk.people.without(setOf(account))
        }
    }

    private fun openTab(tab: Tab) {
        leaveChat()
        desk.store.reset(
            when (tab) {
                Tab.CONVERSATIONS -> lists.screen()
                Tab.COLLEAGUES -> people.screen()
                Tab.YOU -> you.screen()
            },
        )
    }

    private fun reconnect() {
        desk.calls.launch {
            desk.session.disconnect()
            desk.session.connect()
        }
    }

    private fun back() {
        val closed = when (desk.store.screen) {
            is Chat -> chat?.back() == true
            is Contact -> people.back()
            is CompareNumber -> compare.back()
            else -> false
        }
        if (closed) return
        if (desk.store.screen is Chat) leaveChat()
        if (desk.store.screen is ChangePin) changePin.clear()
        desk.store.pop()
    }

    /** The page goes; what was typed is kept, and the list says so. */
    private fun leaveChat() {
        val left = chat ?: return
        chat = null
        desk.calls.launch { left.saveDraft() }
    }
}
