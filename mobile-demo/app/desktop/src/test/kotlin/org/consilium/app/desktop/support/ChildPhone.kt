package org.consilium.app.desktop.support

import java.io.BufferedReader
import java.io.BufferedWriter
import java.nio.file.Path
import kotlin.io.path.Path
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Preview
import org.consilium.app.support.PIN
import org.consilium.app.views.Tags

/** The whole app in a process of its own, in somebody's hands: it can be killed. */
class ChildPhone(folder: Path, relayFile: Path) : AutoCloseable {
    private val process: Process = ProcessBuilder(
        Path(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.awt.headless=true", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
        "org.consilium.app.desktop.support.ChildPhoneKt", "$folder", "$relayFile",
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val input: BufferedWriter = process.outputWriter()
    private val output: BufferedReader = process.inputReader()

    /** Has something done; returns when it is seen on the screen. */
    fun does(command: String, what: String = "") {
        begins(command, what)
        while (true) {
            val line = checkNotNull(output.readLine()) { "the app ended at: $command" }
            if (line == DONE) return
        }
    }

    /** Has something done, without waiting for it. */
    fun begins(command: String, what: String = "") {
        input.write("$command $what\n")
        input.flush()
    }

    /** As when the battery is taken out: no handler runs. */
    fun kill() {
        process.destroyForcibly().waitFor()
    }

    override fun close() = kill()
}

private const val DONE = "done, as seen on the screen"

/** Does what is told line by line, with the hands of the journeys. */
fun main(arguments: Array<String>) = Hands.play {
    val (folder, relayFile) = arguments
    Phone(Path(relayFile), Path(folder)).use { phone ->
        hold(phone)
        for (line in generateSequence(::readLine)) {
            val (command, what) = line.split(" ", limit = 2)
            perform(command, what)
            println(DONE)
        }
    }
}

private fun Hands.perform(command: String, what: String) {
    when (command) {
        "unlock" -> {
            sees<PinEntry>()
            pin(PIN)
            sees<Conversations>()
        }
        "open" -> {
            tap(Tags.conversation(what))
            sees<Chat> { it.account == what && !it.loading }
        }
        "write" -> write(what)
        "read" -> message(what)
        "draft" -> {
            type(Tags.MESSAGE_FIELD, what)
            toList()
            sees<Conversations> { list -> list.rows.any { it.preview == Preview.Draft(what) } }
        }
        else -> error("not a command: $command")
    }
}
