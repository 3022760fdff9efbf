package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.strings.AccountStrings
import org.consilium.app.presentation.strings.YouStrings
import org.consilium.app.presentation.strings.b

object EnglishYou : YouStrings {
    override val title = "You"
    override val editProfile = "Change name and profession"
    override val profileText = "People you write to see this. It is what you say of yourself."
    override val lockNow = "Lock now"
    override val safetySection = "Safety"
    override val appSection = "App"
    override val accountSection = "Account"

    override val devices = "Devices"
    override fun deviceCount(count: Int) = en(count, "1 device", "# devices")
    override val devicesText = "Every message to you is sealed for each of these. One that is not yours? Make your account again with the recovery code: all others are out then."
    override val thisDevice = "This phone"
    override val aDevice = "Another device"
    override fun deviceSince(date: String) = "Since $date"

    override val privacy = "Privacy"
    override val canBeFound = "Can be found by number"
    override val cannotBeFound = "Cannot be found by number"
    override val discoverTitle = "Let colleagues find me by my number"
    override val discoverText = "Off unless you switch it on. Then whoever has your number in their address book sees that you are here; your name is not shown to them until you write."
    override val numberSection = "Your phone number"
    override val numberText = "Only you and your relay know it. It is kept encrypted there."
    override fun numberArrives(at: String) = "This number still belongs to another account. It moves to you on $at unless that account refuses."
    override val blockedSection = "Blocked"
    override val blockedNone = "You have blocked nobody."

    override val look = "Language, theme, text size"
    override val language = "Language"
    override val theme = "Theme"
    override fun themeChoice(theme: ThemeChoice) = when (theme) {
        ThemeChoice.SYSTEM -> "As the phone"
        ThemeChoice.LIGHT -> "Light"
        ThemeChoice.DARK -> "Dark"
    }

    override val textSize = "Text size"
    override fun textScale(scale: TextScale) = "${scale.percent} %"
    override val sample = "Bed 12 is stable. ECG follows."

    override val lock = "Lock and PIN"
    override fun minutes(count: Int) = en(count, "1 minute", "# minutes")
    override val lockText = "The app locks itself after this long without use, at most an hour. Locked, it shows nothing and its keys are gone from memory."
    override val lockAfter = "Lock after"
    override val biometrics = "Fingerprint or face"
    override val biometricsText = "Opens the app in place of the PIN. The PIN is still asked for every 7 days, and after a restart."
    override val changePin = "Change PIN"
    override val oldPin = "Enter your current PIN"
    override val newPin = "Choose a new PIN"
    override val newPinAgain = "Enter the new PIN again"

    override val recovery = "Recovery code"
    override val recoveryOnPaper = "On your paper"
    override val recoveryNotYet = "Not confirmed yet"
    override val recoveryOnPaperText = "You confirmed it, and it was erased from this phone. It is only on your paper. If the paper is lost, nobody can tell you the code; this phone keeps working."
    override val recoveryShownText = "Write it on paper and keep the paper away from this phone. Then type two groups back."
    override val confirm = "Confirm"

    override val notes = "Notes to yourself"
    override val diagnostics = "Diagnostics"
    override val diagnosticsText = "Read it before you share it. It holds states, counts and codes; no name, number, text or key. It is in English, for support."
    override val saveReport = "Save as a file"
    override val copyReport = "Copy"
    override val reportSaved = "Saved. Nobody gets it unless you send it."
}

object EnglishAccount : AccountStrings {
    override val about = "About and licences"
    override fun version(version: String) = "Version $version"
    override fun relay(name: String) = "Relay: $name"
    override val aboutText = "Consilium is free software. Anyone may read how it works, check it and run it."
    override val ownLicence = "Licence of Consilium"
    override val components = "It contains"
    override val licence = "Licence"

    override val goneForGood = "Gone for good"
    override val stays = "Stays"
    override val notKnown = "Not known"
    override val understand = "I understand that this cannot be undone"

    override val erase = "Erase this phone"
    override val eraseTitle = "Erase Consilium on this phone"
    override val eraseGone = "All messages, contacts and keys on this phone."
    override val eraseStays = "Your account at the relay. With the recovery code you make it again on any phone; safety numbers stay."
    override val eraseNoCode = b("Your recovery code is not confirmed.") + " If you did not write it down, you lose the account too."
    override val eraseButton = "Erase"
    override val doNotErase = "Do not erase"

    override val delete = "Delete my account"
    override val deleteTitle = "Delete your account"
    override val deleteGone = "Your account, your number at the relay, what waits for you there, what you kept, and everything on this phone."
    override val deleteStays = "What others received from you, for up to 30 days or as long as they keep it."
    override val deleteNotKnown = "Whether somebody copied what they read."
    override val deleteButton = "Delete account"
    override val doNotDelete = "Do not delete"

    override val signedOutTitle = "This phone is no longer part of the account"
    override val signedOutText = "The account was made again on another phone, or deleted. What is on this phone can no longer be used to write. If that was not you, make your account again with the recovery code at once."
    override val signedOutErase = "Erase this phone"
    override val erasedTitle = "Erased"
    override val erasedText = "All messages, contacts and keys of Consilium on this phone are gone. The account still exists at the relay. If you found this phone, please return it to its organisation."
    override val deletedTitle = "Account deleted"
    override val deletedText = "The account and everything on this phone are gone. What others received goes after 30 days, unless they keep it."
    override val startAgain = "Set up again"
}
