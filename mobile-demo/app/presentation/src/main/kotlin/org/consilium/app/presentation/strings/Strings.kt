package org.consilium.app.presentation.strings

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.strings.ar.Arabic
import org.consilium.app.presentation.strings.de.German
import org.consilium.app.presentation.strings.en.English
import org.consilium.app.presentation.strings.fr.French
import org.consilium.app.presentation.strings.nl.Dutch

/**
 * Every text of the app in one language. A text that is missing in a language does not compile.
 *
 * Rules: what happened · what is safe · what to do; the verb on the button; *lock* can be undone,
 * *erase* takes all of a device, *delete* one message or the account; never the bare word
 * "verified". French says vous, Dutch je, German Sie. Names that go into a sentence are isolated
 * first ([shown]); a part between [b]'s marks is set in bold.
 */
interface Strings {
    val language: Language
    val common: CommonStrings
    val line: LineStrings
    val signUp: SignUpStrings
    val pin: PinStrings
    val list: ListStrings
    val chat: ChatStrings
    val message: MessageStrings
    val people: PeopleStrings
    val compare: CompareStrings
    val you: YouStrings
    val account: AccountStrings
    val failures: FailureStrings

    companion object {
        /** The texts of a language. */
        fun of(language: Language): Strings = when (language) {
            Language.ENGLISH -> English
            Language.FRENCH -> French
            Language.DUTCH -> Dutch
            Language.GERMAN -> German
            Language.ARABIC -> Arabic
        }
    }
}
