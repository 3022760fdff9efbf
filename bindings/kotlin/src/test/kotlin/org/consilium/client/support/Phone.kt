package org.consilium.client.support

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import org.consilium.client.BiometricGate
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.FolderKeystore
import org.consilium.client.Keystore
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.Profile

/** The PIN of every phone that has no other; a new array each time, since calls overwrite it. */
fun pin(): CharArray = charArrayOf('2', '7', '1', '6', '0', '5')

/** A PIN that opens no phone. */
fun wrongPin(): CharArray = charArrayOf('9', '4', '1', '6', '0', '8')

/** A phone's storage: the app's folder, and the keystore apart from it. */
class Phone : AutoCloseable {
    /** Everything that is on it. */
    val home: Path = Files.createTempDirectory("consilium-phone")

    /** The app's folder. */
    val data: Path = home.resolve("data")

    /** The app on this phone, locked. */
    suspend fun client(
        relayFile: String,
        keystore: Keystore? = null,
        autoLock: Duration = 1.hours,
        gate: BiometricGate? = null,
    ): ConsiliumClient {
        val config = ClientConfig(
            dataDir = data.toString(),
            relayFile = relayFile,
            defaultRegion = "NL",
            autoLockMs = autoLock.inWholeMilliseconds.toULong(),
        )
        return ConsiliumClient.open(config, keystore ?: keystore(), gate)
    }

    /** The keystore's folder, as the core has it. */
    suspend fun keystore(): FolderKeystore = FolderKeystore.open(home.resolve("keystore"))

    override fun close() {
        home.toFile().deleteRecursively()
    }

    companion object {
        private val numbers = AtomicInteger()

        /** A number that nobody has yet. */
        fun newNumber(): String = "+3161%07d".format(numbers.incrementAndGet())
    }
}

/** Registers a person of that name on this client. */
suspend fun ConsiliumClient.signUp(
    relay: Relay,
    name: String,
    number: String = Phone.newNumber(),
    pin: CharArray = pin(),
): ConsiliumSession {
    val request = requestCode(number)
    return register(request, relay.smsCode(number), pin, Profile(name, "cardiologist"))
}
