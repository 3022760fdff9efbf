package org.consilium.app.presentation.state

/** The first screen of an installation without an account. */
data class Welcome(val relayName: String) : Screen

/**
 * Sign-up, or making a lost account again with its recovery code.
 *
 * @property busy a call is under way: the button says so and does nothing.
 */
data class SignUp(
    val goal: SignUpGoal,
    val step: SignUpStep,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen {
    /** Which step this is, counted from 1. */
    val position: Int get() = step.order(goal)

    /** How many steps there are. */
    val steps: Int get() = if (goal == SignUpGoal.NEW) 5 else 6
}

/** What a [SignUp] is for. */
enum class SignUpGoal { NEW, RECOVER }

/** One page of sign-up. */
sealed interface SignUpStep {
    /** *Recover* only: the code from the paper. */
    data class RecoveryCode(val typed: String = "") : SignUpStep

    /** The number, as typed. */
    data class Number(val typed: String = "") : SignUpStep

    /**
     * The code that came by SMS.
     *
     * @property number as it was understood, E.164.
     * @property resendInS seconds until another can be asked for; 0 for now.
     */
    data class Code(val number: String, val typed: String = "", val resendInS: Int = 0) : SignUpStep

    data class Profile(val name: String = "", val profession: String = "") : SignUpStep

    /**
     * The first PIN, entered once and then again. The PIN itself is never in a state.
     *
     * @property length characters entered so far.
     * @property words whether a text field is shown in place of the pad.
     */
    data class NewPin(val repeat: Boolean = false, val length: Int = 0, val words: Boolean = false) : SignUpStep

    /** The recovery code, to be written down. */
    data class WriteDown(val groups: List<String>) : SignUpStep

    /** Two groups of it, typed back; [first] and [second] are counted from 1. */
    data class TypeBack(
        val first: Int,
        val second: Int,
        val typedFirst: String = "",
        val typedSecond: String = "",
    ) : SignUpStep
}

private fun SignUpStep.order(goal: SignUpGoal): Int {
    val recover = if (goal == SignUpGoal.RECOVER) 1 else 0
    return when (this) {
        is SignUpStep.RecoveryCode -> 1
        is SignUpStep.Number -> 1 + recover
        is SignUpStep.Code -> 2 + recover
        is SignUpStep.Profile -> 3 + recover
        is SignUpStep.NewPin -> 4 + recover
        is SignUpStep.WriteDown, is SignUpStep.TypeBack -> 5 + recover
    }
}

/**
 * PIN entry: nothing about the owner, no names, no counts.
 *
 * @property length characters entered so far; the PIN itself is never in a state.
 * @property words whether a text field is shown in place of the pad.
 * @property triesLeft shown once a PIN was wrong.
 * @property waitS seconds until the next try; 0 for none.
 * @property biometrics whether a finger or face opens the app too.
 */
data class PinEntry(
    val reason: LockReason = LockReason.Opened,
    val length: Int = 0,
    val words: Boolean = false,
    val triesLeft: Int = 10,
    val wrong: Boolean = false,
    val waitS: Int = 0,
    val busy: Boolean = false,
    val failure: Failure? = null,
    val biometrics: Biometrics = Biometrics.OFF,
    /** Explains that nobody can reset it. */
    val forgot: Boolean = false,
    /** Asks before this installation is erased. */
    val confirmErase: Boolean = false,
) : Screen

/** Whether a finger or face can open the app in place of the PIN. */
enum class Biometrics {
    OFF,
    READY,

    /** They are on, but the PIN is asked for now, as it is every seven days. */
    PIN_DUE,
}

/** Why the app is locked. */
sealed interface LockReason {
    /** The app was just opened. */
    data object Opened : LockReason
    data object ByHand : LockReason
    data class ByTime(val minutes: Int) : LockReason
}

/**
 * Ten wrong PINs: entry is closed until the recovery code is entered.
 */
data class PinClosed(
    val typed: String = "",
    val busy: Boolean = false,
    val failure: Failure? = null,
    val confirmErase: Boolean = false,
) : Screen
