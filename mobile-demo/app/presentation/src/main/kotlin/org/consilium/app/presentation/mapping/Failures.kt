package org.consilium.app.presentation.mapping

import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.ffi.ClientException

/** A failed call as the app words it. */
internal fun ClientException.toFailure(): Failure {
    val code = FailureCode.of(code())
    return when (this) {
        is ClientException.PinRefused -> Failure(code, pin = pinReason(reason))
        is ClientException.WrongPin -> Failure(code, triesLeft = triesLeft.toInt(), waitMs = waitMs.toLong())
        is ClientException.PinWait -> Failure(code, waitMs = waitMs.toLong())
        is ClientException.TextLength -> Failure(code, limit = limit.toInt())
        is ClientException.NameLength -> Failure(code, limit = limit.toInt())
        is ClientException.RelayLater -> Failure(code, waitMs = retryAfterMs.toLong())
        is ClientException.RelayRefused -> Failure(code, refusal = refusal(reason))
        else -> Failure(code)
    }
}

/** The core says why in a few English words; each reason is known by some of them. */
internal fun pinReason(words: String): PinReason =
    PIN_WORDS.firstOrNull { (part, _) -> part in words }?.second ?: PinReason.COMMON

private fun refusal(words: String): RefusalReason =
    REFUSAL_WORDS.firstOrNull { (part, _) -> part in words }?.second ?: RefusalReason.OTHER

private val PIN_WORDS = listOf(
    "characters, or" to PinReason.TOO_SHORT,
    "too short" to PinReason.TOO_FEW_DIGITS,
    "too long" to PinReason.TOO_LONG,
    "repeats itself" to PinReason.REPEATS,
    "counts up or down" to PinReason.RUN,
    "a date or a year" to PinReason.DATE,
    "a pattern on the keys" to PinReason.KEY_PATTERN,
)

private val REFUSAL_WORDS = listOf(
    "the code is wrong" to RefusalReason.CODE_WRONG,
    "the code has expired" to RefusalReason.CODE_EXPIRED,
    "this device may not do that" to RefusalReason.NOT_ALLOWED,
    "the relay is older than the app" to RefusalReason.RELAY_TOO_OLD,
)
