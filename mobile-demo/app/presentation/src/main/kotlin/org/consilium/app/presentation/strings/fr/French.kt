package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.strings.Strings
import org.consilium.app.presentation.strings.french

/** French; says vous. */
object French : Strings {
    override val language = Language.FRENCH
    override val common = FrenchCommon
    override val line = FrenchLine
    override val signUp = FrenchSignUp
    override val pin = FrenchPin
    override val list = FrenchList
    override val chat = FrenchChat
    override val message = FrenchMessage
    override val people = FrenchPeople
    override val compare = FrenchCompare
    override val you = FrenchYou
    override val account = FrenchAccount
    override val failures = FrenchFailures
}

internal fun fr(count: Number, one: String, other: String, many: String = other.replaceFirst("# ", "# de ")): String =
    french(count, one, many, other)
