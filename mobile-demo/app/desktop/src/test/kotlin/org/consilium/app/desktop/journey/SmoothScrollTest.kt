package org.consilium.app.desktop.journey

import kotlin.io.path.createTempDirectory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes
import org.consilium.app.desktop.support.Compositions
import org.consilium.app.desktop.support.Display
import org.consilium.app.desktop.support.Finger
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.Watch
import org.consilium.app.desktop.support.signedUp
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.support.AMINA
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.client.ConsiliumSession

/** What makes a long conversation scroll smoothly: a frame's work is that of the rows which are new in it. */
class SmoothScrollTest {
    @Test
    fun `on the way through thousands of messages each row is composed once`() = scrolling { display, _, _, open ->
        Compositions(ROW).use { composed ->
            open()
            Finger(display).travel(towardsOldest = true)
            assertEquals(MANY, display.chat.rows.count { it is ChatRow.Message }, "all of them came into view")
            // What is loaded begins with its day, which goes up with each page.
            val headings = MANY / PAGE
            val rows = display.chat.rows.size
            assertTrue(composed.count in rows..rows + headings, "${composed.count} for $rows rows")
        }
    }

    @Test
    fun `older messages come and no row that is there is composed again`() = scrolling { display, pages, _, open ->
        open()
        pages.areHeldBack = true
        val finger = Finger(display)
        do finger.fling(towardsOldest = true) while (!finger.foundTop)
        // Away from the heading of the day, in whose place an older message comes.
        finger.fling(towardsOldest = false)
        display.rest()
        val before = display.chat
        assertTrue(pages.wereAskedFor && before.hasOlder, "older ones were asked for, and did not come yet")
        Compositions(ROW).use { composed ->
            pages.letThrough()
            display.until { (it.screen as Chat).rows.size > before.rows.size }
            display.rest()
            assertEquals(0, composed.count)
            repeat(2) { finger.fling(towardsOldest = true) }
            assertTrue(composed.count > 0, "those that came are composed as they come into view")
        }
    }

    @Test
    fun `a minute that goes by composes no row again`() = scrolling { display, _, phone, open ->
        open()
        val before = display.shown.nowMs
        Compositions(ROW).use { composed ->
            phone.sleep(1.minutes)
            display.until { it.nowMs != before }
            display.rest()
            assertEquals(0, composed.count)
        }
    }

    /** Older messages that the app asks for, held back for as long as nothing is to change. */
    private class Pages(private val model: AppModel) : Watch {
        var areHeldBack = false
        var wereAskedFor = false
            private set

        override fun passes(intent: Intent): Boolean {
            if (intent != ChatIntent.LoadOlder || !areHeldBack) return true
            wereAskedFor = true
            return false
        }

        fun letThrough() {
            areHeldBack = false
            model.dispatch(ChatIntent.LoadOlder)
        }
    }

    /** A display with an unlocked app on it, and what opens its long conversation there. */
    private fun scrolling(scene: (Display, Pages, Phone, () -> Unit) -> Unit) = Relay().use { relay ->
        val folder = createTempDirectory("phone")
        val account = signedUp(folder, relay, AMINA, ::writeNotes)
        Phone(relay.file, folder).use { phone ->
            val model = phone.model
            val pages = Pages(model)
            Display(model, pages) { it + Display.FRAME_NS }.use { display ->
                display.until { it.screen is PinEntry }
                for (digit in PIN) model.dispatch(PinIntent.Digit(digit.digitToInt()))
                model.dispatch(PinIntent.Submit)
                display.until { it.screen is Conversations }
                scene(display, pages, phone) {
                    model.dispatch(ListIntent.OpenConversation(account))
                    display.until { state -> (state.screen as? Chat)?.let { !it.loading } == true }
                }
            }
        }
    }

    /** To oneself: what is written there goes nowhere, and is all there at once. */
    private suspend fun writeNotes(session: ConsiliumSession): String {
        val own = session.ownAccount().account
        for (number in 1..MANY) session.sendText(own, "Observation $number")
        return own.hex
    }

    private val Display.chat: Chat get() = shown.screen as Chat

    /** Frames in which a fling ends, and a row would be composed if one were to be. */
    private fun Display.rest() = repeat(FRAMES) { frame() }

    private companion object {
        const val MANY = 3_000

        /** Messages that are loaded at a time. */
        const val PAGE = 100
        const val ROW = "org.consilium.app.views.screens.ThreadRow"

        /** Two seconds of the display. */
        const val FRAMES = 120
    }
}
