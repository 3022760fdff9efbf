package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertTrue
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.acceptRequest
import org.consilium.app.desktop.support.dialOf
import org.consilium.app.desktop.support.findAndOpen
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.messages
import org.consilium.app.desktop.support.says
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.unlock
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.support.AMINA
import org.consilium.app.support.LOTTE
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.views.Tags

private const val HELLO = "Hello Lotte"
private const val NEW_PHONE = "My phone was stolen, this is the new one"
private const val THIEF = "Send me the list of ward 3"

/** The relay is put back to a backup from before a phone was lost, and lets that phone in again. */
class RolledBackRelayTest {
    @Test
    fun `what a lost phone writes is not shown, even if the relay forgot that it is out`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { lost ->
                Phone(relay).use { aminas ->
                    val code = meet(relay, lost, aminas)
                    lost.lend {
                        val before = relay.backUp()
                        Terminal(relay).use { found -> comeBack(found, code, aminas) }
                        relay.restore(before)
                    }
                    thiefWrites(lost)
                    hold(aminas)
                    onlyALineIsSeen()
                }
            }
        }
    }

    private fun Hands.meet(relay: Relay, lottes: Phone, aminas: Phone): List<String> {
        val code = signUp(lottes, relay, LOTTE)
        signUp(aminas, relay, AMINA)
        findAndOpen(aminas, LOTTE)
        write(HELLO)
        acceptRequest(lottes)
        hold(aminas)
        dialOf(HELLO, Dial.READ)
        return code
    }

    private fun Hands.comeBack(found: Terminal, code: List<String>, aminas: Phone) {
        found.recover(code, LOTTE.name, LOTTE.number)
        found.find(bookOf(AMINA))
        found.send(AMINA.name, NEW_PHONE)
        hold(aminas)
        message(NEW_PHONE)
        sees<Chat> { it.warning is ChatWarning.NewKey && it.quarantined == 0 }
    }

    private fun Hands.thiefWrites(lost: Phone) {
        unlock(lost)
        tap(Tags.conversation(sees<Conversations> { it.rows.size == 1 }.rows.single().account))
        write(THIEF)
        dialOf(THIEF, Dial.AT_RELAY)
    }

    private fun Hands.onlyALineIsSeen() {
        sees(Tags.QUARANTINE)
        reads("could not be verified and")
        readsNo(THIEF)
        tap("${Tags.QUARANTINE}-action")
        sees<Chat> { it.sheet is ChatSheet.Quarantine }
        reads("Not shown, because not proved")
        tap(Tags.CLOSE_SHEET)
        assertTrue(messages().none { it.says(THIEF) })
        message(NEW_PHONE)
    }
}
