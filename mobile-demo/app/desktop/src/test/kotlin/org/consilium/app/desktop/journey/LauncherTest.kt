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
import kotlin.test.assertFalse
import org.consilium.app.desktop.support.VirtualScreen
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
                    val relay = ProcessHandle.of(text("relay.pid").trim().toLong()).orElseThrow()
                    endWindow(launcher)
                    launcher.waitFor()
                    until("the relay's end") { true.takeIf { !relay.isAlive } }
                    assertFalse(folder.resolve("relay.pid").exists())
                    // Whoever comes again puts the account into it again.
                    folder.resolve("people.vcf").deleteExisting()
                } finally {
                    launcher.descendants().forEach { it.destroyForcibly() }
                }
            }
        }

    private fun launch(screen: VirtualScreen): Process {
        val command = listOf("bash", "${Path("..", "run.sh")}", "--built", "--as", "Amina", "--data", "$folder")
        return ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).also {
            it.environment()["DISPLAY"] = screen.display
            it.environment()["CARGO_TARGET_DIR"] = "${binary("consilium-relay").parent.parent}"
        }.start()
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
