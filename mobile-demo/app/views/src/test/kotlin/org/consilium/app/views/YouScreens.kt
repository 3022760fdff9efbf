package org.consilium.app.views

import org.consilium.app.presentation.state.About
import org.consilium.app.presentation.state.ChangePin
import org.consilium.app.presentation.state.ChangePinStep
import org.consilium.app.presentation.state.Component
import org.consilium.app.presentation.state.DeleteAccount
import org.consilium.app.presentation.state.DeviceRow
import org.consilium.app.presentation.state.Devices
import org.consilium.app.presentation.state.Diagnostics
import org.consilium.app.presentation.state.EditProfile
import org.consilium.app.presentation.state.EraseDevice
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.LicenceText
import org.consilium.app.presentation.state.LockSettings
import org.consilium.app.presentation.state.LookAndLanguage
import org.consilium.app.presentation.state.NumberMove
import org.consilium.app.presentation.state.PersonRow
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.presentation.state.RecoveryCode
import org.consilium.app.presentation.state.RecoveryStep
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.You

private const val NUMBER = "+31612345678"

/** Every state of the owner's pages, by name. */
fun youScreens(samples: Samples): Map<String, Screen> =
    ownPages(samples) + settings(samples) + lastPages()

private fun ownPages(samples: Samples): Map<String, Screen> {
    val you = You(samples.amina, samples.herProfession, NUMBER, lockMinutes = 15)
    return mapOf(
        "you" to you,
        "you-open-recovery" to you.copy(
            recoveryConfirmed = false,
            discoverable = true,
            numberMove = NumberMove(NOW_MS + 20 * HOUR, busy = true),
        ),
        "you-profile" to EditProfile(samples.amina, samples.herProfession),
        "you-profile-long" to EditProfile(samples.longName, "", failure = Failure(FailureCode.NAME_LENGTH, limit = 128)),
        "you-devices" to Devices(
            listOf(
                DeviceRow("d1", "Fairphone 5", thisOne = true, sinceMs = NOW_MS - 40 * DAY),
                DeviceRow("d2", "", thisOne = false, sinceMs = NOW_MS - 400 * DAY),
            ),
        ),
    )
}

private fun settings(samples: Samples): Map<String, Screen> = mapOf(
    "you-privacy" to Privacy(NUMBER, discoverable = false),
    "you-privacy-found" to Privacy(
        NUMBER,
        discoverable = true,
        numberMove = NumberMove(NOW_MS + 20 * HOUR),
        numberArrivesAtMs = NOW_MS + DAY,
        blocked = listOf(PersonRow("a5", samples.ines, blocked = true)),
        failure = Failure(FailureCode.RELAY_LATER, waitMs = 42_000),
    ),
    "you-look" to LookAndLanguage,
    "you-lock" to LockSettings(15),
    "you-lock-biometrics" to LockSettings(15, biometrics = true),
    "you-lock-no-biometrics" to LockSettings(15, biometrics = false, failure = Failure(FailureCode.NO_BIOMETRICS)),
    "you-change-pin" to ChangePin(length = 3),
    "you-change-pin-new" to ChangePin(
        ChangePinStep.NEW,
        failure = Failure(FailureCode.PIN_REFUSED, pin = PinReason.RUN),
    ),
    "you-change-pin-repeat" to ChangePin(ChangePinStep.REPEAT, words = true),
    "you-recovery-on-paper" to RecoveryCode(RecoveryStep.OnPaper),
    "you-recovery-shown" to RecoveryCode(RecoveryStep.Shown(RECOVERY_GROUPS)),
    "you-recovery-back" to RecoveryCode(RecoveryStep.TypeBack(2, 8), failure = Failure(FailureCode.RECOVERY_GROUPS)),
)

private fun lastPages(): Map<String, Screen> = mapOf(
    "you-diagnostics" to Diagnostics(REPORT),
    "you-diagnostics-saved" to Diagnostics(REPORT, saved = true),
    "you-about" to About(
        "0.1.0",
        "relay.northbank.example",
        listOf(Component("libsodium", "1.0.22", "ISC"), Component("SQLCipher", "4.19.0", "BSD-3-Clause")),
    ),
    "you-licence" to LicenceText("Apache-2.0", "Apache License\nVersion 2.0, January 2004\n\nTERMS AND CONDITIONS"),
    "you-delete" to DeleteAccount(),
    "you-delete-understood" to DeleteAccount(understood = true, failure = Failure(FailureCode.OFFLINE)),
    "you-erase" to EraseDevice(recoveryConfirmed = true, understood = true),
    "you-erase-no-code" to EraseDevice(recoveryConfirmed = false),
)
