package org.consilium.app.presentation.mapping

import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.ffi.ClientException
import org.consilium.ffi.PinRule
import org.consilium.ffi.Refusal

/** A failed call as the app words it. */
internal fun ClientException.toFailure(): Failure {
    val code = FailureCode.of(code())
    return when (this) {
        is ClientException.PinRefused -> Failure(code, pin = rule.toReason())
        is ClientException.WrongPin -> Failure(code, triesLeft = triesLeft.toInt(), waitMs = waitMs.toLong())
        is ClientException.PinWait -> Failure(code, waitMs = waitMs.toLong())
        is ClientException.TextLength -> Failure(code, limit = limit.toInt())
        is ClientException.NameLength -> Failure(code, limit = limit.toInt())
        is ClientException.RelayLater -> Failure(code, waitMs = retryAfterMs.toLong())
        is ClientException.RelayRefused -> Failure(code, refusal = refusal.toReason())
        else -> Failure(code)
    }
}

private fun PinRule.toReason(): PinReason = when (this) {
    PinRule.TOO_FEW_DIGITS -> PinReason.TOO_FEW_DIGITS
    PinRule.TOO_SHORT -> PinReason.TOO_SHORT
    PinRule.TOO_LONG -> PinReason.TOO_LONG
    PinRule.REPEATS -> PinReason.REPEATS
    PinRule.RUN -> PinReason.RUN
    PinRule.DATE -> PinReason.DATE
    PinRule.KEY_PATTERN -> PinReason.KEY_PATTERN
    PinRule.COMMON -> PinReason.COMMON
}

private fun Refusal.toReason(): RefusalReason = when (this) {
    Refusal.CODE_WRONG -> RefusalReason.CODE_WRONG
    Refusal.CODE_EXPIRED -> RefusalReason.CODE_EXPIRED
    Refusal.NOT_ALLOWED -> RefusalReason.NOT_ALLOWED
    Refusal.RELAY_TOO_OLD -> RefusalReason.RELAY_TOO_OLD
    Refusal.INPUT, Refusal.NOT_NOW, Refusal.EXISTS, Refusal.MISSING -> RefusalReason.OTHER
}
