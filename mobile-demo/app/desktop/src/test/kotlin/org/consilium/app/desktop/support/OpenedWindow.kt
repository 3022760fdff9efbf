package org.consilium.app.desktop.support

import java.nio.file.Path
import kotlin.io.path.Path
import org.consilium.app.support.Relay

/** The app as it is started for people: its real window on a screen of its own, without a monitor. */
class OpenedWindow private constructor(private val screen: VirtualScreen, private val process: Process) :
    UsedWindow(process), AutoCloseable {

    /** As when the battery is taken out: no handler runs. */
    override fun close() {
        process.destroyForcibly().waitFor()
        screen.close()
    }

    companion object {
        /** A window in English for whom its title names, against a development relay. */
        fun open(relay: Relay, data: Path, name: String, vararg more: String): OpenedWindow {
            val screen = VirtualScreen()
            val java = Path(System.getProperty("java.home"), "bin", "java").toString()
            val process = ProcessBuilder(
                // Java's own dialogs can be typed into and clicked; the system's are another program's.
                java, "-Dsun.awt.disableGtkFileDialogs=true", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                HANDS, "org.consilium.app.desktop.MainKt", "--relay", "${relay.file}", "--outbox", "${relay.outbox}",
                "--data", "$data", "--as", name, "--language", "en", "--theme", "light", *more,
            ).redirectError(ProcessBuilder.Redirect.INHERIT).also {
                it.environment()["DISPLAY"] = screen.display
                it.environment()["SKIKO_RENDER_API"] = "SOFTWARE"
            }
            return OpenedWindow(screen, process.start())
        }
    }
}
