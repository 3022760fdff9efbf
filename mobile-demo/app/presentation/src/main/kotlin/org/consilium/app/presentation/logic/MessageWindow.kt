package org.consilium.app.presentation.logic

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import org.consilium.app.presentation.mapping.UnreadMark
import org.consilium.app.presentation.mapping.asks
import org.consilium.client.AccountId
import org.consilium.client.ConsiliumSession
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.ClientException
import org.consilium.ffi.Conversation
import org.consilium.ffi.Message

/** The end of a conversation as far as it was read: grows upwards as one scrolls. */
internal class MessageWindow(
    private val session: ConsiliumSession,
    private val own: AccountId,
    private val id: ConversationId,
) {
    /** In order of display, oldest first. */
    var messages: List<Message> = emptyList()
        private set(value) {
            field = value
            byId = null
            version++
        }

    /** [messages] by their ids, made when first asked for: a page with answers in it asks for many. */
    private var byId: Map<MessageId, Message>? = null

    /** Grows with every change of what [messages] and [quoted] say. */
    var version = 0
        private set
    var hasOlder = false
        private set
    var unread: UnreadMark? = null
        private set

    /** Messages that others answer and that are not in the window. */
    private val answered = HashMap<MessageId, Message?>()
    private val turn = Mutex()

    operator fun get(message: MessageId): Message? {
        val known = byId ?: messages.associateBy { it.id }.also { byId = it }
        return known[message]
    }

    fun quoted(message: MessageId): Message? = get(message) ?: answered[message]

    /** The newest urgent message that asks the owner for an answer. */
    fun asking(): Message? = messages.lastOrNull { it.asks(own) }

    /** Reads the end, and as much more as holds what must be seen: unread ones, urgent ones, [focus]. */
    suspend fun open(conversation: Conversation?, focus: MessageId?) = turn.withLock {
        messages = session.messages(id, limit = PAGE)
        hasOlder = messages.size >= PAGE
        val unreadCount = conversation?.unread?.toInt() ?: 0
        val urgentCount = conversation?.urgent?.toInt() ?: 0
        while (hasOlder && messages.size < FIRST_MOST && misses(unreadCount, urgentCount, focus)) readOlder()
        val first = messages.firstOrNull { it.isUnread() }
        unread = if (unreadCount > 0 && first != null) UnreadMark(first.id.number, unreadCount) else null
        readAnswered()
    }

    private fun misses(unreadCount: Int, urgentCount: Int, focus: MessageId?): Boolean =
        messages.count { it.isUnread() } < unreadCount ||
            messages.count { it.asks(own) } < urgentCount ||
            (focus != null && get(focus) == null)

    /** Reads until [focus] is in the window, if it is in the conversation at all. */
    suspend fun reach(focus: MessageId) = turn.withLock {
        while (hasOlder && get(focus) == null) readOlder()
        readAnswered()
    }

    suspend fun older() = turn.withLock {
        if (hasOlder) readOlder()
        readAnswered()
    }

    private suspend fun readOlder() {
        val first = messages.firstOrNull() ?: return
        val page = session.messages(id, first.id, PAGE)
        hasOlder = page.size >= PAGE
        messages = page + messages
    }

    /** Reads again what [changes] name of this conversation. */
    suspend fun read(changes: Changes) = turn.withLock {
        val added = changes.added[id].orEmpty()
        val changed = changes.changed[id].orEmpty()
        val removed = changes.removed[id].orEmpty()
        answered.keys.removeAll(changed + removed)
        when {
            changes.all || id in changes.whole || changed.size > MANY -> readWhole(added.size)
            else -> {
                messages = messages.filter { it.id !in removed }
                for (message in changed) readOne(message)
                if (added.isNotEmpty()) readEnd(added)
            }
        }
        readAnswered()
    }

    private suspend fun readOne(message: MessageId) {
        if (get(message) == null) return
        val now = orNull(message)
        messages = messages.mapNotNull { if (it.id == message) now else it }
    }

    /** New ones are at the end as a rule; one that was late may be anywhere. */
    private suspend fun readEnd(added: Set<MessageId>) {
        val end = session.messages(id, limit = END + added.size)
        val from = messages.indexOfFirst { it.id == end.firstOrNull()?.id }
        val ids = end.mapTo(HashSet()) { it.id }
        when {
            messages.isEmpty() -> messages = end
            from >= 0 && ids.containsAll(added) -> messages = messages.take(from) + end
            else -> readWhole(added.size)
        }
    }

    private suspend fun readWhole(more: Int) {
        val limit = maxOf(messages.size + more, PAGE)
        messages = session.messages(id, limit = limit)
        hasOlder = messages.size >= limit
    }

    private suspend fun readAnswered() {
        for (message in messages) {
            val answers = message.replyTo ?: continue
            if (get(answers) != null || answers in answered) continue
            answered[answers] = orNull(answers)
            version++
        }
    }

    private suspend fun orNull(message: MessageId): Message? = try {
        session.message(message)
    } catch (_: ClientException.UnknownMessage) {
        null
    }

    private companion object {
        const val PAGE = 100

        /** Messages that opening reads at most; the rest is read as one scrolls. */
        const val FIRST_MOST = 1_000
        const val END = 40

        /** Single messages that are read one by one; more are read all at once. */
        const val MANY = 30
    }
}

internal fun Message.isUnread(): Boolean = !own && !read
