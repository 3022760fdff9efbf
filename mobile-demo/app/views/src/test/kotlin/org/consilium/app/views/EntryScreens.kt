package org.consilium.app.views

import org.consilium.app.presentation.state.Erased
import org.consilium.app.presentation.state.Biometrics
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.presentation.state.SignedOut
import org.consilium.app.presentation.state.Starting
import org.consilium.app.presentation.state.Welcome

/** Every state before the app is open, by name. */
fun entryScreens(samples: Samples): Map<String, Screen> = signUpScreens(samples) + pinScreens()

private fun signUpScreens(samples: Samples): Map<String, Screen> = mapOf(
    "starting" to Starting,
    "welcome" to Welcome("relay.northbank.example"),
    "signup-number" to new(SignUpStep.Number()),
    "signup-number-wrong" to new(SignUpStep.Number("12345"), Failure(FailureCode.PHONE_NUMBER)),
    "signup-number-offline" to new(SignUpStep.Number("+31 6 12345678"), Failure(FailureCode.OFFLINE)),
    "signup-code" to new(SignUpStep.Code("+31612345678", "", resendInS = 42)),
    "signup-code-wrong" to new(
        SignUpStep.Code("+31612345678", "123456"),
        Failure(FailureCode.RELAY_REFUSED, refusal = RefusalReason.CODE_WRONG),
    ),
    "signup-profile" to new(SignUpStep.Profile(samples.amina, samples.herProfession)),
    "signup-profile-empty" to new(SignUpStep.Profile(), Failure(FailureCode.NAME_EMPTY)),
    "signup-pin" to new(SignUpStep.NewPin(length = 4)),
    "signup-pin-refused" to new(SignUpStep.NewPin(), Failure(FailureCode.PIN_REFUSED, pin = PinReason.DATE)),
    "signup-pin-words" to new(SignUpStep.NewPin(length = 9, words = true)),
    "signup-pin-repeat" to new(SignUpStep.NewPin(repeat = true, length = 6)),
    "signup-pin-busy" to SignUp(SignUpGoal.NEW, SignUpStep.NewPin(repeat = true, length = 6), busy = true),
    "signup-recovery-code" to new(SignUpStep.WriteDown(RECOVERY_GROUPS)),
    "signup-type-back" to new(SignUpStep.TypeBack(3, 7, "04HT", "")),
    "signup-type-back-wrong" to new(SignUpStep.TypeBack(3, 7, "04HT", "PAV8"), Failure(FailureCode.RECOVERY_GROUPS)),
    "recover-code" to SignUp(SignUpGoal.RECOVER, SignUpStep.RecoveryCode("7K2M 9QXD 04HT")),
    "recover-code-wrong" to
        SignUp(SignUpGoal.RECOVER, SignUpStep.RecoveryCode("7K2M"), failure = Failure(FailureCode.RECOVERY_MISTYPED)),
    "recover-number" to SignUp(SignUpGoal.RECOVER, SignUpStep.Number("+31 6 12345678"), busy = true),
)

private fun new(step: SignUpStep, failure: Failure? = null) = SignUp(SignUpGoal.NEW, step, failure = failure)

private fun pinScreens(): Map<String, Screen> = mapOf(
    "pin" to PinEntry(LockReason.ByTime(15)),
    "pin-wrong" to PinEntry(LockReason.ByTime(15), length = 0, wrong = true, triesLeft = 8),
    "pin-last-try" to PinEntry(LockReason.ByHand, length = 4, wrong = true, triesLeft = 1),
    "pin-wait" to PinEntry(LockReason.ByHand, wrong = true, triesLeft = 6, waitS = 30),
    "pin-busy" to PinEntry(length = 6, busy = true),
    "pin-words" to PinEntry(length = 12, words = true),
    "pin-biometrics" to PinEntry(LockReason.ByHand, biometrics = Biometrics.READY),
    "pin-not-recognised" to PinEntry(
        LockReason.ByHand,
        biometrics = Biometrics.READY,
        failure = Failure(FailureCode.NOT_RECOGNISED),
    ),
    "pin-due" to PinEntry(biometrics = Biometrics.PIN_DUE),
    "pin-damaged" to PinEntry(failure = Failure(FailureCode.DAMAGED)),
    "pin-forgot" to PinEntry(LockReason.ByHand, forgot = true),
    "pin-confirm-erase" to PinEntry(LockReason.ByHand, confirmErase = true),
    "pin-closed" to PinClosed(),
    "pin-closed-wrong" to PinClosed("7K2M", failure = Failure(FailureCode.RECOVERY_WRONG)),
    "pin-closed-erase" to PinClosed(confirmErase = true),
    "signed-out" to SignedOut(),
    "erased" to Erased(accountDeleted = false),
    "account-deleted" to Erased(accountDeleted = true),
)
