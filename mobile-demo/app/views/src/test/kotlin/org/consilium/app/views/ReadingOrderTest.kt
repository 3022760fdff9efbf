package org.consilium.app.views

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.runDesktopComposeUiTest
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.views.screens.ReadingOrder
import org.consilium.app.views.screens.Thread
import org.consilium.app.views.screens.rememberReadingOrder
import org.consilium.app.views.theme.ConsiliumTheme
import org.junit.jupiter.api.Test

/** Tab in a conversation whose messages arrive and go. */
class ReadingOrderTest {
    private val chat = catalogue(Appearance()).getValue("chat")
    private val rows = (chat.screen as Chat).rows

    private fun with(rows: List<ChatRow>): AppState =
        chat.copy(stack = listOf((chat.screen as Chat).copy(rows = rows)))

    private fun without(vararg ids: Long) = with(rows.filter { row -> ids.none { row.key == "message-$it" } })

    private fun arrived(id: Long) = (rows.last() as ChatRow.Message).copy(id = id)

    @Test
    fun `tab comes to the message it was pressed for when another arrives at once`() = Keyboard.play {
        open(chat)
        goTo(Tags.message(2))
        tabAsItBecomes(with(rows + arrived(7)))
        assertEquals(Tags.message(4), at()?.tag)
        goTo(Tags.CHAT_MORE) { shiftTab() }
        tabAsItBecomes(with(rows + listOf(arrived(7), arrived(8))))
        assertEquals(Tags.message(1), at()?.tag)
    }

    @Test
    fun `tab comes to the next message when the one it was pressed for goes at once`() = Keyboard.play {
        open(chat)
        goTo(Tags.message(2))
        tabAsItBecomes(without(4))
        assertEquals(Tags.message(5), at()?.tag)
        open(chat)
        goTo(Tags.CHAT_MORE)
        tabAsItBecomes(without(1, 2, 4))
        assertEquals(Tags.message(5), at()?.tag)
    }

    @Test
    fun `tab leaves a conversation whose messages all go at once`() = Keyboard.play {
        open(chat)
        goTo(Tags.message(2))
        tabAsItBecomes(with(emptyList()))
        assertEquals(Tags.URGENCY, at()?.tag)
        open(chat)
        goTo(Tags.CHAT_MORE)
        tabAsItBecomes(with(emptyList()))
        assertEquals(Tags.URGENCY, at()?.tag)
    }

    @Test
    @OptIn(ExperimentalTestApi::class)
    fun `of a long conversation only the rows in view are known`() = runDesktopComposeUiTest(PHONE_WIDTH, PHONE_HEIGHT) {
        val long = (chat.screen as Chat).copy(rows = (1L..200L).map { arrived(it) })
        var shown by mutableStateOf(long)
        lateinit var order: ReadingOrder
        setContent {
            ConsiliumTheme(chat) {
                order = rememberReadingOrder()
                Thread(shown, order) {}
            }
        }
        for (id in listOf(150L, 100L, 50L, 1L)) {
            shown = long.copy(focus = id)
            waitForIdle()
            assertTrue("message-$id" in order.laidOut)
            assertTrue(order.laidOut.size < 50, "${order.laidOut}")
        }
        shown = long.copy(rows = emptyList())
        waitForIdle()
        assertEquals(emptySet(), order.laidOut)
    }
}
