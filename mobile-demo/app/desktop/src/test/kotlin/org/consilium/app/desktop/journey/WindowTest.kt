package org.consilium.app.desktop.journey

import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.desktop.support.OpenedWindow
import org.consilium.app.support.Relay

/** The window itself, as people open it: two of them on two screens, with real keys and pixels. */
class WindowTest {
    private val folder: Path = createTempDirectory("windows")

    @OptIn(ExperimentalPathApi::class)
    @AfterTest
    fun clean() = folder.deleteRecursively()

    private fun open(relay: Relay, name: String, number: String) = OpenedWindow.open(
        relay, folder.resolve(name), name, "--number", number, "--book", "${folder.resolve("people.vcf")}", "--ready",
    )

    @Test
    fun `two windows with two names come up ready to chat with each other`() = Relay().use { relay ->
        open(relay, "Amina", "+31612345671").use { aminas ->
            open(relay, "Jörg", "+31612345672").use { jorgs ->
                assertEquals("Consilium · Amina", aminas.title())
                for ((window, other) in listOf(jorgs to "Amina", aminas to "Jörg")) {
                    window.says("No messages yet.")
                    window.says(other)
                }
                assertEquals("390×844", jorgs.size())
                jorgs.fill("Message", "good morning")
                jorgs.press("Enter")
                aminas.says("good morning")
                val colours = aminas.picture(folder.resolve("amina.png"))
                assertTrue(colours > 50, "something is drawn: $colours colours")
                assertEquals(listOf(0, 0), listOf(aminas.shut(), jorgs.shut()))
            }
        }
    }
}
