package org.consilium.app.presentation.state

/** The line to the relay, for the strip that says so when something stands in the way. */
data class Line(
    val state: LineState = LineState.Online,
    /** Own messages that have not reached the relay. */
    val waiting: Int = 0,
)

/** How the line stands. */
sealed interface LineState {
    data object Online : LineState
    data object Connecting : LineState

    /** Not asked to connect. */
    data object Stopped : LineState
    data class Offline(val sinceMs: Long) : LineState

    /** The certificate is not the pinned one: TLS-PIN. */
    data object NotTrusted : LineState

    /** A copy of this device took the line over; it stays away until asked for again. */
    data object Replaced : LineState

    /** This device's clock is over a day off: nothing is sent. */
    data object ClockOff : LineState
}

/** A request to move the own phone number to another account. */
data class NumberMove(
    /** It moves then, unless refused. */
    val movesAtMs: Long,
    val busy: Boolean = false,
)

/** Alarms about the own account that stay until somebody acts. */
enum class Alarm {
    /** The relay serves a prekey for this device that it did not make. */
    FOREIGN_PREKEY,

    /** The device's clock jumped; erasure waits until the relay confirms the time. */
    ERASURE_WAITS,
}

/** How far an own message has come; the dial. */
enum class Dial { WAITING, AT_RELAY, DELIVERED, READ, NOT_SENT }

/** Why a message waits. */
enum class Wait { QUEUED, NO_PREKEY, MAILBOX_FULL, DEVICE_LOCKED, SLOWED, PAUSED, CLOCK_OFF }

/** How urgent its sender calls a message. */
enum class Urgency { ROUTINE, SOON, URGENT }
