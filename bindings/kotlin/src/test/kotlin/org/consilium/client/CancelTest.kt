package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.supervisorScope
import org.consilium.client.support.Narrows
import org.consilium.client.support.Person
import org.consilium.client.support.Phone
import org.consilium.client.support.Relay
import org.consilium.client.support.pin
import org.consilium.client.support.signUp
import org.consilium.client.support.story
import org.consilium.client.support.untilTrue
import org.consilium.client.support.within
import org.consilium.ffi.ClientState
import org.consilium.ffi.Connection
import org.consilium.ffi.Profile

/** Calls that are given up. */
class CancelTest {
    private val relay = Relay.start()
    private val phone = Phone()

    @AfterTest
    fun end() {
        relay.close()
        phone.close()
    }

    /** Begins [call] against a relay that does not answer, and waits until it is on its way. */
    private suspend fun <T> CoroutineScope.stuck(call: suspend () -> T): Deferred<T> {
        relay.freeze()
        val running = async { call() }
        untilTrue("a connection") { relay.connections() > 0 }
        assertTrue(running.isActive)
        return running
    }

    @Test
    fun `a call to a relay that does not answer ends when its coroutine is cancelled`() = story {
        phone.client(relay.file).use { client ->
            supervisorScope {
                val asking = stuck { client.requestCode("0612345678") }
                within("the end of the call") { asking.cancelAndJoin() }
                assertTrue(asking.isCancelled)
            }
            relay.thaw()
            assertEquals("+31612345678", client.requestCode("0612345678").number)
        }
    }

    @Test
    fun `a registration that was given up leaves nothing and can be made again`() = story {
        phone.client(relay.file).use { client ->
            val number = Phone.newNumber()
            val request = client.requestCode(number)
            val code = relay.smsCode(number)
            supervisorScope {
                val making = stuck { client.register(request, code, pin(), Profile("Anna", "")) }
                within("the end of the registration") { making.cancelAndJoin() }
            }
            relay.thaw()
            assertEquals(ClientState.EMPTY, client.state())
            client.signUp(relay, "Anna", number).use { session ->
                assertEquals(number, session.ownAccount().number)
            }
        }
    }

    @Test
    fun `a sync given up in the middle keeps what came, the next brings the rest once`() = story {
        Narrows(relay).use { narrows ->
            val anna = Person.register(relay, "Anna")
            val ben = Person.register(relay, "Ben", file = narrows.file)
            anna.find(ben)
            // Whoever is unknown is asked for first, which would be on the other side too.
            ben.find(anna)
            val texts = (1..MANY).map { "message $it" }
            texts.forEach { anna.session.sendText(ben.account, it) }
            anna.session.syncNow()

            narrows.letThrough(SOME)
            supervisorScope {
                val syncing = async { ben.session.syncNow() }
                narrows.closed()
                untilTrue("the first messages") { ben.received(anna).isNotEmpty() }
                assertTrue(syncing.isActive, "the rest is on the other side")
                within("the end of the sync") { syncing.cancelAndJoin() }
                assertTrue(syncing.isCancelled, "it was given up before its end")
            }
            untilTrue("the line's end") { ben.session.status().connection == Connection.Stopped }
            val kept = ben.received(anna).size
            assertTrue(kept in 1 until MANY, "$kept of $MANY came before it was given up")

            narrows.open()
            ben.session.syncNow()
            assertEquals(texts, ben.received(anna))
            listOf(anna, ben).forEach(Person::close)
        }
    }

    @Test
    fun `a sync waits no longer than its coroutine, the line that was asked for stays`() = story {
        val anna = Person.register(relay, "Anna")
        anna.connect()
        supervisorScope {
            val syncing = stuck { anna.session.syncNow() }
            within("the end of the sync") { syncing.cancelAndJoin() }
        }
        relay.thaw()
        anna.connect()
        anna.close()
    }

    private companion object {
        /** Messages that wait for somebody. */
        const val MANY = 100

        /**
         * Bytes of the relay's among which some of those messages are and not all: an envelope has
         * at least 1,713 (protocol §6), the beginning of a line fewer than twenty thousand.
         */
        const val SOME = 80_000
    }
}
