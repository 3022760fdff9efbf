package org.consilium.app.support

import java.nio.file.Path
import kotlin.io.path.CopyActionResult
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.copyToRecursively
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.isDirectory
import kotlin.io.path.isReadable
import kotlin.io.path.isRegularFile
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.time.Duration
import kotlinx.serialization.json.jsonPrimitive

/** The real relay: its binary, as a process, on a folder and a loopback port of its own. */
@OptIn(ExperimentalPathApi::class)
class Relay : AutoCloseable {
    private val folder: Path = createTempDirectory("relay")
    private val backups = ArrayList<Path>()
    private var process: Process? = null
    private var address = "127.0.0.1:0"
    private var ahead = Duration.ZERO

    /** Where a development relay puts codes in place of sending them. */
    val outbox: Path = folder.resolve("sms-outbox.jsonl")

    /** What clients are given. */
    val file: Path = folder.resolve("relay.json")

    init {
        start()
    }

    /** Starts it, again on the same folder and port, and with the same clock. */
    fun start() {
        val command = listOf(
            "$RELAY", "serve", "--dev", "--unlimited", "--data", "$folder", "--listen", address,
            "--dev-clock-offset-ms", "${ahead.inWholeMilliseconds}",
        )
        val log = folder.resolve("relay.log").toFile()
        val started = ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log))
            .start()
        process = started
        val line = started.inputStream.bufferedReader().readLine()
        checkNotNull(line) { "the relay did not start:\n${log.readText()}" }
        address = json(line).getValue("address").jsonPrimitive.content
    }

    /** As a power cut: no handler runs. */
    fun kill() {
        val running = checkNotNull(process) { "a running relay" }
        running.destroyForcibly().waitFor()
        process = null
    }

    /** It was away for that long: time passed meanwhile. */
    fun sleep(time: Duration) {
        kill()
        ahead += time
        start()
    }

    /** Copies all its files, as a backup does. */
    fun backUp(): Path {
        kill()
        val copy = createTempDirectory("relay-backup")
        folder.copyAllTo(copy)
        backups.add(copy)
        start()
        return copy
    }

    /** Goes back to what a backup holds: what came since then is forgotten. */
    fun restore(backup: Path) {
        kill()
        folder.listDirectoryEntries().forEach { it.deleteRecursively() }
        backup.copyAllTo(folder)
        start()
    }

    /** Folders and files; not the socket that a killed relay leaves. */
    private fun Path.copyAllTo(other: Path) {
        copyToRecursively(other, followLinks = false) { from, to ->
            if (from.isDirectory() || from.isRegularFile()) from.copyToIgnoringExistingDirectory(to, followLinks = false)
            CopyActionResult.CONTINUE
        }
    }

    /** The newest code that was sent to a number, and is not [before], an earlier one. */
    fun code(number: String, before: String? = null): String =
        until("an SMS code") { newestCode(number)?.takeIf { it != before } }

    /** The newest code that was sent to a number so far. */
    fun newestCode(number: String): String? {
        if (!outbox.isReadable()) return null
        return outbox.readLines().filter { it.endsWith("}") }.map(::json)
            .lastOrNull { it.getValue("phone").jsonPrimitive.content == number }
            ?.getValue("code")?.jsonPrimitive?.content
    }

    /** Whether any of its files holds [text], readable as it is. */
    fun holds(text: String): Boolean = folder.toFile().walk().filter { it.isFile }
        .any { text in it.readBytes().toString(Charsets.ISO_8859_1) }

    fun relayFile(): String = file.readText()

    override fun close() {
        if (process != null) kill()
        backups.forEach { it.deleteRecursively() }
        folder.deleteRecursively()
    }

    private companion object {
        val RELAY = binary("consilium-relay")
    }
}
