package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.dialOf
import org.consilium.app.desktop.support.findAndOpen
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.messages
import org.consilium.app.desktop.support.says
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.unlock
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Dial
import org.consilium.app.support.AMINA
import org.consilium.app.support.LOTTE
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.views.Tags

private const val LOST = "Bed 9: potassium 6.8"
private const val AFTER = "Did you see it?"

/** The relay is put back to a backup while a message waits there. */
class LostMessageTest {
    @Test
    fun `a message that the relay lost leaves a row in its place, and the next one is shown`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { aminas ->
                Terminal(relay).use { lottes ->
                    val account = meet(relay, aminas, lottes)
                    aminas.lend { lose(relay, lottes) }
                    unlock(aminas)
                    tap(Tags.conversation(account))
                    theGapIsSeen()
                    lottes.send(AMINA.name, LOST)
                    message(LOST)
                    assertEquals(listOf(AFTER, LOST), messages().filter { !it.own }.map(::text), "sent again, it comes last")
                }
            }
        }
    }

    private fun Hands.meet(relay: Relay, aminas: Phone, lottes: Terminal): String {
        signUp(aminas, relay, AMINA)
        lottes.register(LOTTE.name, LOTTE.number)
        lottes.find(bookOf(AMINA))
        val account = findAndOpen(aminas, LOTTE)
        write("Hello")
        lottes.until("the request") { "Hello" in lottes.texts(AMINA.name) }
        lottes.ask("accept", "who" to AMINA.name)
        dialOf("Hello", Dial.DELIVERED)
        lottes.until("nothing waits") { "${lottes.ask("status")["waiting"]}" == "0" }
        return account
    }

    private fun lose(relay: Relay, lottes: Terminal) {
        val before = relay.backUp()
        lottes.sendToRelay(AMINA.name, LOST)
        relay.restore(before)
        lottes.sendToRelay(AMINA.name, AFTER)
    }

    private fun Hands.theGapIsSeen() {
        message(AFTER)
        val rows = sees<Chat> { chat -> chat.rows.any { it is ChatRow.Gap } }.rows.filter { it !is ChatRow.Unread }
        val gap = rows.filterIsInstance<ChatRow.Gap>().single()
        assertEquals(1, gap.missing)
        assertEquals(rows.indexOf(gap) + 1, rows.indexOfFirst { it is ChatRow.Message && it.says(AFTER) }, "right before what came")
        sees(Tags.gap(gap.id))
        reads("may be missing. Ask for it again.")
        readsNo(LOST)
    }

    private fun text(message: ChatRow.Message) = listOf(LOST, AFTER).first { message.says(it) }
}
