package org.consilium.app.views

import androidx.compose.ui.input.key.Key
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Appearance
import org.junit.jupiter.api.Test

/** What keys do, without a hand on the screen. */
class KeysTest {
    private val states = catalogue(Appearance())

    private fun state(name: String) = states.getValue(name)

    /** Nothing comes of what is sent, so that the screen stays as it is from key to key. */
    @Test
    fun `enter and space do what a control is there for, on every screen`() = Keyboard.play {
        val problems = mutableListOf<String>()
        for ((name, state) in states) {
            open(state)
            round {
                tab()
                val stop = at() ?: return@round
                if (isField(stop.tag) || stop.tag in SILENT) return@round
                val (meant, entered, spaced) = listOf<Keyboard.() -> Unit>(
                    { act(stop.tag) },
                    { press(Key.Enter) },
                    { press(Key.Spacebar) },
                ).map { sent.clear(); it(); sent.filter { intent -> intent !is ChatIntent.SeenToEnd } }
                if (meant.isEmpty() || entered != meant || spaced != meant) {
                    problems += "$name, ${stop.tag}: $meant, Enter $entered, Space $spaced"
                }
            }
        }
        assertEquals("", problems.distinct().joinToString("\n"))
    }

    @Test
    fun `escape goes back from every screen, whether a control has the keyboard or none`() = Keyboard.play {
        val deaf = states.filter { (_, state) ->
            open(state)
            press(Key.Escape)
            val atOnce = Intent.Back in sent
            tab()
            sent.clear()
            press(Key.Escape)
            !atOnce || Intent.Back !in sent
        }
        assertEquals(emptySet(), deaf.keys)
    }

    @Test
    fun `escape goes back when the control that had the keyboard is gone with its screen`() = Keyboard.play {
        open(state("contact"))
        goTo(Tags.COMPARE)
        becomes(state("compare"))
        assertNull(at())
        press(Key.Escape)
        assertEquals(listOf<Intent>(Intent.Back), sent)
    }

    @Test
    fun `the message field is left by tab, and nothing is typed by it`() = Keyboard.play {
        open(state("chat-draft"))
        goTo(Tags.MESSAGE_FIELD)
        tab()
        assertEquals(Tags.SEND, at()?.tag)
        shiftTab()
        shiftTab()
        assertEquals(Tags.URGENCY, at()?.tag)
        assertFalse(sent.any { it is ChatIntent.Type })
    }

    private companion object {
        /** What is shown otherwise without anybody being told, and texts that are only selected. */
        val SILENT = setOf(Tags.PIN_SHOW, Tags.REPORT, Tags.LICENCE_TEXT)
    }
}
