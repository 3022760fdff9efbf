package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.CommonStrings
import org.consilium.app.presentation.strings.LineStrings
import org.consilium.app.presentation.strings.b

object EnglishCommon : CommonStrings {
    override val back = "Back"
    override val close = "Close"
    override val cancel = "Cancel"
    override val next = "Continue"
    override val save = "Save"
    override val loading = "Loading"
    override val working = "One moment…"
    override val clear = "Clear"
    override val nobody = "No name yet"
    override val you = "You"
    override val kept = "Kept"
    override val compared = "Safety number compared"
    override val today = "Today"
    override val yesterday = "Yesterday"
    override val and = ", "

    override fun tab(tab: Tab) = when (tab) {
        Tab.CONVERSATIONS -> "Conversations"
        Tab.COLLEAGUES -> "Colleagues"
        Tab.YOU -> "You"
    }

    override fun urgency(urgency: Urgency) = when (urgency) {
        Urgency.ROUTINE -> "Routine"
        Urgency.SOON -> "Soon"
        Urgency.URGENT -> "Urgent"
    }

    override fun dial(dial: Dial) = when (dial) {
        Dial.WAITING -> "Waiting"
        Dial.AT_RELAY -> "At the relay"
        Dial.DELIVERED -> "Delivered"
        Dial.READ -> "Read"
        Dial.NOT_SENT -> "Not sent"
    }

    override fun done(what: DoneWhat) = when (what) {
        DoneWhat.PROFILE_SAVED -> "Saved. Colleagues see it with your next message to them."
        DoneWhat.PIN_CHANGED -> "PIN changed. The old one no longer opens this phone."
        DoneWhat.PIN_REOPENED -> "The code was right. You have ten more tries at your PIN."
        DoneWhat.RECOVERY_CONFIRMED -> "Recovery code confirmed. It is only on your paper now."
        DoneWhat.COMPARED -> "Marked as compared."
        DoneWhat.BLOCKED -> "Blocked. Nothing of theirs is shown or answered."
        DoneWhat.UNBLOCKED -> "No longer blocked. What was sent meanwhile is not shown."
        DoneWhat.DELETED_HERE -> "Deleted on this phone."
        DoneWhat.DELETED_FOR_EVERYONE -> "Deleted for everyone."
        DoneWhat.KEPT -> "Kept. Nothing here is deleted by itself now."
        DoneWhat.NO_LONGER_KEPT -> "No longer kept. Messages go 30 days after they were written."
        DoneWhat.REQUEST_DECLINED -> "Declined. Their messages are deleted here, and nothing was answered."
        DoneWhat.NUMBER_MOVE_REFUSED -> "Refused. Your number stays with this account."
        DoneWhat.NUMBER_MOVE_ALLOWED -> "Your number may move. This account stays, without it."
        DoneWhat.DISCOVERABLE -> "Colleagues who have your number can find you now."
        DoneWhat.NOT_DISCOVERABLE -> "Nobody can find you by your number any more."
        DoneWhat.TEXT_COPIED -> "Copied. Other apps on this phone can read it."
    }
}

object EnglishLine : LineStrings {
    override fun offline(since: String) = b("Offline since $since.")
    override val connecting = "Connecting…"
    override val stopped = b("Not connected.")
    override val notTrusted =
        b("Nothing was sent.") +
            " The relay’s certificate is not the pinned one. Try another network, or tell your admin: code TLS-PIN."
    override val replaced =
        b("A copy of this phone is connected.") + " If you know of none, its data were stolen: make your account again with the recovery code."
    override val clockOff =
        b("Nothing is sent.") + " This phone’s clock is over a day off. Set it right; then messages leave by themselves."

    override fun waiting(count: Int) =
        en(count, "1 message waits here and goes out by itself.", "# messages wait here and go out by themselves.")

    override val tryNow = "Try now"

    override fun alarm(alarm: Alarm) = when (alarm) {
        Alarm.FOREIGN_PREKEY ->
            b("A key of this phone was copied.") +
                " The relay hands out a key that this phone never made. Make your account again with the recovery code, and tell your admin."
        Alarm.ERASURE_WAITS ->
            b("This phone’s clock jumped.") +
                " Nothing is deleted until the relay confirms the time. You need do nothing."
    }

    override fun numberMoves(at: String) =
        b("Another account asked for your phone number.") +
            " It moves on $at unless you refuse. If that was not you, refuse."

    override val keepNumber = "Refuse, keep my number"
    override val letMove = "Let it move"
}
