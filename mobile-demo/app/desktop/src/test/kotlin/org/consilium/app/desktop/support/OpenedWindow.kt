package org.consilium.app.desktop.support

import kotlin.io.path.Path

/** The app as it is started for people: its real window on a screen of its own, without a monitor. */
class OpenedWindow private constructor(private val screen: VirtualScreen, private val process: Process) :
    UsedWindow(process), AutoCloseable {

    /** As when the battery is taken out: no handler runs. */
    override fun close() {
        process.destroyForcibly().waitFor()
        screen.close()
    }

    companion object {
        fun open(vararg arguments: String): OpenedWindow {
            val screen = VirtualScreen()
            val java = Path(System.getProperty("java.home"), "bin", "java").toString()
            val process = ProcessBuilder(
                // Java's own dialogs can be typed into and clicked; the system's are another program's.
                java, "-Dsun.awt.disableGtkFileDialogs=true", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                HANDS, "org.consilium.app.desktop.MainKt", *arguments,
            ).redirectError(ProcessBuilder.Redirect.INHERIT).also {
                it.environment()["DISPLAY"] = screen.display
                it.environment()["SKIKO_RENDER_API"] = "SOFTWARE"
            }
            return OpenedWindow(screen, process.start())
        }
    }
}
