package org.consilium.app.presentation.state

/** The owner's own page. */
data class You(
    val name: String,
    val profession: String = "",
    /** E.164. */
    val number: String,
    val line: Line = Line(),
    val recoveryConfirmed: Boolean = true,
    val discoverable: Boolean = false,
    val lockMinutes: Int = 60,
    val devices: Int = 1,
    val blocked: Int = 0,
    val numberMove: NumberMove? = null,
) : Screen

/** Name and profession, as others are told. */
data class EditProfile(
    val name: String,
    val profession: String,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/** The devices of the account. */
data class Devices(val rows: List<DeviceRow>) : Screen

/** One of them. */
data class DeviceRow(
    val id: String,
    /** What kind it is, for example the system's name for it; empty if not known. */
    val name: String,
    val thisOne: Boolean,
    val sinceMs: Long? = null,
)

/** Being found, and who is blocked. */
data class Privacy(
    val number: String,
    val discoverable: Boolean,
    val busy: Boolean = false,
    val numberMove: NumberMove? = null,
    /** The number arrives at this account then. */
    val numberArrivesAtMs: Long? = null,
    val blocked: List<PersonRow> = emptyList(),
    val failure: Failure? = null,
) : Screen

/** Language, theme and text size; the choice itself is in [AppState.appearance]. */
data object LookAndLanguage : Screen

/**
 * The time until the app locks itself, the PIN, and what may stand in for it.
 *
 * @property biometrics whether a finger or face opens the app too; none if this device has no such
 *   check.
 */
data class LockSettings(
    val minutes: Int,
    val choices: List<Int> = listOf(1, 5, 15, 30, 60),
    val biometrics: Boolean? = null,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/**
 * Changing the PIN. The PINs themselves are never in a state.
 *
 * @property length characters entered so far in this step.
 */
data class ChangePin(
    val step: ChangePinStep = ChangePinStep.OLD,
    val length: Int = 0,
    val words: Boolean = false,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/** Which PIN is asked for. */
enum class ChangePinStep { OLD, NEW, REPEAT }

/** Whether the recovery code was written down; if not, the code and two groups typed back. */
data class RecoveryCode(
    val step: RecoveryStep,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/** Where the recovery code stands. */
sealed interface RecoveryStep {
    /** Confirmed; it is only on paper now. */
    data object OnPaper : RecoveryStep
    data class Shown(val groups: List<String>) : RecoveryStep
    data class TypeBack(
        val first: Int,
        val second: Int,
        val typedFirst: String = "",
        val typedSecond: String = "",
    ) : RecoveryStep
}

/** A report to read before sharing it. Its lines are the core's, in English, for support. */
data class Diagnostics(val report: String, val saved: Boolean = false, val failure: Failure? = null) : Screen

/** What this app is. */
data class About(
    val version: String,
    val relay: String,
    val components: List<Component> = emptyList(),
) : Screen

/** Software that the app contains. */
data class Component(val name: String, val version: String, val licence: String)

/** One licence in full; never translated. */
data class LicenceText(val title: String, val text: String) : Screen

/** Deleting the account at the relay, then this installation. */
data class DeleteAccount(
    val understood: Boolean = false,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/** Erasing this installation; the account stays. */
data class EraseDevice(
    /** The recovery code is on paper: without it the account could not be made again. */
    val recoveryConfirmed: Boolean,
    val understood: Boolean = false,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/** The account is gone at the relay, or this device is no longer in it. */
data class SignedOut(val busy: Boolean = false) : Screen

/** After erasing: what is gone, what is not. No personal name: a stranger may hold the phone. */
data class Erased(val accountDeleted: Boolean) : Screen
