package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.strings.Strings
import org.consilium.app.presentation.strings.count

/** German; says Sie. */
object German : Strings {
    override val language = Language.GERMAN
    override val common = GermanCommon
    override val line = GermanLine
    override val signUp = GermanSignUp
    override val pin = GermanPin
    override val list = GermanList
    override val chat = GermanChat
    override val message = GermanMessage
    override val people = GermanPeople
    override val compare = GermanCompare
    override val you = GermanYou
    override val account = GermanAccount
    override val failures = GermanFailures
}

internal fun de(count: Number, one: String, other: String): String = Language.GERMAN.count(count, one, other)
