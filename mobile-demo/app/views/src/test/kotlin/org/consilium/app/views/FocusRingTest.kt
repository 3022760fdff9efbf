package org.consilium.app.views

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.graphics.PixelMap
import kotlin.math.roundToInt
import kotlin.test.assertEquals
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.ThemeChoice
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

/** That one sees where the keyboard is (WCAG 2.4.7, 2.4.13 and 1.4.11), measured in pixels. */
class FocusRingTest {
    @ParameterizedTest
    @EnumSource(ThemeChoice::class, names = ["LIGHT", "DARK"])
    fun `around the control that has the keyboard is a line of two pixels and a contrast of 3 to what was there`(theme: ThemeChoice) {
        val problems = mutableListOf<String>()
        Keyboard.play(TALL_HEIGHT) {
            for ((name, state) in catalogue(Appearance(theme = theme)).only(SCREENS)) {
                open(state)
                val without = pixels()
                val seen = mutableSetOf<String>()
                while (true) {
                    tab()
                    val stop = at() ?: break
                    if (!seen.add(stop.tag)) break
                    // A notice lies over a part of the page for some seconds; it can be closed.
                    if (name.startsWith("notice") && stop.tag != Tags.DISMISS_NOTICE) continue
                    val missing = sidesWithoutLine(stop.bounds, without, pixels())
                    if (missing.isNotEmpty()) problems += "$name, ${stop.tag}: no line at the $missing"
                }
                if (seen.isEmpty()) problems += "$name: Tab comes to no control"
            }
        }
        assertEquals("", problems.joinToString("\n"))
    }

    /** Looked for from the middle of the control outwards, at the middle of each side. */
    private fun sidesWithoutLine(bounds: Rect, without: PixelMap, with: PixelMap): List<String> {
        val x = bounds.center.x.roundToInt()
        val y = bounds.center.y.roundToInt()
        val left = (bounds.left - OUTSIDE).roundToInt().coerceAtLeast(0)..x
        val right = x..(bounds.right + OUTSIDE).roundToInt().coerceAtMost(without.width - 1)
        val top = (bounds.top - OUTSIDE).roundToInt().coerceAtLeast(0)..y
        val bottom = y..(bounds.bottom + OUTSIDE).roundToInt().coerceAtMost(without.height - 1)
        fun stands(atX: Int, atY: Int) = contrast(without[atX, atY], with[atX, atY]) >= LEAST
        return mapOf(
            "left" to left.count { stands(it, y) },
            "right" to right.count { stands(it, y) },
            "top" to top.count { stands(x, it) },
            "bottom" to bottom.count { stands(x, it) },
        ).filterValues { it < THICK }.keys.toList()
    }

    private companion object {
        const val LEAST = 3.0
        const val THICK = 2

        /** How far outside of a control its ring may be. */
        const val OUTSIDE = 6

        const val SCREENS = """
            welcome signup-number signup-pin pin-last-try pin-words pin-forgot pin-closed signed-out
            conversations-alarms requests search-found chat-kinds chat-offline chat-urgent chat-draft
            chat-reply chat-request sheet-message-own sheet-more sheet-urgency sheet-delete-own
            notice-done colleagues find find-result contact contact-blocked compare you you-profile
            you-privacy-found you-look you-lock-biometrics you-change-pin you-recovery-back
            you-diagnostics you-about you-delete-understood
        """
    }
}
