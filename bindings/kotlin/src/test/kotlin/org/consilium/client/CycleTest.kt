package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import org.consilium.client.support.Holdings
import org.consilium.client.support.PATIENCE
import org.consilium.client.support.Phone
import org.consilium.client.support.Relay
import org.consilium.client.support.pin
import org.consilium.client.support.signUp
import org.consilium.client.support.story
import org.consilium.client.support.untilTrue
import org.consilium.ffi.Event

/** Opening and locking, over and over. */
class CycleTest {
    private val relay = Relay.start()
    private val phone = Phone()

    @AfterTest
    fun end() {
        relay.close()
        phone.close()
    }

    /** As an app does: open, unlock, listen, connect, read, write, lock, close. */
    private suspend fun CoroutineScope.cycle(place: Int) {
        phone.client(relay.file).use { client ->
            val session = client.unlock(pin())
            val events = mutableListOf<Event>()
            val listening = launch { session.events.collect(events::add) }
            session.connect()
            val own = session.ownAccount()
            session.setDraft(own.account, "draft $place")
            assertEquals("draft $place", session.conversation(own.conversation).draft)
            session.lock()
            listening.join()
            assertEquals(Event.Locked, events.last())
        }
    }

    @Test
    fun `open and lock cycles hold on to no memory, no handle and no thread`() = story {
        phone.client(relay.file).use { it.signUp(relay, "Anna").lock() }
        repeat(WARM_UP) { cycle(it) }
        val before = (1..SAMPLES).map { cycle(it).let { Holdings.now() } }.reduce(Holdings::least)
        repeat(CYCLES) { cycle(it) }
        // Idle threads end, and the virtual machine's compiler comes to rest, a little later.
        var after = Holdings.now()
        val last = withTimeoutOrNull(PATIENCE) {
            untilTrue("rest") {
                after = after.least(Holdings.now())
                after.isWithin(before, ALLOWED)
            }
        }
        println("$CYCLES cycles: $before, then $after")
        assertTrue(last != null, "more after $CYCLES cycles: $before, then $after")
    }

    private companion object {
        val CYCLES = if (System.getenv("CONSILIUM_LONG") == "1") 10_000 else 200
        const val WARM_UP = 20
        const val SAMPLES = 10

        /** Bytes, for what the virtual machine itself still loads: 5 kB a cycle in the short form. */
        const val ALLOWED = 1L shl 20
    }
}
