package org.consilium.app.presentation.logic

import org.consilium.app.presentation.PinIntent

/**
 * What was entered of a PIN so far. Kept out of every state, and overwritten when it is taken or
 * cleared.
 */
internal class PinBuffer {
    private var characters = CharArray(0)

    val length: Int get() = characters.size

    /** Follows an entry on the pad or in the field; whether [intent] was one. */
    fun follow(intent: PinIntent): Boolean {
        when (intent) {
            is PinIntent.Digit -> if (length < MAX_LENGTH) replace(characters + ('0' + intent.digit))
            PinIntent.DeleteDigit -> if (length > 0) replace(characters.copyOf(length - 1))
            is PinIntent.Words -> replace(intent.text.toCharArray())
            is PinIntent.UseWords -> clear()
            else -> return false
        }
        return true
    }

    /** Whether both hold the same. */
    fun sameAs(other: PinBuffer): Boolean = characters.contentEquals(other.characters)

    /** A copy, for a call that overwrites it. */
    fun copy(): CharArray = characters.copyOf()

    /** What is here, for a call that overwrites it; nothing is here any more. */
    fun take(): CharArray = copy().also { clear() }

    fun clear() = replace(CharArray(0))

    private fun replace(next: CharArray) {
        characters.fill('\u0000')
        characters = next
    }

    private companion object {
        /** More digits than the core takes, which says so. */
        const val MAX_LENGTH = 300
    }
}
