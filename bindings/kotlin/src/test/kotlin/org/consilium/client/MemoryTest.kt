package org.consilium.client

import java.nio.file.Files
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.client.support.Keeper
import org.consilium.client.support.MASK
import org.consilium.client.support.MaskedKeystore
import org.consilium.client.support.Relay
import org.consilium.client.support.story

/** What is left in the process after the lock, in Rust's heap and in the virtual machine's. */
class MemoryTest {
    private val relay = Relay.start()
    private val folder = Files.createTempDirectory("consilium-memory")

    @AfterTest
    fun end() {
        relay.close()
        folder.toFile().deleteRecursively()
    }

    @Test
    fun `after the lock neither PIN nor any key of the installation is found`() = searched("core")

    /** Its secrets are arrays of the virtual machine's on their way from and to the core. */
    @Test
    fun `a keystore of the app's own leaves no key in the process either`() = searched("own")

    private fun searched(keystore: String) = story {
        Keeper(relay, folder, keystore).use { keeper ->
            val told = keeper.stands().removePrefix("held ").split(',').map(String::toInt)
            val pin = told.map { (it xor MASK).toChar() }.joinToString("")
            val encodings = listOf(Charsets.UTF_8, Charsets.UTF_16LE, Charsets.UTF_16BE)
            val secrets = encodings.associate { "PIN in $it" to pin.toByteArray(it) }.toMutableMap()
            assertTrue(keeper.find(secrets).isNotEmpty(), "a PIN that is still held is found")
            keeper.goOn()

            assertEquals("code", keeper.stands())
            keeper.goOn(relay.smsCode("+31612345678"))
            assertEquals("registered", keeper.stands())
            // Under the PIN's first salt; those at the end are under another.
            secrets += keeper.keys(pin).mapKeys { "first ${it.key}" }
            keeper.goOn()

            val lent = keeper.lent()
            val own = if (keystore == "own") setOf("device-secret", "standby") else emptySet()
            assertEquals(own + MaskedKeystore.GATE, lent, "found while the core is given it")
            val open = keeper.keys(pin)
            assertEquals(HELD, keeper.find(open).keys, "found while the session is open")
            keeper.goOn()

            assertEquals("locked", keeper.stands())
            secrets += open + keeper.everySlot()
            assertEquals(emptyMap(), keeper.find(secrets), "found after the lock")
            keeper.goOn()
        }
    }

    /**
     * Goes on until the session is open. Which secrets of the device's the app's code gave to the
     * core meanwhile: each is found at that moment.
     */
    private fun Keeper.lent(): Set<String> = buildSet {
        while (true) {
            val stands = stands()
            if (stands == "unlocked") break
            val slot = stands.removePrefix("lent ")
            val secret = lendable().getValue(slot)
            assertTrue(find(mapOf(slot to secret)).isNotEmpty(), "$slot is found while it is lent")
            add(slot.removeSuffix("-0").removeSuffix("-1"))
            goOn()
        }
    }

    private companion object {
        /**
         * What an open session holds. The others are made of these when they are needed and gone
         * right after, so that the search never finds them: the vault key with the device secret,
         * the seeds of the account's root and of the prekey's box key, the standby state's key, and
         * what Ed25519 makes of its seeds. That their bytes are the core's is proved where they are
         * derived. SQLCipher keeps its copy of the database key masked; in letters it is there only
         * while SQLCipher is given it.
         */
        val HELD = setOf(
            "master key", "database key", "device seed", "identity seed", "recovery code",
            "standby", "prekey 0 seed", "prekey 0 box key", "prekey 0 kem key",
        )
    }
}
