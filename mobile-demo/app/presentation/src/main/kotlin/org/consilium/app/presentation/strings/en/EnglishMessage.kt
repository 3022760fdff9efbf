package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.Wait
import org.consilium.app.presentation.strings.MessageStrings

object EnglishMessage : MessageStrings {
    override val edited = "Edited"
    override val seeEarlier = "see earlier"
    override val deleted = "Deleted by its sender"
    override val needsNewer = "This message needs a newer app. Update, and it is shown."
    override val seen = "I have seen this"
    override fun seenBy(names: String) = "Seen by $names"
    override val acknowledged = "You have seen this"
    override val quoteGone = "A message that is no longer here"
    override val tapToRetry = "tap to retry"

    override fun waits(reason: Wait) = when (reason) {
        Wait.QUEUED -> "It leaves with the next contact to the relay."
        Wait.NO_PREKEY -> "Not reachable for over a month. It leaves when they are back."
        Wait.MAILBOX_FULL -> "Their mailbox is full. It leaves when there is room."
        Wait.DEVICE_LOCKED -> "Their phone is locked by their organisation."
        Wait.SLOWED -> "The relay asked to slow down. It leaves by itself."
        Wait.PAUSED -> "Their key changed. Check it first."
        Wait.CLOCK_OFF -> "This phone’s clock is over a day off. Set it right."
    }

    override fun mark(mark: Mark) = when (mark) {
        Mark.CLOCK_OFF -> "The sender’s clock was over five minutes off."
        Mark.FORK -> "The sender sent another message in the same place. Both are shown."
        Mark.OLD_VIEW -> "The sender did not know your newest device list yet."
        Mark.UNKNOWN_VIEW -> "The sender was shown a device list of yours that you never made. Tell your admin."
    }

    override fun from(name: String) = "From $name"
    override val fromYou = "From you"
    override val openActions = "Facts and actions"

    override val title = "Message"
    override val sent = "Sent"
    override val received = "Received"
    override val state = "State"
    override fun expires(date: String) = "Deleted on $date, here and at the relay"
    override val neverExpires = "Kept: it is not deleted by itself"
    override val reply = "Reply"
    override val edit = "Change"
    override val copy = "Copy text"
    override val retry = "Send again"
    override val delete = "Delete…"
    override val earlierTitle = "Earlier texts"
    override val now = "Now"

    override val deleteTitle = "Delete this message?"
    override val deleteText = "It is deleted on this phone. The other person still has it."
    override val deleteOwnText = "“For everyone” deletes it here and on your colleague’s phone, which then shows that it was deleted. It cannot take back what was read."
    override val deleteKeptText = "Its sealed copy at the relay goes too."
    override val deleteHere = "Delete here"
    override val deleteForEveryone = "Delete for everyone"
    override val doNotDelete = "Do not delete"
}
