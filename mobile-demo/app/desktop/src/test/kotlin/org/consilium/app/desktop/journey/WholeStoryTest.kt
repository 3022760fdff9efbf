package org.consilium.app.desktop.journey

import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.writeText
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.desktop.support.OpenedWindow
import org.consilium.app.desktop.support.accept
import org.consilium.app.desktop.support.beFound
import org.consilium.app.desktop.support.count
import org.consilium.app.desktop.support.find
import org.consilium.app.desktop.support.openConversation
import org.consilium.app.desktop.support.pin
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.write
import org.consilium.app.support.AMINA
import org.consilium.app.support.Clinician
import org.consilium.app.support.LOTTE
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf

/** A name that a plain keyboard can type. */
private val RUTH = Clinician("Ruth Weber", "+31612345674", "nurse")

private const val QUESTION = "Bed 14 has chest pain since 6"
private const val ANSWER = "ECG please"
private const val FROM_WARD = "Ward 3: she is on her way down"
private const val TO_WARD = "We wait for her"
private const val FROM_RUTH = "Written while the relay is gone"
private const val FROM_AMINA = "The last words before the kill"

/** The main job from the first screen on, with mouse and keyboard in real windows; the app does nothing by itself. */
class WholeStoryTest {
    private val folder: Path = createTempDirectory("story")

    @OptIn(ExperimentalPathApi::class)
    @AfterTest
    fun clean() = folder.deleteRecursively()

    @Test
    fun `two windows and a terminal client talk, relay and one window are killed, and every message is there once`() =
        Relay().use { relay ->
            Terminal(relay).use { lottes ->
                open(relay, RUTH).use { ruths ->
                    open(relay, AMINA).use { aminas ->
                        meet(ruths, aminas, lottes)
                        talk(ruths, aminas, lottes)
                        relay.kill()
                        writeInVain(ruths, aminas)
                    }
                    relay.start()
                    open(relay, AMINA).use { aminas ->
                        comeBack(aminas)
                        everythingOnce(ruths, aminas, lottes)
                        assertEquals(listOf(0, 0), listOf(aminas.shut(), ruths.shut()))
                    }
                }
            }
            assertTrue(relay.holds(RUTH.number), "the outbox of codes, in the same folder, is looked into")
            for (secret in listOf(QUESTION, ANSWER, FROM_WARD, TO_WARD, FROM_RUTH, FROM_AMINA, AMINA.name, RUTH.name)) {
                assertFalse(relay.holds(secret), "the relay cannot read: $secret")
            }
        }

    private fun open(relay: Relay, who: Clinician) = OpenedWindow.open(relay, folder.resolve(who.number), who.name)

    private fun meet(ruths: OpenedWindow, aminas: OpenedWindow, lottes: Terminal) {
        ruths.signUp(RUTH)
        aminas.signUp(AMINA)
        aminas.beFound()
        lottes.register(LOTTE.name, LOTTE.number)
        lottes.find(bookOf(AMINA))
        val book = folder.resolve("book.vcf")
        book.writeText(bookOf(AMINA))
        ruths.find(AMINA, book)
    }

    private fun talk(ruths: OpenedWindow, aminas: OpenedWindow, lottes: Terminal) {
        ruths.write(QUESTION)
        ruths.says("At the relay")
        aminas.accept(RUTH.name, QUESTION)
        aminas.write(ANSWER)
        ruths.says(ANSWER)
        aminas.says("Read")
        lottes.send(AMINA.name, FROM_WARD)
        aminas.click("Back")
        aminas.accept(LOTTE.name, FROM_WARD)
        aminas.write(TO_WARD)
        lottes.until("the answer") { TO_WARD in lottes.texts(AMINA.name) }
    }

    private fun writeInVain(ruths: OpenedWindow, aminas: OpenedWindow) {
        ruths.says("Offline since")
        ruths.write(FROM_RUTH)
        ruths.says("1 message waits here")
        aminas.click("Back")
        aminas.openConversation(RUTH.name)
        aminas.write(FROM_AMINA)
        aminas.says("1 message waits here")
    }

    private fun comeBack(aminas: OpenedWindow) {
        aminas.says("Enter your PIN")
        aminas.saysNo(RUTH.name)
        aminas.pin("Open")
        aminas.openConversation(RUTH.name)
    }

    private fun everythingOnce(ruths: OpenedWindow, aminas: OpenedWindow, lottes: Terminal) {
        ruths.says(FROM_AMINA)
        aminas.says(FROM_RUTH)
        for (window in listOf(ruths, aminas)) {
            window.saysNo("Offline since")
            window.saysNo("Waiting")
            for (text in listOf(QUESTION, ANSWER, FROM_RUTH, FROM_AMINA)) assertEquals(1, window.count(text), text)
        }
        aminas.click("Back")
        aminas.openConversation(LOTTE.name)
        for (text in listOf(FROM_WARD, TO_WARD)) {
            aminas.says(text)
            assertEquals(1, aminas.count(text), text)
        }
        assertEquals(listOf(FROM_WARD, TO_WARD), lottes.texts(AMINA.name))
    }
}
