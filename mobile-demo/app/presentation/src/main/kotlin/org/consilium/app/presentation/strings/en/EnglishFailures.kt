package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.strings.FailureStrings
import org.consilium.app.presentation.strings.seconds

object EnglishFailures : FailureStrings {
    override fun code(code: String) = "Code $code"

    override fun text(failure: Failure): String = when (failure.code) {
        FailureCode.PIN_REFUSED -> pin(failure.pin)
        FailureCode.PIN_WRONG -> EnglishPin.wrong(failure.triesLeft)
        FailureCode.PIN_WAIT -> EnglishPin.wait(seconds(failure.waitMs))
        FailureCode.PIN_CLOSED -> "PIN entry is closed after ten wrong PINs. Enter your recovery code."
        FailureCode.PIN_DUE -> "Open it with your PIN now: it is asked for every 7 days, and after a restart."
        FailureCode.NOT_RECOGNISED -> "Not recognised. Try again, or use your PIN."
        FailureCode.NO_BIOMETRICS -> "Fingerprint or face cannot be used on this phone now. Your PIN opens the app."
        FailureCode.PINS_DIFFER -> "The two PINs differ. Choose again."
        FailureCode.RECOVERY_MISTYPED -> "This is not a recovery code. Compare it with your paper: 34 letters and digits."
        FailureCode.RECOVERY_WRONG -> "This recovery code belongs to another account. Nothing was changed."
        FailureCode.RECOVERY_GROUPS -> "These are not the groups of your code. Look at your paper again."
        FailureCode.RECOVERY_GONE -> "The recovery code was confirmed and is only on your paper now."
        FailureCode.PHONE_NUMBER -> "This is not a phone number. Write it with its country, for example +31 6 12345678."
        FailureCode.TEXT_LENGTH -> "This message is empty or too long. It is kept here; shorten it, or send two."
        FailureCode.NAME_LENGTH -> en(failure.limit, "At most 1 character.", "At most # characters.")
        FailureCode.NAME_EMPTY -> "Colleagues need a name to know you by."
        else -> people(failure)
    }

    private fun pin(reason: PinReason?) = when (reason) {
        PinReason.TOO_FEW_DIGITS -> "Too short: use at least 6 digits."
        PinReason.TOO_SHORT -> "Too short: use at least 8 characters, or 6 digits."
        PinReason.TOO_LONG -> "Too long: use at most 256 characters."
        PinReason.REPEATS -> "Easy to guess: it repeats itself. Choose another."
        PinReason.RUN -> "Easy to guess: it is a run, it counts up or down. Choose another."
        PinReason.DATE -> "Easy to guess: it looks like a year or a date. Choose another."
        PinReason.KEY_PATTERN -> "Easy to guess: it is a pattern on the keys. Choose another."
        PinReason.COMMON, null -> "Easy to guess: many people choose it. Choose another."
    }

    private fun people(failure: Failure) = when (failure.code) {
        FailureCode.UNKNOWN_CONTACT -> "This contact is not known on this phone any more."
        FailureCode.UNKNOWN_CONVERSATION -> "This conversation is not on this phone any more."
        FailureCode.UNKNOWN_MESSAGE -> "This message is no longer on this phone."
        FailureCode.BLOCKED -> "Not sent: you blocked this contact. Unblock it to write."
        FailureCode.NEW_KEY -> "Not sent: this contact’s key changed. Check it first."
        FailureCode.FORK -> "Not sent: this account’s keys were copied or forged. Talk to the person another way."
        FailureCode.NOT_YOURS -> "Only a text that you wrote can be changed or deleted for everyone."
        FailureCode.NOTHING_TO_DO -> "There is nothing to do for this any more."
        FailureCode.IMPORT_UNREADABLE -> "This file cannot be read. Choose another one, or export your contacts as vCard (.vcf) or CSV."
        FailureCode.IMPORT_TOO_LARGE -> "This file is larger than 64 MB. Export the contacts without pictures, or in parts."
        FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK -> "This is not an address book. Export your contacts as vCard (.vcf) or CSV, and choose that file."
        FailureCode.IMPORT_NO_NUMBERS -> "There is no phone number in this file. Export contacts with their numbers."
        FailureCode.PICTURE_UNREADABLE -> "This picture cannot be read. Choose a PNG or JPEG."
        else -> relay(failure)
    }

    private fun relay(failure: Failure) = when (failure.code) {
        FailureCode.OFFLINE -> "The relay cannot be reached. Nothing is lost: what you wrote is kept here. Try again when you are online."
        FailureCode.TLS_PIN -> "The relay’s certificate is not the pinned one. Nothing was sent. Try another network, or tell your admin: code TLS-PIN."
        FailureCode.RELAY_REFUSED -> refused(failure.refusal)
        FailureCode.RELAY_LATER -> later(seconds(failure.waitMs))
        FailureCode.RELAY_PROTOCOL -> "The relay’s answer makes no sense. Nothing was changed. Tell your admin."
        FailureCode.CLOCK -> "This phone’s clock is over a day off. Set it right; nothing is sent until then."
        FailureCode.SIGNED_OUT -> "This phone is no longer part of the account. Make your account again with the recovery code."
        FailureCode.REGISTRATION_UNCONFIRMED ->
            "The relay’s answer did not come: your account may exist already. Nothing is lost, all keys are on this phone. Open it with your PIN to find out."
        FailureCode.NOT_REGISTERED -> "The registration did not reach the relay. Erase this phone under You, and create the account again."
        FailureCode.REPLACED ->
            "A copy of this phone took the line to the relay. If you know of none, make your account again with the recovery code."
        else -> device(failure.code)
    }

    private fun refused(reason: RefusalReason) = when (reason) {
        RefusalReason.CODE_WRONG -> "That is not the code of the SMS. Look again."
        RefusalReason.CODE_EXPIRED -> "This code has expired or was tried too often. Ask for another."
        RefusalReason.NOT_ALLOWED -> "The relay does not allow this phone to do that. Nothing was changed."
        RefusalReason.RELAY_TOO_OLD -> "The relay is older than this app and does not know this request. Tell your admin."
        RefusalReason.OTHER -> "The relay refused. Nothing was changed. Try again, or tell your admin."
    }

    private fun later(seconds: Int) =
        en(seconds, "The relay is busy. Try again in 1 second.", "The relay is busy. Try again in # seconds.")

    private fun device(code: FailureCode) = when (code) {
        FailureCode.LOCKED -> "The app is locked. Open it with your PIN."
        FailureCode.NO_ACCOUNT -> "There is no account on this phone yet."
        FailureCode.ACCOUNT_EXISTS -> "This phone has an account already. Open it with its PIN."
        FailureCode.IN_USE -> "Consilium is open already. Close it there first."
        FailureCode.KEYSTORE -> "This phone’s keystore does not answer. Restart the phone."
        FailureCode.MEMORY -> "Not enough memory to check the PIN. Close other apps and try again."
        FailureCode.STORAGE -> "This phone’s storage failed or is full. Make room, then try again."
        FailureCode.DAMAGED -> "The data on this phone are damaged. Make your account again with the recovery code."
        FailureCode.NEWER_DATA -> "These data were written by a newer app. Update this one."
        FailureCode.CANCELLED -> "Stopped. Nothing was changed."
        else -> "A fault in this app. What was stored is safe. Start it again; if it comes back, share your diagnostics."
    }
}
