package org.consilium.app.presentation.strings

import org.consilium.app.presentation.state.LockReason

/** Before there is an account. */
interface SignUpStrings {
    val welcomeTitle: String
    val welcomeText: String
    fun relay(name: String): String
    val create: String
    val makeAgain: String
    val languageLabel: String
    fun step(position: Int, of: Int): String

    val numberTitle: String
    val numberWhy: String
    val numberLabel: String
    val numberHint: String
    val sendCode: String

    val codeTitle: String
    fun codeSent(number: String): String
    val codeLabel: String
    fun resendIn(seconds: Int): String
    val resend: String

    val profileTitle: String
    val profileText: String
    val nameLabel: String
    val professionLabel: String
    val professionHint: String

    val pinTitle: String
    val pinRuleLength: String
    val pinRuleEasy: String
    val pinRuleReset: String
    val pinAgain: String

    val writeTitle: String
    val writeText: String
    val writeWarning: String
    val written: String
    val codeDescription: String
    val typeBackTitle: String
    val typeBackText: String
    fun group(number: Int): String
    val showAgain: String
    val later: String

    val recoverTitle: String
    val recoverText: String
    val recoverLabel: String
    val recoverHint: String
}

/** PIN entry. */
interface PinStrings {
    val title: String

    /** Empty if there is nothing to say. */
    fun reason(reason: LockReason): String
    fun wrong(triesLeft: Int): String
    fun wait(seconds: Int): String
    val open: String
    val checking: String
    val deleteDigit: String
    fun entered(count: Int): String
    val useWords: String
    val useDigits: String
    val wordsLabel: String
    val showTyped: String
    val hideTyped: String
    val useBiometrics: String
    val pinDue: String
    val forgot: String
    val forgotTitle: String
    val forgotText: String
    val eraseAndMakeAgain: String
    val doNotErase: String
    val closedTitle: String
    val closedText: String
    val closedSubmit: String
    val confirmEraseTitle: String
    val confirmEraseText: String
}
