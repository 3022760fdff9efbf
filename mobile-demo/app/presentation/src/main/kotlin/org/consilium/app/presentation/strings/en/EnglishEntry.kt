package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.strings.PinStrings
import org.consilium.app.presentation.strings.SignUpStrings
import org.consilium.app.presentation.strings.b

object EnglishSignUp : SignUpStrings {
    override val welcomeTitle = "Messages between clinicians, closed to everyone else"
    override val welcomeText =
        "What you write is sealed on this phone and opened on your colleague’s. The relay in between cannot read it."
    override fun relay(name: String) = "Relay: $name"
    override val create = "Create an account"
    override val makeAgain = "Make my account again"
    override val languageLabel = "Language"
    override fun step(position: Int, of: Int) = "Step $position of $of"

    override val numberTitle = "Your phone number"
    override val numberWhy =
        "A code by SMS proves that it is yours. Your relay keeps the number, encrypted. Colleagues find you by it only if you allow that later."
    override val numberLabel = "Phone number"
    override val numberHint = "With its country, for example +31 6 12345678"
    override val sendCode = "Send me a code"

    override val codeTitle = "Enter the code"
    override fun codeSent(number: String) = "We sent it by SMS to $number. It is good for ten minutes."
    override val codeLabel = "Six digits"
    override fun resendIn(seconds: Int) = en(seconds, "Another code in 1 second", "Another code in # seconds")
    override val resend = "Send another code"

    override val profileTitle = "Who are you?"
    override val profileText = "People you write to see this. It is what you say of yourself, until an organisation checks your licence."
    override val nameLabel = "Name"
    override val professionLabel = "Profession"
    override val professionHint = "For example: nurse, cardiologist"

    override val pinTitle = "Choose a PIN"
    override val pinRuleLength = "At least 6 digits, or 8 characters of words."
    override val pinRuleEasy = "No year or date, no run, no repeats, no pattern on the keys."
    override val pinRuleReset = "Nobody else can reset it, not even your relay."
    override val pinAgain = "Enter it again"

    override val writeTitle = "Your recovery code"
    override val writeText = "With this code you make your account again if this phone is lost. Write it on paper, and keep the paper away from the phone."
    override val writeWarning = "Whoever has it can take over your account. No screenshot, no e-mail."
    override val written = "I have written it down"
    override val codeDescription = "Recovery code"
    override val typeBackTitle = "Type two groups back"
    override val typeBackText = "Read them from your paper. After that the code is erased from this phone."
    override fun group(number: Int) = "Group $number"
    override val showAgain = "Show the code again"
    override val later = "Do this later"

    override val recoverTitle = "Make your account again"
    override val recoverText = "Your account and its safety numbers stay; your contacts see that you have a new key. Other phones of yours are out. Messages on a lost phone do not come back."
    override val recoverLabel = "Recovery code"
    override val recoverHint = "34 letters and digits from your paper; spaces and hyphens do not matter"
}

object EnglishPin : PinStrings {
    override val title = "Enter your PIN"
    override fun reason(reason: LockReason) = when (reason) {
        LockReason.Opened -> ""
        LockReason.ByHand -> "Locked by you."
        is LockReason.ByTime ->
            en(reason.minutes, "Locked after 1 minute without use.", "Locked after # minutes without use.")
    }

    override fun wrong(triesLeft: Int) =
        b("That PIN was not right.") + " " +
            en(triesLeft, "1 more try, then your recovery code is needed.", "# more tries.") + " Nothing is erased."

    override fun wait(seconds: Int): String {
        val wait = if (seconds < 120) {
            en(seconds, "Wait 1 second", "Wait # seconds")
        } else {
            en((seconds + 59) / 60, "Wait 1 minute", "Wait # minutes")
        }
        return b("$wait,") + " then try again."
    }

    override val open = "Open"
    override val checking = "Checking…"
    override val deleteDigit = "Delete a digit"
    override fun entered(count: Int) =
        en(count, "1 character entered", "# characters entered")

    override val useWords = "Use words"
    override val useDigits = "Use digits"
    override val wordsLabel = "PIN in words"
    override val showTyped = "Show"
    override val hideTyped = "Hide"
    override val useBiometrics = "Use fingerprint or face"
    override val pinDue = "The PIN is asked for every 7 days, and after a restart."
    override val forgot = "Forgot your PIN?"
    override val forgotTitle = "Nobody can reset your PIN"
    override val forgotText = "Not even your relay. With the recovery code from your paper you can make your account again; for that, this phone is erased first. The messages on it are gone then. Your contacts and their safety numbers can be found again."
    override val eraseAndMakeAgain = "Erase…"
    override val doNotErase = "Do not erase"
    override val closedTitle = "PIN entry is closed"
    override val closedText = "There were ten wrong PINs. Your recovery code gives you ten more tries. Nothing is erased."
    override val closedSubmit = "Open PIN entry"
    override val confirmEraseTitle = "Erase this phone’s messages?"
    override val confirmEraseText = "Gone for good: all messages on this phone. Stays: your account at the relay, which you make again with the recovery code. Without that code the account cannot be made again."
}
