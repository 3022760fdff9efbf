package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.async
import org.consilium.client.support.People
import org.consilium.client.support.Phone
import org.consilium.client.support.pin
import org.consilium.client.support.signUp
import org.consilium.client.support.story
import org.consilium.client.support.within
import org.consilium.ffi.ClientException
import org.consilium.ffi.Delivery
import org.consilium.ffi.Spooled
import org.consilium.ffi.StandbyConfig
import org.junit.jupiter.api.assertThrows

/** A push comes while the app is locked. */
class StandbyTest {
    private val people = People()
    private val relay = people.relay

    @AfterTest
    fun end(): Unit = people.close()

    private suspend fun fetch(phone: Phone): Spooled =
        ConsiliumStandby.fetch(StandbyConfig("${phone.data}", relay.file), phone.keystore())

    @Test
    fun `what came while the app was locked is read with the relay away, and once`() = story {
        val (anna, ben) = people.person("Anna") to people.person("Ben")
        anna.find(ben)
        anna.session.sendText(ben.account, "Hello Ben")
        anna.session.syncNow()
        ben.session.syncNow()
        ben.session.lock()

        val sent = anna.session.sendText(ben.account, "Potassium 6.1 in bed 4")
        anna.session.syncNow()
        assertEquals(Spooled(1u, 1u), fetch(ben.phone))
        assertEquals(Spooled(0u, 1u), fetch(ben.phone))
        assertEquals(Delivery.AtRelay, anna.session.message(sent).delivery)

        val file = StandbyConfig("${ben.phone.data}", relay.file)
        relay.kill()
        assertThrows<ClientException.Offline> { ConsiliumStandby.fetch(file, ben.phone.keystore()) }
        ben.session = ben.client.unlock(pin())
        val both = listOf("Hello Ben", "Potassium 6.1 in bed 4")
        assertEquals(both, ben.texts(anna))

        relay.restart()
        ben.session.acceptRequest(anna.account)
        ben.session.syncNow()
        assertEquals(both, ben.texts(anna))
        ben.session.lock()
        assertEquals(Spooled(0u, 0u), fetch(ben.phone))
    }

    @Test
    fun `a phone without an account has nothing to fetch, a keystore's fault is typed`() = story {
        Phone().use { phone ->
            assertThrows<ClientException.NoAccount> { fetch(phone) }
            phone.client(relay.file).use { client ->
                client.signUp(relay, "Anna").close()
                assertEquals(Spooled(0u, 0u), fetch(phone))
                val keystore: Keystore = phone.keystore()
                val broken = object : Keystore by keystore {
                    override fun load(slot: String): ByteArray? = throw StackOverflowError()
                }
                val config = StandbyConfig("${phone.data}", relay.file)
                assertThrows<ClientException.Keystore> { ConsiliumStandby.fetch(config, broken) }
                client.erase()
                assertThrows<ClientException.NoAccount> { fetch(phone) }
            }
        }
    }

    @Test
    fun `a fetch from a relay that does not answer is given up with its coroutine`() = story {
        Phone().use { phone ->
            phone.client(relay.file).use { it.signUp(relay, "Anna").close() }
            relay.freeze()
            val waiting = async { fetch(phone) }
            waiting.cancel()
            within("its end") { waiting.join() }
            assertTrue(runCatching { waiting.await() }.exceptionOrNull() is CancellationException)
            relay.thaw()
            assertEquals(Spooled(0u, 0u), fetch(phone))
        }
    }
}
