package org.consilium.app.presentation.state

/** The list of conversations. */
data class Conversations(
    val line: Line = Line(),
    val rows: List<ConversationRow> = emptyList(),
    val filter: ConversationFilter = ConversationFilter.ALL,
    /** Conversations with urgent messages, and with unread ones. */
    val urgentCount: Int = 0,
    val unreadCount: Int = 0,
    /** People unknown so far who wrote. */
    val requests: Int = 0,
    val loading: Boolean = false,
    val alarms: Set<Alarm> = emptySet(),
    val numberMove: NumberMove? = null,
    /** The recovery code was not confirmed as written down. */
    val recoveryOpen: Boolean = false,
) : Screen

/** Which conversations are listed. */
enum class ConversationFilter { ALL, URGENT, UNREAD, KEPT }

/** A row of the list. */
data class ConversationRow(
    val conversation: String,
    val account: String,
    /** Empty if nobody told one. */
    val name: String,
    /** Notes to oneself. */
    val self: Boolean = false,
    val compared: Boolean = false,
    val preview: Preview = Preview.Nothing,
    val atMs: Long? = null,
    val unread: Int = 0,
    /** Urgent messages not acknowledged. */
    val urgent: Int = 0,
    val kept: Boolean = false,
    /** Sending waits for the owner: a new key, or copied keys. */
    val paused: Boolean = false,
)

/** What the second line of a row says. */
sealed interface Preview {
    data object Nothing : Preview

    /** [dial] for own ones. */
    data class Text(val text: String, val dial: Dial? = null) : Preview
    data class Draft(val text: String) : Preview
    data object Deleted : Preview
    data object NeedsNewerApp : Preview
    data object Gap : Preview
    data object NewKey : Preview
}

/** Looking for words in every conversation. */
data class Search(
    val typed: String = "",
    val hits: List<SearchResult> = emptyList(),
    val searched: Boolean = false,
) : Screen

/** A message that was found. */
data class SearchResult(
    val conversation: String,
    val account: String,
    val message: Long,
    val name: String,
    val excerpt: String,
    val atMs: Long,
)

/** People unknown so far who wrote; nothing is answered on its own. */
data class Requests(
    val rows: List<RequestRow> = emptyList(),
    val loading: Boolean = false,
) : Screen

/** One of them. */
data class RequestRow(
    val account: String,
    val conversation: String,
    /** What they call themselves; empty if nothing. */
    val name: String,
    val profession: String = "",
    val preview: Preview,
    val atMs: Long,
    val urgent: Boolean = false,
)
