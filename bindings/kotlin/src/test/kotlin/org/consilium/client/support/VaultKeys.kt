package org.consilium.client.support

import java.nio.file.Path

/**
 * Every key of an installation by its name, also of one that is open elsewhere: derived by a program
 * of the core's (`client-core/examples/vault-keys`) in a process of its own.
 */
fun vaultKeys(data: Path, pin: String, keystore: Map<String, ByteArray>): Map<String, ByteArray> {
    val device = keystore.entries.single { it.key.startsWith("device-secret") }.value
    val standby = keystore.getValue("standby")
    val process = ProcessBuilder(BINARY, "$data").redirectError(ProcessBuilder.Redirect.INHERIT).start()
    process.outputWriter().use { it.write("$pin\n${device.toHexString()}\n${standby.toHexString()}\n") }
    val keys = process.inputReader().readLines().associate { line ->
        val (name, hex) = line.split(": ")
        name to hex.hexToByteArray()
    }
    check(process.waitFor() == 0) { "the keys could not be derived" }
    return keys
}

private val BINARY: String = checkNotNull(System.getenv("CONSILIUM_TEST_VAULT_KEYS")) {
    "CONSILIUM_TEST_VAULT_KEYS names a program; bindings/kotlin/test.sh sets it"
}
