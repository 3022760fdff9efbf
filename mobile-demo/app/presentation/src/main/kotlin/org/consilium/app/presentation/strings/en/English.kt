package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.strings.Strings
import org.consilium.app.presentation.strings.count

/** English. */
object English : Strings {
    override val language = Language.ENGLISH
    override val common = EnglishCommon
    override val line = EnglishLine
    override val signUp = EnglishSignUp
    override val pin = EnglishPin
    override val list = EnglishList
    override val chat = EnglishChat
    override val message = EnglishMessage
    override val people = EnglishPeople
    override val compare = EnglishCompare
    override val you = EnglishYou
    override val account = EnglishAccount
    override val failures = EnglishFailures
}

internal fun en(count: Number, one: String, other: String): String = Language.ENGLISH.count(count, one, other)
