@file:OptIn(ExperimentalTestApi::class)

package org.consilium.app.views

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.onAllNodesWithTag
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.test.withKeyDown
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Composer
import org.consilium.app.presentation.state.Language
import org.junit.jupiter.api.Test

/** What hands do: touch, keys, scrolling. */
class HandsTest {
    private class Hands(private val test: DesktopComposeUiTest, first: AppState) {
        var state by mutableStateOf(first)
        val sent = mutableListOf<Intent>()

        fun node(tag: String) = test.onNodeWithTag(tag)
        fun count(tag: String) = test.onAllNodesWithTag(tag).fetchSemanticsNodes().size
        fun messages() = test.onAllNodes(MESSAGES).fetchSemanticsNodes().size
        fun pass(ms: Long) = test.mainClock.advanceTimeBy(ms)
        fun idle() = test.waitForIdle()
        fun begin() = test.setContent { App(state) { sent += it } }
    }

    private fun hands(name: String, language: Language = Language.ENGLISH, story: Hands.() -> Unit) =
        hands(catalogue(Appearance(language)).getValue(name), story)

    private fun hands(state: AppState, story: Hands.() -> Unit) = runDesktopComposeUiTest(PHONE_WIDTH, PHONE_HEIGHT) {
        val hands = Hands(this, state)
        hands.begin()
        hands.story()
    }

    @Test
    fun `the pad enters digits and runs from left to right in Arabic too`() = hands("pin", Language.ARABIC) {
        for (digit in listOf(5, 2, 7)) node(Tags.digit(digit)).performClick()
        assertEquals(listOf(5, 2, 7).map { PinIntent.Digit(it) }, sent.filterIsInstance<PinIntent.Digit>())
        val one = node(Tags.digit(1)).fetchSemanticsNode().boundsInRoot
        val three = node(Tags.digit(3)).fetchSemanticsNode().boundsInRoot
        assertTrue(one.right < three.left, "1 is left of 3")
        node(Tags.digit(1)).assertTextContains("1")
    }

    @Test
    fun `a PIN can be typed on a keyboard`() = hands("pin-wrong") {
        node(Tags.digit(1)).performKeyInput {
            pressKey(Key.Four)
            pressKey(Key.NumPad2)
            pressKey(Key.Backspace)
            pressKey(Key.Enter)
        }
        val expected = listOf(PinIntent.Digit(4), PinIntent.Digit(2), PinIntent.DeleteDigit, PinIntent.Submit)
        assertEquals(expected, sent.filterIsInstance<PinIntent>())
    }

    @Test
    fun `while one has to wait no digit is taken`() = hands("pin-wait") {
        node(Tags.digit(4)).assertIsNotEnabled()
        node(Tags.digit(4)).performKeyInput { pressKey(Key.Four) }
        assertTrue(sent.none { it is PinIntent })
    }

    @Test
    fun `enter sends, and with shift it begins a new line`() = hands("chat-draft") {
        val field = node(Tags.MESSAGE_FIELD)
        field.performClick()
        field.performKeyInput { withKeyDown(Key.ShiftLeft) { pressKey(Key.Enter) } }
        assertFalse(ChatIntent.Send in sent)
        field.performKeyInput { pressKey(Key.Enter) }
        assertEquals(1, sent.count { it == ChatIntent.Send })
    }

    @Test
    fun `typed text shows at once, whenever the state answers`() = hands("chat-empty") {
        val field = node(Tags.MESSAGE_FIELD)
        field.performTextInput("Be")
        field.performTextInput("d 12")
        idle()
        field.assertTextContains("Bed 12")
        assertEquals(listOf("Be", "Bed 12"), sent.filterIsInstance<ChatIntent.Type>().map { it.text })
        val chat = state.screen as Chat
        state = state.copy(stack = listOf(chat.copy(composer = Composer("Be"))))
        idle()
        field.assertTextContains("Bed 12")
        state = state.copy(stack = listOf(chat.copy(composer = Composer("Bed 12"))))
        idle()
        state = state.copy(stack = listOf(chat.copy(composer = Composer(""))))
        idle()
        val left = field.fetchSemanticsNode().config.getOrNull(SemanticsProperties.EditableText)?.text
        assertEquals("", left, "the field is empty once the message was sent")
    }

    @Test
    fun `escape goes back`() = hands("contact") {
        node(Tags.MESSAGE_PERSON).performClick()
        node(Tags.MESSAGE_PERSON).performKeyInput { pressKey(Key.Escape) }
        assertTrue(Intent.Back in sent)
    }

    @Test
    fun `a text that is too long cannot be sent`() = hands("chat-too-long") {
        node(Tags.SEND).assertIsNotEnabled()
        node(Tags.TOO_LONG).assertTextContains("312", substring = true)
    }

    @Test
    fun `a sheet takes what is below it out of reach`() = hands("sheet-more") {
        assertEquals(1, count(Tags.SHEET))
        assertEquals(0, count(Tags.MESSAGE_FIELD))
        node(Tags.CLOSE_SHEET).performClick()
        assertTrue(ChatIntent.CloseSheet in sent)
    }

    @Test
    fun `use is told once every few seconds, not at every touch`() = hands("pin-wrong") {
        repeat(5) { node(Tags.digit(1)).performClick() }
        assertEquals(1, sent.count { it == Intent.Active })
        pass(6_000)
        node(Tags.digit(1)).performClick()
        idle()
        assertEquals(2, sent.count { it == Intent.Active })
    }

    @Test
    fun `of ten thousand messages only those in view are laid out`() = hands(manyMessages(10_000)) {
        assertTrue(messages() in 1..40, "${messages()} messages")
        node(Tags.LIST).performScrollToIndex(5_000)
        idle()
        assertTrue(messages() in 1..40, "${messages()} messages")
        assertFalse(ChatIntent.LoadOlder in sent)
        node(Tags.LIST).performScrollToIndex(9_999)
        idle()
        assertTrue(ChatIntent.LoadOlder in sent, "older messages are asked for near the beginning")
    }

    @Test
    fun `what was read is told only at the end of the conversation`() = hands(manyMessages(300)) {
        idle()
        assertEquals(1, sent.count { it == ChatIntent.SeenToEnd })
        node(Tags.LIST).performScrollToIndex(200)
        val chat = state.screen as Chat
        state = state.copy(stack = listOf(chat.copy(rows = chat.rows + message(301))))
        idle()
        assertEquals(1, sent.count { it == ChatIntent.SeenToEnd })
    }

    @Test
    fun `a late message that comes to stand above the last one counts as seen too`() = hands(manyMessages(3)) {
        idle()
        sent.clear()
        val chat = state.screen as Chat
        state = state.copy(stack = listOf(chat.copy(rows = chat.rows.take(2) + message(4) + chat.rows.drop(2))))
        idle()
        assertEquals(1, sent.count { it == ChatIntent.SeenToEnd })
    }

    @Test
    fun `a message that was searched for is scrolled to, once its conversation is read`() {
        val many = manyMessages(800)
        val chat = many.screen as Chat
        hands(many.copy(stack = listOf(chat.copy(rows = emptyList(), loading = true, focus = 78)))) {
            idle()
            state = many.copy(stack = listOf(chat.copy(focus = 78)))
            idle()
            node(Tags.message(78)).assertIsDisplayed()
            assertEquals(1, sent.count { it == ChatIntent.FocusShown })
        }
    }

    @Test
    fun `an urgent message is announced at once, another politely`() {
        hands("chat-urgent-pinned") { assertEquals(LiveRegionMode.Assertive, liveRegion(20)) }
        hands(manyMessages(3)) { assertEquals(LiveRegionMode.Polite, liveRegion(3)) }
    }

    private fun Hands.liveRegion(id: Long) =
        node(Tags.message(id)).fetchSemanticsNode().config.getOrNull(SemanticsProperties.LiveRegion)

    private fun message(id: Long) =
        ChatRow.Message(id, own = false, sender = "Farid", body = Body.Text("Message $id"), atMs = NOW_MS + id)

    private fun manyMessages(count: Int): AppState {
        val rows = (1L..count).map { message(it) }
        return AppState(stack = listOf(Chat("c", "a", "Farid", rows = rows, hasOlder = true)), nowMs = NOW_MS, zone = ZONE)
    }

    private companion object {
        val MESSAGES = SemanticsMatcher("is a message") {
            it.config.getOrNull(SemanticsProperties.TestTag)?.startsWith("message-") == true &&
                it.config.getOrNull(SemanticsProperties.TestTag) != Tags.MESSAGE_FIELD
        }
    }
}
