package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.strings.Strings
import org.consilium.app.presentation.strings.count

/** Dutch; says je. */
object Dutch : Strings {
    override val language = Language.DUTCH
    override val common = DutchCommon
    override val line = DutchLine
    override val signUp = DutchSignUp
    override val pin = DutchPin
    override val list = DutchList
    override val chat = DutchChat
    override val message = DutchMessage
    override val people = DutchPeople
    override val compare = DutchCompare
    override val you = DutchYou
    override val account = DutchAccount
    override val failures = DutchFailures
}

internal fun nl(count: Number, one: String, other: String): String = Language.DUTCH.count(count, one, other)
