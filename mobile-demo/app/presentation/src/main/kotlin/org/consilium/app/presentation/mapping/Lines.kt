package org.consilium.app.presentation.mapping

import org.consilium.app.presentation.state.Biometrics
import org.consilium.app.presentation.state.Line
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.NumberMove
import org.consilium.ffi.Connection
import org.consilium.ffi.Status

/** The status as the strip below a heading says it. */
internal fun Status.toLine(): Line = Line(
    state = if (clockRefused) LineState.ClockOff else connection.toState(),
    waiting = waiting.toInt(),
)

private fun Connection.toState(): LineState = when (this) {
    Connection.Stopped -> LineState.Stopped
    Connection.Connecting -> LineState.Connecting
    Connection.Online -> LineState.Online
    is Connection.Offline -> LineState.Offline(since.ms)
    Connection.NotTrusted -> LineState.NotTrusted
    Connection.Replaced -> LineState.Replaced
}

/** The pending move of the own number, if there is one. */
internal fun Status.toNumberMove(busy: Boolean): NumberMove? = numberLeavesAt?.let { NumberMove(it.ms, busy) }

/** What the PIN screen offers in place of the PIN. */
internal fun org.consilium.ffi.Biometrics.toState(): Biometrics = when (this) {
    org.consilium.ffi.Biometrics.NONE, org.consilium.ffi.Biometrics.OFF -> Biometrics.OFF
    org.consilium.ffi.Biometrics.READY -> Biometrics.READY
    org.consilium.ffi.Biometrics.PIN_DUE -> Biometrics.PIN_DUE
}
