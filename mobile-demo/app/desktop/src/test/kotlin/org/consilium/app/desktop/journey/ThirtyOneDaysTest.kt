package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.time.Duration.Companion.days
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.acceptRequest
import org.consilium.app.desktop.support.dialOf
import org.consilium.app.desktop.support.findAndOpen
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.messages
import org.consilium.app.desktop.support.says
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.toList
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Retention
import org.consilium.app.presentation.state.Tab
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.views.Tags

private const val OLD = "Baseline ECG of May"
private const val NEW = "Back from holiday"

class ThirtyOneDaysTest {
    @Test
    fun `after 31 days a message is gone, stays where its conversation is kept, and goes there when it no longer is`() =
        Hands.play {
            Relay().use { relay ->
                Phone(relay).use { jorgs ->
                    Phone(relay).use { aminas ->
                        signUp(jorgs, relay, JORG)
                        signUp(aminas, relay, AMINA)
                        val jorg = findAndOpen(aminas, JORG)
                        write(OLD)
                        acceptRequest(jorgs)
                        message(OLD)
                        val amina = sees<Chat>().account
                        hold(aminas)
                        dialOf(OLD, Dial.READ)
                        keep()
                        relay.sleep(31.days)
                        for (phone in listOf(aminas, jorgs)) sleep(phone)
                        keptHere(aminas, jorg)
                        goneThere(jorgs, amina)
                        noLongerKept(aminas)
                    }
                }
            }
        }

    private fun Hands.keep() {
        tap(Tags.CHAT_MORE)
        tap(Tags.KEEP)
        sees<Chat> { it.sheet == ChatSheet.Keep(true) }
        tap(Tags.KEEP)
        sees<Chat> { it.retention is Retention.Kept && it.sheet == null }
    }

    /** In a drawer, locked. */
    private fun Hands.sleep(phone: Phone) {
        hold(phone)
        toList()
        tap(Tags.tab(Tab.YOU))
        tap(Tags.LOCK_NOW)
        sees<PinEntry>()
        phone.sleep(31.days)
        pin(PIN)
        sees<Conversations>()
    }

    private fun Hands.keptHere(aminas: Phone, jorg: String) {
        hold(aminas)
        tap(Tags.conversation(jorg))
        sees<Chat> { it.retention is Retention.Kept }
        message(OLD)
        reads("Others are not told.")
        write(NEW)
        dialOf(NEW, Dial.DELIVERED)
    }

    private fun Hands.goneThere(jorgs: Phone, amina: String) {
        hold(jorgs)
        tap(Tags.conversation(amina))
        message(NEW)
        assertEquals(listOf(NEW), messages().map { message -> listOf(OLD, NEW).first { message.says(it) } })
        readsNo(OLD)
    }

    private fun Hands.noLongerKept(aminas: Phone) {
        hold(aminas)
        message(OLD)
        tap(Tags.CHAT_MORE)
        tap(Tags.KEEP)
        sees<Chat> { it.sheet == ChatSheet.Keep(false) }
        tap(Tags.KEEP)
        sees<Chat> { it.retention == Retention.ThirtyDays && messages().none { message -> message.says(OLD) } }
        message(NEW)
        readsNo(OLD)
    }
}
