package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.strings.Strings

/** Arabic, with its own digits for counts and times. */
object Arabic : Strings {
    override val language = Language.ARABIC
    override val common = ArabicCommon
    override val line = ArabicLine
    override val signUp = ArabicSignUp
    override val pin = ArabicPin
    override val list = ArabicList
    override val chat = ArabicChat
    override val message = ArabicMessage
    override val people = ArabicPeople
    override val compare = ArabicCompare
    override val you = ArabicYou
    override val account = ArabicAccount
    override val failures = ArabicFailures
}
