package org.consilium.app.presentation.strings

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.Wait

/** The lists: conversations, requests, search. */
interface ListStrings {
    val title: String
    val search: String
    val new: String
    fun filter(filter: ConversationFilter, count: Int): String
    val filters: String
    val emptyTitle: String
    val emptyText: String
    val emptyFilter: String
    fun requests(count: Int): String
    val requestFrom: String
    val self: String
    val urgent: String
    val draft: String
    val deleted: String
    val needsNewer: String
    val gap: String
    val newKey: String
    val nothingYet: String
    val paused: String
    fun unread(count: Int): String
    val recoveryOpen: String
    val confirmNow: String

    val searchTitle: String
    val searchLabel: String
    val searchHint: String
    val searchNothing: String

    val requestsTitle: String
    val requestsText: String
    val requestsEmpty: String
    val accept: String
    val decline: String
    val block: String
}

/** A conversation: its strips, composer and sheets. */
interface ChatStrings {
    val more: String
    val messages: String
    val keptStrip: String
    fun keptSince(date: String): String
    val thirtyDays: String
    fun quarantined(count: Int): String
    val details: String
    val quarantineTitle: String
    val quarantineText: String

    val empty: String
    val emptySelf: String
    fun unreadLine(count: Int): String
    fun gap(name: String, missing: Long): String
    fun newKeyRow(name: String, time: String): String

    fun newKeyPaused(name: String): String
    fun newKeyNotice(name: String, date: String): String
    val check: String
    fun fork(name: String): String
    fun unreachable(name: String): String
    fun blocked(name: String): String
    val unblock: String
    val request: String

    fun to(name: String, count: Int): String
    val toSelf: String
    fun urgencyLabel(urgency: String): String
    val field: String
    val send: String
    val saveEdit: String
    fun tooLong(by: Int): String
    fun replyTo(name: String): String
    val editing: String
    val cancelReference: String
    val sendingPaused: String

    val urgencyTitle: String
    val routineText: String
    val soonText: String
    val urgentText: String

    val keep: String
    val stopKeeping: String
    val keepTitle: String
    val keepText: String
    val stopKeepingTitle: String
    val stopKeepingText: String
    val openContact: String
    val openNumber: String
    fun blockPerson(name: String): String
    fun blockTitle(name: String): String
    val blockText: String
    val doNotBlock: String

    fun newKeyTitle(name: String): String
    val newKeyUsually: String
    val newKeyPausedText: String
    val newKeySending: String
    val scan: String
    val compareNumbers: String
    val sendWithout: String
    val sendWithoutText: String
    val notNow: String
}

/** A message: its row, facts and actions. */
interface MessageStrings {
    val edited: String
    val seeEarlier: String
    val deleted: String
    val needsNewer: String
    val seen: String
    fun seenBy(names: String): String
    val acknowledged: String
    val quoteGone: String
    val tapToRetry: String
    fun waits(reason: Wait): String
    fun mark(mark: Mark): String

    /** For screen readers: who, how urgent, what, when, how far. */
    fun from(name: String): String
    val fromYou: String
    val openActions: String

    val title: String
    val sent: String
    val received: String
    val state: String
    fun expires(date: String): String
    val neverExpires: String
    val reply: String
    val edit: String
    val copy: String
    val retry: String
    val delete: String
    val earlierTitle: String
    val now: String

    val deleteTitle: String
    val deleteText: String
    val deleteOwnText: String
    val deleteKeptText: String
    val deleteHere: String
    val deleteForEveryone: String
    val doNotDelete: String
}
