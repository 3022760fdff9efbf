package org.consilium.app.desktop.journey

import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertEquals
import org.consilium.app.desktop.support.ChildPhone
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.dialOf
import org.consilium.app.desktop.support.findAndOpen
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.messages
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.toList
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.support.AMINA
import org.consilium.app.support.LOTTE
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.views.Tags

/** The app is killed as a process (SIGKILL) in the middle of things, and opened again. */
class KilledAppTest {
    private val said = ArrayList<String>()
    private val heard = ArrayList<String>()

    @Test
    fun `killed in the middle of writing, receiving and typing, and nothing is lost or there twice`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { aminas ->
                Terminal(relay).use { lottes ->
                    val account = begin(relay, aminas, lottes)
                    for (moment in Moment.entries) {
                        toList()
                        aminas.lend { folder -> kill(moment, folder, relay, lottes, account) }
                        comeBack(aminas, account)
                        everythingOnce(lottes)
                    }
                    sees<Chat> { it.composer.text == DRAFT }
                }
            }
        }
    }

    /** When the app is killed. */
    private enum class Moment { AFTER_WRITING, WHILE_RECEIVING, WHILE_OPENING, AFTER_TYPING }

    private fun kill(moment: Moment, folder: Path, relay: Relay, lottes: Terminal, account: String) =
        ChildPhone(folder, relay.file).use { app ->
            when (moment) {
                Moment.AFTER_WRITING -> {
                    app.does("unlock")
                    app.does("open", account)
                    for (text in listOf("First words", "Last words before the kill")) {
                        app.does("write", text)
                        said += text
                    }
                }
                Moment.WHILE_RECEIVING -> {
                    app.does("unlock")
                    app.does("open", account)
                    send(lottes, "early", MANY)
                    app.does("read", heard.last())
                    app.begins("write", "Maybe too late")
                    send(lottes, "late", MANY)
                }
                Moment.WHILE_OPENING -> {
                    send(lottes, "meanwhile", MANY)
                    app.begins("unlock")
                }
                Moment.AFTER_TYPING -> {
                    app.does("unlock")
                    app.does("open", account)
                    app.does("draft", DRAFT)
                }
            }
            app.kill()
        }

    private fun send(lottes: Terminal, what: String, count: Int) {
        for (number in 1..count) {
            val text = "$what $number"
            lottes.send(AMINA.name, text)
            heard += text
        }
    }

    private fun Hands.begin(relay: Relay, aminas: Phone, lottes: Terminal): String {
        signUp(aminas, relay, AMINA)
        lottes.register(LOTTE.name, LOTTE.number)
        lottes.find(bookOf(AMINA))
        val account = findAndOpen(aminas, LOTTE)
        write("Hello")
        said += "Hello"
        lottes.until("the request") { "Hello" in lottes.texts(AMINA.name) }
        lottes.ask("accept", "who" to AMINA.name)
        dialOf("Hello", Dial.DELIVERED)
        return account
    }

    private fun Hands.comeBack(aminas: Phone, account: String) {
        hold(aminas)
        sees<PinEntry>()
        pin(PIN)
        sees<Conversations>()
        tap(Tags.conversation(account))
        sees<Chat> { !it.loading }
    }

    /** Everything that was on the screen before, and everything that Lotte sent; at Lotte's too. */
    private fun Hands.everythingOnce(lottes: Terminal) {
        heard.lastOrNull()?.let { message(it) }
        wait("all that was written is delivered") { messages().filter { it.own }.all { it.dial == Dial.DELIVERED || it.dial == Dial.READ } }
        val shown = messages().map { (it.body as Body.Text).text }
        assertEquals(heard, shown.filter { it in heard }, "each of Lotte's once, in order")
        assertEquals(shown.distinct(), shown, "nothing twice")
        assertEquals(said, shown.filter { it in said })
        val there = lottes.texts(AMINA.name)
        assertEquals(shown.filter { it !in heard }, there.filter { it !in heard }, "the same at the other end")
    }

    private companion object {
        const val MANY = 12
        const val DRAFT = "Half a sentence when"
    }
}
