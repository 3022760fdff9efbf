package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.dialOf
import org.consilium.app.desktop.support.findAndOpen
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.messages
import org.consilium.app.desktop.support.says
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.toList
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Requests
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG
import org.consilium.app.support.LOTTE
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.views.Tags

private const val QUESTION = "Mrs de Vries, bed 14: chest pain since 06:40, troponin 38"
private const val ANSWER = "ECG please. Aspirin given?"
private const val FROM_WARD = "Ward 3: she is on her way down"
private const val WHILE_AWAY = "Written while the relay is gone"
private const val ALSO_AWAY = "And this from the other side"

class TalkingTest {
    @Test
    fun `two apps and a terminal client talk, the relay dies in the middle, and nothing is lost`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { jorgs ->
                Phone(relay).use { aminas ->
                    Terminal(relay).use { lottes ->
                        signUp(jorgs, relay, JORG)
                        signUp(aminas, relay, AMINA)
                        lottes.register(LOTTE.name, LOTTE.number)
                        lottes.find(bookOf(AMINA, JORG, LOTTE))
                        appsTalk(jorgs, aminas)
                        terminalJoins(aminas, lottes)
                        relayDies(relay, jorgs, aminas)
                        appComesBack(aminas)
                        for (text in listOf(QUESTION, ANSWER, FROM_WARD, WHILE_AWAY, AMINA.name)) {
                            assertFalse(relay.holds(text), "the relay cannot read: $text")
                        }
                    }
                }
            }
        }
    }

    private fun Hands.appsTalk(jorgs: Phone, aminas: Phone) {
        findAndOpen(aminas, JORG)
        write(QUESTION)
        dialOf(QUESTION, Dial.AT_RELAY)
        hold(jorgs)
        sees<Conversations> { it.requests == 1 }
        tap(Tags.REQUESTS)
        val request = sees<Requests> { it.rows.size == 1 }.rows.single()
        reads(AMINA.name)
        tap(Tags.person(request.account))
        message(QUESTION)
        tap(Tags.ACCEPT)
        sees<Chat> { it.warning == null }
        write(ANSWER)
        hold(aminas)
        dialOf(QUESTION, Dial.READ)
        message(ANSWER)
        reads(ANSWER)
        hold(jorgs)
        dialOf(ANSWER, Dial.READ)
    }

    private fun Hands.terminalJoins(aminas: Phone, lottes: Terminal) {
        lottes.send(AMINA.name, FROM_WARD)
        hold(aminas)
        toList()
        sees<Conversations> { it.requests == 1 }
        tap(Tags.REQUESTS)
        val request = sees<Requests> { it.rows.size == 1 }.rows.single()
        tap(Tags.accept(request.account))
        sees<Requests> { it.rows.isEmpty() }
        tap(Tags.BACK)
        val row = sees<Conversations> { list -> list.rows.any { it.account == request.account } }
            .rows.first { it.account == request.account }
        assertEquals(1, row.unread)
        tap(Tags.conversation(request.account))
        message(FROM_WARD)
        write("Thank you, we wait for her")
        dialOf("Thank you, we wait for her", Dial.DELIVERED)
        lottes.until("the answer") { "Thank you, we wait for her" in lottes.texts(AMINA.name) }
    }

    private fun Hands.relayDies(relay: Relay, jorgs: Phone, aminas: Phone) {
        relay.kill()
        hold(jorgs)
        sees<Chat> { it.line.state is LineState.Offline || it.line.state == LineState.Connecting }
        sees(Tags.LINE)
        write(WHILE_AWAY)
        dialOf(WHILE_AWAY, Dial.WAITING)
        sees<Chat> { it.line.waiting == 1 }
        hold(aminas)
        toList()
        tap(Tags.conversation(accountIn(JORG.name)))
        write(ALSO_AWAY)
        dialOf(ALSO_AWAY, Dial.WAITING)
        relay.start()
        reads(WHILE_AWAY)
        dialOf(ALSO_AWAY, Dial.DELIVERED)
        seesNo(Tags.LINE)
        hold(jorgs)
        message(ALSO_AWAY)
        dialOf(WHILE_AWAY, Dial.READ)
        assertEquals(1, messages().count { it.says(ALSO_AWAY) }, "once, not twice")
    }

    private fun Hands.appComesBack(aminas: Phone) {
        aminas.reopen()
        hold(aminas)
        sees<PinEntry>()
        readsNo(JORG.name)
        pin(PIN)
        sees<Conversations> { it.rows.size == 2 }
        tap(Tags.conversation(accountIn(JORG.name)))
        for (text in listOf(QUESTION, ANSWER, WHILE_AWAY, ALSO_AWAY)) {
            message(text)
            assertEquals(1, messages().count { it.says(text) }, text)
        }
    }

    private fun Hands.accountIn(name: String): String =
        sees<Conversations> { list -> list.rows.any { it.name == name } }.rows.first { it.name == name }.account
}
