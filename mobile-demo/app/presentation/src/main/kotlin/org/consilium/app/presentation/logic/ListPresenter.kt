package org.consilium.app.presentation.logic

import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.mapping.fits
import org.consilium.app.presentation.mapping.inOrder
import org.consilium.app.presentation.mapping.toLine
import org.consilium.app.presentation.mapping.toNumberMove
import org.consilium.app.presentation.mapping.toRequest
import org.consilium.app.presentation.mapping.toResult
import org.consilium.app.presentation.mapping.toRow
import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Requests
import org.consilium.app.presentation.state.Search
import org.consilium.client.AccountId
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.ClientException
import org.consilium.ffi.ContactState
import org.consilium.ffi.Conversation

/** The list of conversations, requests, and the search. */
internal class ListPresenter(private val desk: Desk, private val routes: Routes) {
    private var filter = ConversationFilter.ALL
    private var foreignPrekey = false
    private var answering = false
    private var searching: Job? = null

    /** The list as it stands. */
    fun screen(): Conversations {
        val (requests, listed) = desk.conversations.partition { it.request }
        val status = desk.status
        val alarms = buildSet {
            if (foreignPrekey) add(Alarm.FOREIGN_PREKEY)
            if (status.erasureWaits) add(Alarm.ERASURE_WAITS)
        }
        return Conversations(
            line = status.toLine(),
            rows = listed.filter { it.fits(filter) }.map { it.toRow(desk.people) },
            filter = filter,
            urgentCount = listed.count { it.urgent > 0u },
            unreadCount = listed.count { it.unread > 0u },
            requests = requests.size,
            alarms = alarms,
            numberMove = status.toNumberMove(answering),
            recoveryOpen = !desk.own.recoveryConfirmed,
        )
    }

    /** Shows what is known now, wherever it is seen. */
    fun show() {
        desk.store.edit<Conversations> { screen() }
        desk.store.edit<Requests> { requests() }
    }

    fun accept(intent: ListIntent) {
        when (intent) {
            is ListIntent.OpenConversation -> routes.openChat(AccountId(intent.account))
            is ListIntent.Filter -> {
                filter = intent.filter
                show()
            }
            ListIntent.OpenRequests -> desk.store.push(requests())
            ListIntent.OpenSearch -> desk.store.push(Search())
            is ListIntent.SearchText -> search(intent.text)
            is ListIntent.OpenHit -> routes.openChat(AccountId(intent.account), MessageId(intent.message))
            ListIntent.NewConversation -> routes.openNewConversation()
            ListIntent.OpenRecoveryCode -> routes.openRecoveryCode()
            is ListIntent.AnswerNumberMove -> answer(intent.allow)
        }
    }

    /** Reads again what [changes] name. */
    suspend fun read(changes: Changes) {
        if (changes.foreignPrekey) foreignPrekey = true
        val few = changes.conversations.size <= FEW && changes.contacts.isEmpty() && !changes.all
        when {
            few -> for (id in changes.conversations) readOne(id)
            else -> desk.conversations = desk.session.conversations()
        }
    }

    suspend fun readAll() {
        desk.conversations = desk.session.conversations()
    }

    private suspend fun readOne(id: ConversationId) {
        val now = try {
            desk.session.conversation(id).takeIf(::isListed)
        } catch (_: ClientException.UnknownConversation) {
            null
        }
        // Taken now: the others may have changed while this one was read.
        val others = desk.conversations.filter { it.id != id }
        desk.conversations = (others + listOfNotNull(now)).inOrder()
    }

    /** Not if nothing is written or typed in it, nor if its person is blocked: as the core's own list. */
    private fun isListed(conversation: Conversation): Boolean {
        val holdsAnything = conversation.last != null || conversation.draft.isNotEmpty()
        return holdsAnything && desk.people[conversation.account]?.state != ContactState.BLOCKED
    }

    private fun requests() = Requests(desk.conversations.filter { it.request }.map { it.toRequest(desk.people) })

    private fun search(text: String) {
        desk.store.edit<Search> { it.copy(typed = text) }
        searching?.cancel()
        if (text.isBlank()) return desk.store.edit<Search> { it.copy(hits = emptyList(), searched = false) }
        searching = desk.calls.launch {
            // One search for what was typed in one go.
            delay(PAUSE_MS)
            val hits = desk.session.search(text)
            val accounts = desk.people.all.associate { it.conversation to it.account } + (desk.own.conversation to desk.own.account)
            val results = hits.mapNotNull { hit -> accounts[hit.message.conversation]?.let { hit.toResult(desk.people, it) } }
            desk.store.edit<Search> { it.copy(hits = results, searched = true) }
        }
    }

    private fun answer(allow: Boolean) {
        if (answering) return
        answering = true
        show()
        desk.calls.launch {
            try {
                attempt(desk.store::notice) {
                    desk.session.answerNumberMove(allow)
                    desk.store.notice(if (allow) DoneWhat.NUMBER_MOVE_ALLOWED else DoneWhat.NUMBER_MOVE_REFUSED)
                    desk.status = desk.session.status()
                }
            } finally {
                answering = false
                show()
            }
        }
    }

    private companion object {
        /** Conversations that are read one by one; more are read all at once. */
        const val FEW = 8
        const val PAUSE_MS = 150L
    }
}
