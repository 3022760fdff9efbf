package org.consilium.client

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.writeText
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.client.support.MASK
import org.consilium.client.support.ProcessMemory
import org.consilium.client.support.Relay
import org.consilium.client.support.story

/** What is left in the process after the lock, in Rust's heap and in the virtual machine's. */
class MemoryTest {
    private val relay = Relay.start()
    private val folder = Files.createTempDirectory("consilium-memory")
    private val app = app()
    private val memory = ProcessMemory(app.pid())

    @AfterTest
    fun end() {
        app.destroyForcibly().waitFor()
        relay.close()
        folder.toFile().deleteRecursively()
    }

    /**
     * A collector of garbage that moves nothing: whatever a moving one leaves behind where an
     * array was before is no copy of ours, and nobody can overwrite it.
     */
    private fun app(): Process {
        val relayFile = folder.resolve("relay.json").apply { writeText(relay.file) }
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val main = "org.consilium.client.support.SecretKeeperKt"
        val options = listOf("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx512m", "-Xlog:disable")
        val classes = listOf("-cp", System.getProperty("java.class.path"))
        val command = listOf(java) + options + classes + listOf(main, "$relayFile", "$folder")
        return ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }

    @Test
    fun `after the lock neither PIN nor device secret is anywhere in the process`() = story {
        val output = app.inputReader()
        val input = app.outputWriter()
        fun answer(line: String) = input.apply { write("$line\n") }.flush()

        val told = output.readLine().removePrefix("held ").split(',').map(String::toInt)
        val pin = told.map { (it xor MASK).toChar() }.joinToString("")
        val encodings = listOf(Charsets.UTF_8, Charsets.UTF_16LE, Charsets.UTF_16BE).map(pin::toByteArray)
        assertTrue(memory.count(encodings) > 0, "a PIN that is still held is found")

        answer("")
        assertEquals("code", output.readLine())
        answer(relay.smsCode("+31612345678"))
        assertEquals("locked", output.readLine())
        assertEquals(0, memory.count(encodings), "the PIN")
        val secrets = folder.resolve("keystore").listDirectoryEntries().filter { it.name != COUNTER }
        assertEquals(2, secrets.size, "a device secret and the standby key")
        for (secret in secrets) {
            assertEquals(0, memory.count(listOf(secret.readBytes())), secret.name)
        }
        answer("")
    }

    private companion object {
        /** A slot that holds no secret: how many PINs were wrong. */
        const val COUNTER = "pin-tries"
    }
}
