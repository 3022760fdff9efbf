package org.consilium.app.views

import androidx.compose.ui.input.key.Key
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.Composer
import org.junit.jupiter.api.Test

/** Where the keyboard is while a sheet is open, and after it. */
class SheetKeysTest {
    private val states = catalogue(Appearance())

    private fun state(name: String) = states.getValue(name)

    @Test
    fun `a sheet has the keyboard while it is open, and gives it back to where it was`() = Keyboard.play {
        val chat = state("chat")
        open(chat)
        goTo(Tags.CHAT_MORE)
        becomes(chat.with { it.copy(sheet = ChatSheet.More) })
        val inSheet = round().map { it.tag }
        assertEquals(listOf(Tags.CLOSE_SHEET, Tags.KEEP, Tags.OPEN_CONTACT, Tags.OPEN_NUMBER, Tags.BLOCK), inSheet)
        press(Key.Escape)
        assertTrue(Intent.Back in sent)
        becomes(chat)
        assertEquals(Tags.CHAT_MORE, at()?.tag)
        goTo(Tags.message(4))
        becomes(chat.with { it.copy(sheet = ChatSheet.More) })
        tab()
        becomes(chat)
        assertEquals(Tags.message(4), at()?.tag)
    }

    @Test
    fun `keys do not go to the field under a sheet`() = Keyboard.play {
        val chat = state("chat-draft")
        open(chat)
        touch(Tags.MESSAGE_FIELD)
        becomes(chat.with { it.copy(sheet = ChatSheet.More) })
        sent.clear()
        press(Key.Backspace)
        press(Key.Enter)
        assertEquals(emptyList(), sent)
        becomes(chat.with { it.copy(composer = Composer("On")) })
        press(Key.Backspace)
        assertEquals(listOf<Intent>(ChatIntent.Type("O")), sent)
    }

    @Test
    fun `a message or field that goes with the sheet over it, or before, leaves the keyboard to the page`() = Keyboard.play {
        for (gone in listOf(withoutRow, withoutComposer)) {
            for (first in listOf(gone.before, gone.after)) {
                open(gone.before)
                goTo(gone.control)
                becomes(gone.before.with { it.copy(sheet = gone.sheet) })
                tab()
                becomes(first.with { it.copy(sheet = gone.sheet) })
                becomes(gone.after)
                assertNull(at(), gone.control)
                sent.clear()
                press(Key.Escape)
                assertEquals(listOf<Intent>(Intent.Back), sent)
                tab()
                assertEquals(Tags.BACK, at()?.tag)
            }
        }
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
    fun `a message that was scrolled out of view while its sheet was open does not get the keyboard back`() = Keyboard.play {
        val chat = state("chat")
        open(chat)
        goTo(Tags.message(4))
        becomes(chat.with { it.copy(sheet = ChatSheet.More) })
        val last = (chat.screen as Chat).rows.last() as ChatRow.Message
        val longer = chat.with { it.copy(rows = it.rows + (20L..60L).map { id -> last.copy(id = id) }) }
        becomes(longer.with { it.copy(sheet = ChatSheet.More, focus = 60) })
        becomes(longer)
        assertNull(at())
        tab()
        assertEquals(Tags.BACK, at()?.tag)
    }

    @Test
    fun `a field that the keyboard had left before a sheet was opened does not get it from the sheet`() = Keyboard.play {
        val chat = state("notice-done")
        open(chat)
        goTo(Tags.MESSAGE_FIELD)
        goTo(Tags.DISMISS_NOTICE)
        becomes(chat.copy(notice = null))
        assertNull(at())
        becomes(chat.copy(notice = null).with { it.copy(sheet = ChatSheet.More) })
        becomes(chat.copy(notice = null))
        assertNull(at())
    }

    private class Gone(val before: AppState, val control: String, val sheet: ChatSheet, val after: AppState)

    private val withoutRow = state("chat").let { chat ->
        val after = chat.with { it.copy(rows = it.rows.filter { row -> row.key != "message-4" }) }
        Gone(chat, Tags.message(4), ChatSheet.Delete(4, canForEveryone = false, kept = false), after)
    }

    private val withoutComposer =
        Gone(state("chat-draft"), Tags.MESSAGE_FIELD, ChatSheet.Block("Farid"), state("chat-blocked"))

    private fun AppState.with(change: (Chat) -> Chat) = copy(stack = listOf(change(screen as Chat)))
}
