package org.consilium.app.views.parts

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.text.TextRange
import androidx.compose.ui.text.input.TextFieldValue

/**
 * What stands in a field, between the person who types and a state that answers later.
 *
 * Typed text shows at once. The state's own text is taken over only when it is news: not an echo
 * of something that was typed here before.
 */
internal class Typing(initial: String) {
    var value: TextFieldValue by mutableStateOf(TextFieldValue(initial, TextRange(initial.length)))
        private set

    private var known = initial
    private val sent = ArrayDeque<String>()

    /** The person typed, or moved the cursor. */
    fun type(next: TextFieldValue, tell: (String) -> Unit) {
        val changed = next.text != value.text
        value = next
        if (!changed) return
        sent.addLast(next.text)
        tell(next.text)
    }

    /** The state says what stands here. */
    fun follow(text: String) {
        if (text == known) return
        known = text
        val echo = sent.indexOf(text)
        if (echo >= 0) {
            repeat(echo + 1) { sent.removeFirst() }
            return
        }
        sent.clear()
        if (text != value.text) value = TextFieldValue(text, TextRange(text.length))
    }
}
