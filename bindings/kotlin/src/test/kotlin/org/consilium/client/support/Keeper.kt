package org.consilium.client.support

import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.writeText

/**
 * The process of `SecretKeeper.kt`, seen from outside.
 *
 * @param keystore `own` for one of the app's, anything else for the core's.
 */
class Keeper(relay: Relay, private val folder: Path, private val keystore: String) : AutoCloseable {
    private val process = start(folder.resolve("relay.json").apply { writeText(relay.file) })
    private val memory = ProcessMemory(process.pid())
    private val output = process.inputReader()
    private val input = process.outputWriter()

    /**
     * A collector of garbage that moves nothing: whatever a moving one leaves behind where an
     * array was before is no copy of ours, and nobody can overwrite it.
     */
    private fun start(relayFile: Path): Process {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val main = "org.consilium.client.support.SecretKeeperKt"
        val options = listOf("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx512m", "-Xlog:disable")
        val classes = listOf("-cp", System.getProperty("java.class.path"))
        val command = listOf(java) + options + classes + listOf(main, "$relayFile", "$folder", keystore)
        return ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }

    /** Where it stands now, and waits. */
    fun stands(): String = checkNotNull(output.readLine()) { "it ended" }

    /** Lets it go on. */
    fun goOn(answer: String = ""): Unit = input.apply { write("$answer\n") }.flush()

    /** Which of some secrets its memory has, and in how many places. */
    fun find(secrets: Map<String, ByteArray>): Map<String, Int> = memory.find(secrets)

    /** What the app has to give to the core. */
    fun lendable(): Map<String, ByteArray> = MaskedKeystore.secrets(folder.resolve("own"))

    /** What its keystore holds. */
    private fun slots(): Map<String, ByteArray> = if (keystore == "own") {
        lendable() - MaskedKeystore.GATE
    } else {
        val slots = folder.resolve("keystore").listDirectoryEntries()
        slots.filter { it.name != MaskedKeystore.COUNTER }.associate { it.name to it.readBytes() }
    }

    /** Every secret that was handed to the app. */
    fun everySlot(): Map<String, ByteArray> = MaskedKeystore.everySecret(folder.resolve("own"))

    /** Every key of its installation as it is now, with the keystore's. */
    fun keys(pin: String): Map<String, ByteArray> = slots() + vaultKeys(folder.resolve("data"), pin, slots())

    override fun close() {
        process.destroyForcibly().waitFor()
    }
}
