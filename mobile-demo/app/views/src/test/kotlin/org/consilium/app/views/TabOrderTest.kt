package org.consilium.app.views

import androidx.compose.ui.geometry.Rect
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Language
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

/** Where Tab leads, on every screen (WCAG 2.1.1, 2.1.2 and 2.4.3). */
class TabOrderTest {
    /** On a stage so tall that nothing scrolls: what is read is where it was when Tab came there. */
    @ParameterizedTest
    @EnumSource(Language::class, names = ["ENGLISH", "ARABIC"])
    fun `tab comes to every control once in reading order, and back the other way`(language: Language) {
        val problems = mutableListOf<String>()
        Keyboard.play(TALL_HEIGHT) {
            // Where lines begin makes a difference only where two controls stand side by side.
            val every = catalogue(Appearance(language))
            for ((name, state) in if (language == Language.ARABIC) every.only(SIDE_BY_SIDE) else every) {
                open(state)
                val round = round()
                val tags = round.map { it.tag }
                val controls = controls().map { it.tag }
                if (tags.sorted() != controls.sorted()) problems += "$name: Tab comes to $tags, there are $controls"
                problems += outOfOrder(round, language == Language.ARABIC).map { "$name: $it" }
                if (tags.isEmpty()) continue
                // At the first control now: the way back begins at the last.
                val back = round { shiftTab() }.map { it.tag }
                if (back != tags.asReversed()) problems += "$name: Tab comes to $tags, and back to $back"
            }
        }
        assertEquals("", problems.joinToString("\n"))
    }

    @Test
    fun `what is out of view is scrolled to`() = Keyboard.play {
        val states = catalogue(Appearance())
        open(states.getValue("conversations-alarms"))
        val down = round()
        assertTrue(down.map { it.tag }.containsAll((1..10).map { Tags.conversation("account-c$it") }))
        open(states.getValue("chat-kinds"))
        val up = round { shiftTab() }
        assertTrue(up.map { it.tag }.containsAll((10L..17L).map { Tags.message(it) }), "${up.map { it.tag }}")
        for (stop in down + up) assertTrue(stop.bounds.height >= SEEN, "${stop.tag}: ${stop.bounds}")
    }

    @Test
    fun `messages below the view are come to again on the way down`() = Keyboard.play {
        open(catalogue(Appearance()).getValue("chat-kinds"))
        goTo(Tags.message(10)) { shiftTab() }
        val rows = listOf(11L, 12L).map { Tags.message(it) } + Tags.retry(12) + (13L..17L).map { Tags.message(it) } + Tags.newKey(18)
        val down = (rows + Tags.URGENCY).map {
            tab()
            at()?.tag
        }
        assertEquals(rows + Tags.URGENCY, down)
    }

    /** No control may stand wholly above one that Tab came to before, or before it in the same line. */
    private fun outOfOrder(round: List<Stop>, rightToLeft: Boolean): List<String> {
        val onPage = round.filter { it.tag != Tags.DISMISS_NOTICE }
        // Where keys are taken at once Tab begins in the middle of the page: from the top then.
        val top = onPage.firstOrNull { one -> onPage.none { it.standsBefore(one, rightToLeft) } } ?: return emptyList()
        val line = onPage.dropWhile { it !== top } + onPage.takeWhile { it !== top }
        return line.flatMapIndexed { index, one ->
            line.drop(index + 1).filter { it.standsBefore(one, rightToLeft) }.map { "${it.tag} after ${one.tag}" }
        }
    }

    private fun Stop.standsBefore(other: Stop, rightToLeft: Boolean): Boolean =
        bounds.standsBefore(other.bounds, rightToLeft && !isKeyOfPad(tag))

    private fun Rect.standsBefore(other: Rect, rightToLeft: Boolean): Boolean {
        if (bottom <= other.top + TOUCH) return true
        val sameLine = top < other.bottom - TOUCH
        return sameLine && if (rightToLeft) left >= other.right - TOUCH else right <= other.left + TOUCH
    }

    /** Digits run from left to right in every language. */
    private fun isKeyOfPad(tag: String) = tag in (0..9).map { Tags.digit(it) } + Tags.PIN_DELETE + Tags.PIN_SUBMIT

    private companion object {
        const val SIDE_BY_SIDE = """
            welcome signup-number signup-pin pin-last-try pin-words conversations-alarms requests
            chat-kinds chat-offline chat-draft chat-reply chat-request sheet-message-own sheet-more
            colleagues find find-result contact you you-look you-lock you-privacy-found
            you-diagnostics you-delete-understood
        """

        /** Neighbours may share so much. */
        const val TOUCH = 2f

        /** Of a control in view at least. */
        const val SEEN = 16
    }
}
