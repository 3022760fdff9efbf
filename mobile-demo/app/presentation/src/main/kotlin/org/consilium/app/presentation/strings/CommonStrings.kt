package org.consilium.app.presentation.strings

import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Urgency

/** Words that many screens use. */
interface CommonStrings {
    val back: String
    val close: String
    val cancel: String

    /** The button that leads on. */
    val next: String
    val save: String
    val loading: String

    /** On a button whose call is under way. */
    val working: String
    val clear: String

    /** A person who has no name here. */
    val nobody: String
    val you: String
    val kept: String
    val compared: String
    val today: String
    val yesterday: String
    val and: String
    fun tab(tab: Tab): String
    fun urgency(urgency: Urgency): String
    fun dial(dial: Dial): String
    fun done(what: DoneWhat): String
}

/** The strip about the line to the relay, alarms, and the move of the number. */
interface LineStrings {
    fun offline(since: String): String
    val connecting: String
    val stopped: String
    val notTrusted: String
    val replaced: String
    val clockOff: String
    fun waiting(count: Int): String
    val tryNow: String
    fun alarm(alarm: Alarm): String
    fun numberMoves(at: String): String
    val keepNumber: String
    val letMove: String
}

/** Why something failed, in words for the person who has to act. */
interface FailureStrings {
    /** What happened, what is safe, what to do. */
    fun text(failure: Failure): String

    /** For support: `Code TLS-PIN`. */
    fun code(code: String): String
}
