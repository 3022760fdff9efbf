package org.consilium.app.desktop.support

/** A screen of its own, without a monitor and without a window manager. */
class VirtualScreen : AutoCloseable {
    private val process: Process = ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "500x900x24", "-nolisten", "tcp")
        .redirectError(ProcessBuilder.Redirect.DISCARD).start()

    /** Its name, as programs are given it. */
    val display: String = ":" + checkNotNull(process.inputReader().readLine()) { "Xvfb did not start" }

    override fun close() {
        process.destroyForcibly().waitFor()
    }
}
