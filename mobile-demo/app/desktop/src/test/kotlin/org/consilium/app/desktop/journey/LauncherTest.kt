package org.consilium.app.desktop.journey

import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.Path
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteExisting
import kotlin.io.path.deleteRecursively
import kotlin.io.path.exists
import kotlin.io.path.isReadable
import kotlin.io.path.readText
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.desktop.support.UsedWindow
import org.consilium.app.desktop.support.VirtualScreen
import org.consilium.app.desktop.support.javaWithHands
import org.consilium.app.support.PIN
import org.consilium.app.support.binary
import org.consilium.app.support.until

/** The script that people start the app with, from a folder with nothing in it. */
class LauncherTest {
    private val folder: Path = createTempDirectory("launcher")

    @OptIn(ExperimentalPathApi::class)
    @AfterTest
    fun clean() = folder.deleteRecursively()

    @Test
    fun `it starts a relay and opens an account ready to chat, again too, and the relay ends with the window`() =
        VirtualScreen().use { screen ->
            repeat(2) {
                val launcher = launch(screen)
                try {
                    until("the account in the shared address book") { true.takeIf { "Amina" in text("people.vcf") } }
                    val relay = relay()
                    endWindow(launcher)
                    launcher.waitFor()
                    ends(relay)
                    // Whoever comes again puts the account into it again.
                    folder.resolve("people.vcf").deleteExisting()
                } finally {
                    launcher.descendants().forEach { it.destroyForcibly() }
                }
            }
        }

    @Test
    fun `without a name it opens an empty phone, and who signs up finds the code in the strip`() = VirtualScreen().use { screen ->
        val java = javaWithHands(folder.resolve("bin"))
        val launcher = launcher(screen, "--language", "en").redirectError(folder.resolve("said").toFile()).also {
            it.environment()["PATH"] = "${java.parent}:${System.getenv("PATH")}"
        }.start()
        try {
            with(UsedWindow(launcher)) {
                signUp()
                val relay = relay()
                assertFalse(folder.resolve("people.vcf").exists(), "no account is prepared by itself")
                shut()
                assertEquals(0, launcher.waitFor(), text("said"))
                ends(relay)
            }
        } finally {
            launcher.descendants().forEach { it.destroyForcibly() }
        }
    }

    /** By keys, and by what the window says. */
    private fun UsedWindow.signUp() {
        says("Messages between clinicians")
        goTo("Create an account")
        press("Enter")
        says("Your phone number")
        goTo("Phone number")
        type("0612345671")
        press("Enter")
        says("Enter the code")
        val code = says("The code: ").substringAfter("The code: ")
        assertTrue(code.matches(Regex("\\d{6}")), code)
        goTo("Six digits")
        type(code)
        press("Enter")
        says("Who are you?")
        goTo("Name")
        type("amina")
        goTo("Continue")
        press("Enter")
        for (title in listOf("Choose a PIN", "Enter it again")) {
            says(title)
            type(PIN)
            press("Enter")
        }
        says("Your recovery code")
        goTo("Do this later")
        press("Enter")
        says("No conversations yet")
    }

    private fun launch(screen: VirtualScreen): Process =
        launcher(screen, "--as", "Amina").redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start()

    private fun launcher(screen: VirtualScreen, vararg arguments: String): ProcessBuilder {
        val command = listOf("bash", "${Path("..", "run.sh")}", "--built", "--data", "$folder", *arguments)
        return ProcessBuilder(command).also {
            it.environment()["DISPLAY"] = screen.display
            it.environment()["CARGO_TARGET_DIR"] = "${binary("consilium-relay").parent.parent}"
        }
    }

    private fun relay(): ProcessHandle = ProcessHandle.of(text("relay.pid").trim().toLong()).orElseThrow()

    private fun ends(relay: ProcessHandle) {
        until("the relay's end") { true.takeIf { !relay.isAlive } }
        assertFalse(folder.resolve("relay.pid").exists())
    }

    /** The window's process ends as when the person logs out. */
    private fun endWindow(launcher: Process) {
        val window = until("the window") {
            launcher.descendants().filter { it.info().command().orElse("").endsWith("java") }.findFirst().orElse(null)
        }
        window.destroy()
    }

    private fun text(name: String): String = folder.resolve(name).let { if (it.isReadable()) it.readText() else "" }
}
