package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.strings.ChatStrings
import org.consilium.app.presentation.strings.ListStrings
import org.consilium.app.presentation.strings.b
import org.consilium.app.presentation.strings.stopped

object EnglishList : ListStrings {
    override val title = "Conversations"
    override val search = "Search"
    override val new = "New conversation"
    override fun filter(filter: ConversationFilter, count: Int) = when (filter) {
        ConversationFilter.ALL -> "All"
        ConversationFilter.URGENT -> "Urgent $count"
        ConversationFilter.UNREAD -> "Unread $count"
        ConversationFilter.KEPT -> "Kept"
    }

    override val filters = "Show"
    override val emptyTitle = "No conversations yet"
    override val emptyText = "Find a colleague by phone number and write the first message. It is sealed before it leaves this phone."
    override val emptyFilter = "Nothing here now."
    override fun requests(count: Int) = en(count, "1 request", "# requests")
    override val requestFrom = "From someone new"
    override val self = "Notes to yourself"
    override val urgent = "Urgent."
    override val draft = "Draft:"
    override val deleted = "Deleted by its sender"
    override val needsNewer = "Needs a newer app"
    override val gap = "A message may be missing"
    override val newKey = "New key"
    override val nothingYet = "Nothing written yet"
    override val paused = "Sending is paused"
    override fun unread(count: Int) = en(count, "1 unread", "# unread")
    override val recoveryOpen = b("Your recovery code is not confirmed.") + " Without it a lost phone means a lost account."
    override val confirmNow = "Confirm now"

    override val searchTitle = "Search"
    override val searchLabel = "Words in your messages"
    override val searchHint = "The search stays on this phone. It finds messages that hold every word."
    override val searchNothing = "No message on this phone holds these words."

    override val requestsTitle = "Requests"
    override val requestsText = "They learn nothing until you accept: not whether their message arrived, nor whether you read it."
    override val requestsEmpty = "Nobody is waiting for your answer."
    override val accept = "Accept"
    override val decline = "Decline"
    override val block = "Block"
}

object EnglishChat : ChatStrings {
    override val more = "More"
    override val messages = "Messages"
    override val keptStrip = b("Kept") + " by you. Others are not told."
    override fun keptSince(date: String) = b("Kept") + " since $date, by you. Others are not told."
    override val thirtyDays = "Messages here are deleted after 30 days."
    override fun quarantined(count: Int) =
        en(count, "1 message could not be verified and is not shown.", "# messages could not be verified and are not shown.")

    override val details = "Details"
    override val quarantineTitle = "Not shown, because not proved"
    override val quarantineText = "Something arrived whose signature, place or recipient did not fit. It may be damaged, or somebody tried to slip it in. It is locked away on this phone and never shown as a message. If it keeps happening, share your diagnostics with your admin."

    override val empty = "No messages yet. What you write is sealed for this person alone."
    override val emptySelf = "Notes that only you can read. They go after 30 days too, unless you keep them."
    override fun unreadLine(count: Int) = en(count, "1 unread message", "# unread messages")
    override fun gap(name: String, missing: Long) =
        en(missing, "A message from $name may be missing. Ask for it again.", "# messages from $name may be missing. Ask for them again.")

    override fun newKeyRow(name: String, time: String) = "$name has a new key since $time"

    override fun newKeyPaused(name: String) = b("$name has a new key.") + " Sending is paused until you check it."
    override fun newKeyNotice(name: String, date: String) = b("$name has a new key") + " since ${stopped(date)}"
    override val check = "Check"
    override fun fork(name: String) =
        b("Do not trust this account now.") + " $name’s keys were copied or forged. Sending is stopped. Talk to them another way, and tell your admin."

    override fun unreachable(name: String) = "$name could not be reached for over a month. What you write waits here."
    override fun blocked(name: String) = "You blocked $name. Nothing of theirs is shown or answered."
    override val unblock = "Unblock"
    override val request = b("You have not accepted this person yet.") + " They learn nothing until you do."

    override fun to(name: String, count: Int) = "To " + b(name) + en(count, ", 1 person", ", # people")
    override val toSelf = "To " + b("yourself") + ", nobody else"
    override fun urgencyLabel(urgency: String) = "Urgency: $urgency. Change"
    override val field = "Message"
    override val send = "Send"
    override val saveEdit = "Save the change"
    override fun tooLong(by: Int) =
        en(by, "Too long by 1 character. Shorten it, or send two.", "Too long by # characters. Shorten it, or send two.")

    override fun replyTo(name: String) = "Reply to $name"
    override val editing = "Change your message. The earlier text stays viewable."
    override val cancelReference = "Cancel"
    override val sendingPaused = "Sending is paused"

    override val urgencyTitle = "How urgent is it?"
    override val routineText = "No hurry."
    override val soonText = "Marked."
    override val urgentText = "Red, stays on top until somebody says “I have seen this”."

    override val keep = "Keep this conversation"
    override val stopKeeping = "Keep no longer"
    override val keepTitle = "Keep this conversation?"
    override val keepText = "Nothing in it is deleted by itself any more. Only for you: others are not told, and theirs still goes after 30 days. A sealed copy goes to the relay."
    override val stopKeepingTitle = "Keep it no longer?"
    override val stopKeepingText = "Every message goes 30 days after it was written; older ones go at once. The sealed copies at the relay are deleted. This cannot be undone."
    override val openContact = "Contact"
    override val openNumber = "Safety number"
    override fun blockPerson(name: String) = "Block $name"
    override fun blockTitle(name: String) = "Block $name?"
    override val blockText = "Nothing of theirs is shown or answered from now on. They are not told. You can unblock them; what they send meanwhile stays hidden."
    override val doNotBlock = "Do not block"

    override fun newKeyTitle(name: String) = "$name has a new key. Is it really them?"
    override val newKeyUsually = "Usually this means a new phone. It could also be someone else."
    override val newKeyPausedText = "You compared the earlier key, so sending is paused."
    override val newKeySending = "You had not compared the earlier key. Sending goes on."
    override val scan = "Scan their code"
    override val compareNumbers = "Call and compare numbers"
    override val sendWithout = "Send without checking"
    override val sendWithoutText = "The key then stays marked as not compared."
    override val notNow = "Not now"
}
