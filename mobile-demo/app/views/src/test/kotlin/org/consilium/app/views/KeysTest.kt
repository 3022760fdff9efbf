package org.consilium.app.views

import androidx.compose.ui.input.key.Key
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.Composer
import org.consilium.app.presentation.state.PinEntry
import org.junit.jupiter.api.Test

/** What keys do, without a hand on the screen. */
class KeysTest {
    private val states = catalogue(Appearance())

    private fun state(name: String) = states.getValue(name)

    @Test
    fun `enter and space do what a control is there for`() = Keyboard.play {
        val problems = mutableListOf<String>()
        for (name in states.keys.filter { PRESSED.matches(it) }) {
            open(state(name))
            for (control in controls()) {
                if (isField(control.tag) || control.tag in SILENT) continue
                val (meant, entered, spaced) = listOf<Keyboard.() -> Unit>(
                    { act(control.tag) },
                    { goTo(control.tag); sent.clear(); press(Key.Enter) },
                    { goTo(control.tag); sent.clear(); press(Key.Spacebar) },
                ).map { open(state(name)); it(); sent.filter { intent -> intent !is ChatIntent.SeenToEnd } }
                if (meant.isEmpty() || entered != meant || spaced != meant) {
                    problems += "$name, ${control.tag}: $meant, Enter $entered, Space $spaced"
                }
            }
        }
        assertEquals("", problems.joinToString("\n"))
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

    @Test
    fun `a PIN is typed as soon as the screen is there, and after a wrong one again`() = Keyboard.play {
        open(state("pin"))
        press(Key.Three)
        val entry = state("pin").screen as PinEntry
        becomes(state("pin").copy(stack = listOf(entry.copy(busy = true, length = 1))))
        becomes(state("pin").copy(stack = listOf(entry.copy(wrong = true))))
        press(Key.NumPad9)
        assertEquals(listOf<Intent>(PinIntent.Digit(3), PinIntent.Digit(9)), sent)
    }

    @Test
    fun `a sheet has the keyboard while it is open, and gives it back to where it was`() = Keyboard.play {
        val chat = state("chat")
        open(chat)
        goTo(Tags.CHAT_MORE)
        becomes(chat.copy(stack = listOf((chat.screen as Chat).copy(sheet = ChatSheet.More))))
        val inSheet = round().map { it.tag }
        assertEquals(listOf(Tags.CLOSE_SHEET, Tags.KEEP, Tags.OPEN_CONTACT, Tags.OPEN_NUMBER, Tags.BLOCK), inSheet)
        press(Key.Escape)
        assertTrue(Intent.Back in sent)
        becomes(chat)
        assertEquals(Tags.CHAT_MORE, at()?.tag)
        goTo(Tags.message(4))
        becomes(chat.copy(stack = listOf((chat.screen as Chat).copy(sheet = ChatSheet.More))))
        tab()
        becomes(chat)
        assertEquals(Tags.message(4), at()?.tag)
    }

    @Test
    fun `messages that go with the sheet that deleted them do not take the keyboard along`() = Keyboard.play {
        val chat = state("chat")
        val screen = chat.screen as Chat
        open(chat)
        goTo(Tags.message(6))
        becomes(chat.copy(stack = listOf(screen.copy(sheet = ChatSheet.Delete(6, canForEveryone = true, kept = false)))))
        becomes(chat.copy(stack = listOf(screen.copy(rows = screen.rows.take(2)))))
        press(Key.Escape)
        assertTrue(Intent.Back in sent)
        val left = setOf(Tags.BACK, Tags.CHAT_HEAD, Tags.CHAT_MORE, Tags.message(1), Tags.URGENCY, Tags.MESSAGE_FIELD)
        assertEquals(left, round().map { it.tag }.toSet())
    }

    @Test
    fun `keys do not go to the field under a sheet`() = Keyboard.play {
        val chat = state("chat-draft")
        open(chat)
        touch(Tags.MESSAGE_FIELD)
        becomes(chat.copy(stack = listOf((chat.screen as Chat).copy(sheet = ChatSheet.More))))
        sent.clear()
        press(Key.Backspace)
        press(Key.Enter)
        assertEquals(emptyList(), sent)
        becomes(chat.copy(stack = listOf((chat.screen as Chat).copy(composer = Composer("On")))))
        press(Key.Backspace)
        assertEquals(listOf<Intent>(ChatIntent.Type("O")), sent)
    }

    private companion object {
        /** What is shown otherwise without anybody being told. */
        val SILENT = setOf(Tags.PIN_SHOW, Tags.REPORT)

        val PRESSED = Regex(
            "welcome|signup-number|pin-last-try|pin-words|conversations|requests|chat-kinds|chat-reply|sheet-message-own|find-imported|contact|" +
                "you|you-(privacy-found|lock-biometrics|diagnostics|delete-understood)",
        )
    }
}
