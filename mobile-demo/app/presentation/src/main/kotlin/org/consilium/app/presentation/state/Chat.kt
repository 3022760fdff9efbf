package org.consilium.app.presentation.state

/** A conversation. */
data class Chat(
    val conversation: String,
    val account: String,
    /** Empty if nobody told one. */
    val name: String,
    val profession: String = "",
    /** Notes to oneself. */
    val self: Boolean = false,
    val compared: Boolean = false,
    val line: Line = Line(),
    val retention: Retention = Retention.ThirtyDays,
    /** Oldest first. */
    val rows: List<ChatRow> = emptyList(),
    /** Older messages exist and are asked for when the top comes into view. */
    val hasOlder: Boolean = false,
    val loading: Boolean = false,
    /** Envelopes that could not be verified and are not shown. */
    val quarantined: Int = 0,
    val warning: ChatWarning? = null,
    /** An urgent message that the owner has not acknowledged; stays above the composer. */
    val pinnedUrgent: ChatRow.Message? = null,
    val composer: Composer = Composer(),
    val sheet: ChatSheet? = null,
    /** Scroll to this message once, after a search. */
    val focus: Long? = null,
) : Screen

/** How long what is said here stays. */
sealed interface Retention {
    data object ThirtyDays : Retention
    data class Kept(val sinceMs: Long?) : Retention
}

/** What stands between the owner and this conversation. */
sealed interface ChatWarning {
    /** Somebody compared before has a new account: sending is paused. */
    data object NewKeyPaused : ChatWarning

    /** Keys were made anew, same account; sending goes on. */
    data class NewKey(val sinceMs: Long) : ChatWarning

    /** Keys were copied or forged: sending is stopped. */
    data object Fork : ChatWarning

    /** No device of theirs was reachable for over a month. */
    data object Unreachable : ChatWarning
    data object Blocked : ChatWarning

    /** They wrote, and the owner has not answered: accept, decline or block. */
    data object Request : ChatWarning
}

/** A row of a conversation. [key] is stable while the row lives. */
sealed interface ChatRow {
    val key: String

    /** A new day begins. */
    data class Day(val atMs: Long) : ChatRow {
        override val key: String get() = "day-$atMs"
    }

    /** What follows was unread when the conversation was opened. */
    data class Unread(val count: Int) : ChatRow {
        override val key: String get() = "unread"
    }

    data class Message(
        val id: Long,
        val own: Boolean,
        /** Empty for own ones. */
        val sender: String,
        val body: Body,
        val atMs: Long,
        val urgency: Urgency = Urgency.ROUTINE,
        /** For own ones. */
        val dial: Dial? = null,
        val wait: Wait? = null,
        val edited: Boolean = false,
        val quote: Quote? = null,
        /** Who said "I have seen this". */
        val seenBy: List<String> = emptyList(),
        /** The owner said so. */
        val acknowledged: Boolean = false,
        val marks: Set<Mark> = emptySet(),
    ) : ChatRow {
        override val key: String get() = "message-$id"
    }

    /** Messages that did not arrive and were asked for again; goes when they come. */
    data class Gap(val id: Long, val sender: String, val missing: Long) : ChatRow {
        override val key: String get() = "message-$id"
    }

    /** Keys were made anew at this point. */
    data class NewKey(val id: Long, val sender: String, val atMs: Long) : ChatRow {
        override val key: String get() = "message-$id"
    }
}

/** What a message says. */
sealed interface Body {
    data class Text(val text: String) : Body
    data object Deleted : Body
    data object NeedsNewerApp : Body
}

/** The message that another one answers. */
data class Quote(
    /** None if it is no longer here. */
    val id: Long?,
    val own: Boolean,
    val sender: String,
    /** None if it is no longer here. */
    val text: String?,
)

/** Something to know about a message. */
enum class Mark { CLOCK_OFF, FORK, OLD_VIEW, UNKNOWN_VIEW }

/** Where a message is written. */
data class Composer(
    val text: String = "",
    val urgency: Urgency = Urgency.ROUTINE,
    /** Other people who will get it. */
    val recipients: Int = 1,
    /** Characters at the end that do not fit; 0 if it fits. */
    val tooLongBy: Int = 0,
    val replyTo: Quote? = null,
    /** The own message that is being changed. */
    val editing: Long? = null,
    /** Why nothing can be sent here, if so. */
    val paused: Boolean = false,
    val failure: Failure? = null,
)

/** What lies over a conversation. */
sealed interface ChatSheet {
    /** Facts about a message, and what can be done with it. */
    data class Message(val details: MessageDetails) : ChatSheet

    /** The earlier texts of an edited message, oldest first. */
    data class Earlier(val versions: List<EarlierVersion>, val now: EarlierVersion) : ChatSheet

    /** Asks before a message goes. */
    data class Delete(val message: Long, val canForEveryone: Boolean, val kept: Boolean) : ChatSheet
    data class UrgencyChoice(val chosen: Urgency) : ChatSheet

    /** Keep, safety number, contact, block. */
    data object More : ChatSheet

    /** Asks before a conversation is kept, or no longer. */
    data class Keep(val on: Boolean) : ChatSheet

    /** "Is it really her?" */
    data class NewKey(val name: String, val wasCompared: Boolean) : ChatSheet

    /** What "could not be verified" means. */
    data class Quarantine(val count: Int) : ChatSheet

    /** Asks before an account is blocked. */
    data class Block(val name: String) : ChatSheet
}

/** An earlier or the present text of a message. */
data class EarlierVersion(val text: String, val atMs: Long)

/** All that is known about a message. */
data class MessageDetails(
    val id: Long,
    val own: Boolean,
    val text: String?,
    val atMs: Long,
    /** When it goes, here and at the relay; none while kept. */
    val expiresMs: Long?,
    val dial: Dial? = null,
    val wait: Wait? = null,
    val urgency: Urgency = Urgency.ROUTINE,
    val seenBy: List<String> = emptyList(),
    val marks: Set<Mark> = emptySet(),
    val edited: Boolean = false,
    val canReply: Boolean = false,
    val canEdit: Boolean = false,
    val canRetry: Boolean = false,
    val canDelete: Boolean = true,
    val canCopy: Boolean = false,
)
