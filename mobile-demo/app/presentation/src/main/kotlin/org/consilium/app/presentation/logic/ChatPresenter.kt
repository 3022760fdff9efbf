package org.consilium.app.presentation.logic

import java.time.ZoneId
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.mapping.People
import org.consilium.app.presentation.mapping.RowMemory
import org.consilium.app.presentation.mapping.textOrNull
import org.consilium.app.presentation.mapping.toLine
import org.consilium.app.presentation.mapping.toQuote
import org.consilium.app.presentation.mapping.toRow
import org.consilium.app.presentation.mapping.toWarning
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Quote
import org.consilium.app.presentation.state.Retention
import org.consilium.client.AccountId
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.ClientException
import org.consilium.ffi.ContactState
import org.consilium.ffi.Conversation
import org.consilium.ffi.Message

/** One open conversation: what was said, and what can be done about it. */
internal class ChatPresenter(
    private val desk: Desk,
    private val routes: Routes,
    val account: AccountId,
    private val conversation: ConversationId,
) {
    private val window = MessageWindow(desk.session, desk.own.account, conversation)
    private val self = desk.isOwn(account)
    private val composer = ComposerPresenter(desk, account) { openNewKey() }
    private val sheets = ChatSheets(desk, account, window)
    private var facts: Conversation? = desk.listed(conversation)
    private var loading = true
    private var rows = Rows(emptyList(), -1, null)
    private val memory = RowMemory()

    /** Shows the conversation, then what was said in it. */
    fun open(focus: MessageId?) {
        composer.restore(facts?.draft.orEmpty())
        desk.store.push(screen(Chat(conversation.hex, account.hex, "", loading = true, focus = focus?.number)))
        desk.calls.launch {
            facts = readFacts()
            composer.restore(facts?.draft.orEmpty())
            window.open(facts, focus)
            loading = false
            show()
        }
    }

    /** Scrolls the open conversation to a message. */
    fun focus(message: MessageId) {
        desk.calls.launch {
            window.reach(message)
            edit { it.copy(focus = message.number) }
            show()
        }
    }

    fun accept(intent: ChatIntent) {
        when (intent) {
            ChatIntent.LoadOlder -> older()
            ChatIntent.SeenToEnd -> seen()
            ChatIntent.FocusShown -> edit { it.copy(focus = null) }
            ChatIntent.OpenContact -> leaveSheet { if (!self) routes.openContact(account) }
            ChatIntent.Compare -> leaveSheet { if (!self) routes.openCompare(account) }
            is ChatIntent.Retry -> call { desk.session.retry(MessageId(intent.message)) }
            is ChatIntent.Acknowledge -> call { desk.session.acknowledgeSeen(MessageId(intent.message)) }
            is ChatIntent.DeleteHere -> delete(intent.message, everywhere = false)
            is ChatIntent.DeleteForEveryone -> delete(intent.message, everywhere = true)
            is ChatIntent.Keep -> keep(intent.on)
            else -> if (!acceptPerson(intent) && !composer.accept(intent, window)) sheets.accept(intent)
        }
        show()
    }

    /** Whether [intent] is about the person and not a message. */
    private fun acceptPerson(intent: ChatIntent): Boolean {
        when (intent) {
            ChatIntent.OpenNewKey -> openNewKey()
            ChatIntent.DismissNewKey -> call { desk.session.dismissNewKey(account) }
            ChatIntent.SendWithoutChecking -> call { desk.session.sendWithoutChecking(account) }
            ChatIntent.Block -> call(DoneWhat.BLOCKED) { desk.session.block(account) }
            ChatIntent.Unblock -> call(DoneWhat.UNBLOCKED) { desk.session.unblock(account) }
            ChatIntent.AcceptRequest -> call { acceptRequest() }
            ChatIntent.DeclineRequest -> decline()
            else -> return false
        }
        return true
    }

    /** A sheet closes first; whether there was one. */
    fun back(): Boolean {
        if (desk.store.find<Chat>()?.sheet == null) return false
        close()
        return true
    }

    /** What was typed is kept, before the lock and when the page is left. */
    suspend fun saveDraft() = composer.save()

    /** Reads again what [changes] name, and shows it. */
    suspend fun read(changes: Changes) {
        val mine = conversation in changes.conversations || changes.all
        if (mine) {
            facts = readFacts()
            if (!loading) window.read(changes)
        }
        show()
    }

    fun show() = edit { screen(it) }

    private fun screen(old: Chat): Chat {
        val contact = desk.people[account]
        val warning = if (self) null else contact?.toWarning()
        return old.copy(
            name = if (self) desk.own.profile.name else contact?.name.orEmpty(),
            profession = if (self) "" else contact?.profile?.profession.orEmpty(),
            self = self,
            compared = contact?.compared == true,
            line = desk.status.toLine(),
            retention = retention(),
            rows = rows(),
            hasOlder = window.hasOlder,
            loading = loading,
            quarantined = desk.status.quarantined.toInt(),
            warning = warning,
            pinnedUrgent = window.asking()?.let { row(it) as? ChatRow.Message },
            composer = composer.state(window, paused(warning), recipients = if (self) 0 else 1),
        )
    }

    private fun retention(): Retention {
        val facts = facts
        return if (facts?.kept == true) Retention.Kept(facts.keptSince?.ms) else Retention.ThirtyDays
    }

    private fun paused(warning: ChatWarning?) = warning == ChatWarning.NewKeyPaused || warning == ChatWarning.Fork

    /** Made anew only when something in them changed: there may be thousands. */
    private fun rows(): List<ChatRow> {
        if (rows.version != window.version || rows.people !== desk.people) {
            rows = Rows(makeRows(), window.version, desk.people)
        }
        return rows.list
    }

    private fun makeRows(): List<ChatRow> =
        memory.rows(window.messages, desk.people, ZoneId.of(desk.store.value.zone), window.unread, ::quote)

    private fun row(message: Message): ChatRow = message.toRow(desk.people, ::quote)

    private fun quote(message: Message): Quote? {
        val answers = message.replyTo ?: return null
        val quoted = window.quoted(answers)?.takeIf { it.textOrNull() != null }
        return quoted?.toQuote(desk.people) ?: Quote(null, own = false, sender = "", text = null)
    }

    private fun older() {
        if (loading || !window.hasOlder) return
        loading = true
        desk.calls.launch {
            try {
                window.older()
            } finally {
                loading = false
                show()
            }
        }
    }

    /** A request counts as read when it is accepted: until then its sender learns nothing. */
    private fun seen() {
        val asks = desk.people[account]?.state == ContactState.REQUESTED
        if (loading || asks || window.messages.none { it.isUnread() }) return
        desk.calls.launch { desk.session.markRead(conversation) }
    }

    private suspend fun acceptRequest() {
        desk.session.acceptRequest(account)
        desk.session.markRead(conversation)
    }

    private fun decline() = desk.calls.launch {
        desk.session.declineRequest(account)
        routes.refresh(account)
        desk.store.edit<Chat> { it.copy(sheet = null) }
        desk.store.pop()
        desk.store.notice(DoneWhat.REQUEST_DECLINED)
    }

    private fun delete(message: Long, everywhere: Boolean) {
        val done = if (everywhere) DoneWhat.DELETED_FOR_EVERYONE else DoneWhat.DELETED_HERE
        call(done) {
            val id = MessageId(message)
            if (everywhere) desk.session.deleteForEveryone(id) else desk.session.deleteHere(id)
        }
    }

    private fun keep(on: Boolean) = call(if (on) DoneWhat.KEPT else DoneWhat.NO_LONGER_KEPT) {
        desk.session.keep(conversation, on)
        facts = readFacts()
    }

    /** Closes the sheet and does something that others are told of by events. */
    private fun call(done: DoneWhat? = null, block: suspend () -> Unit) {
        close()
        desk.calls.launch {
            block()
            if (!self) routes.refresh(account)
            show()
            done?.let(desk.store::notice)
        }
    }

    private suspend fun readFacts(): Conversation? = try {
        desk.session.conversation(conversation)
    } catch (_: ClientException.UnknownConversation) {
        null
    }

    private fun openNewKey() {
        val contact = desk.people[account] ?: return
        val paused = contact.toWarning() == ChatWarning.NewKeyPaused
        edit { it.copy(sheet = ChatSheet.NewKey(contact.name, wasCompared = paused)) }
    }

    private inline fun leaveSheet(go: () -> Unit) {
        close()
        go()
    }

    private fun close() = edit { it.copy(sheet = null) }

    private fun edit(block: (Chat) -> Chat) =
        desk.store.edit<Chat> { if (it.conversation == conversation.hex) block(it) else it }
}

/** Rows, and what they were made from. */
private class Rows(val list: List<ChatRow>, val version: Int, val people: People?)
