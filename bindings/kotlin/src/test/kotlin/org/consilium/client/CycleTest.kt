package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import org.consilium.client.support.Finger
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
    private val finger = Finger()

    @AfterTest
    fun end() {
        relay.close()
        phone.close()
    }

    /**
     * As an app does: open, unlock, listen, connect, read, write, lock, close. By finger, and now and
     * then by the PIN, whose check is most of the time that a cycle takes.
     */
    private suspend fun CoroutineScope.cycle(place: Int) {
        phone.client(relay.file, gate = finger).use { client ->
            val byPin = place % EACH_BY_PIN == 0
            val session = if (byPin) client.unlock(pin()) else client.unlockWithBiometrics()
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
        phone.client(relay.file, gate = finger).use { client ->
            client.signUp(relay, "Anna").use { it.setBiometrics(true) }
        }
        repeat(WARM_UP) { cycle(it) }
        val before = (1..SAMPLES).map { cycle(it).let { Holdings.now() } }.reduce(Holdings::least)
        repeat(CYCLES) { cycle(it) }
        // Idle threads end, and the virtual machine's compiler comes to rest, a little later.
        var after = Holdings.now()
        val last = withTimeoutOrNull(PATIENCE) {
            untilTrue("rest") {
                after = after.least(Holdings.now())
                after.isWithin(before, NATIVE, HEAP)
            }
        }
        println("$CYCLES cycles: $before, then $after")
        assertTrue(last != null, "more after $CYCLES cycles: $before, then $after")
    }

    private companion object {
        val CYCLES = if (System.getenv("CONSILIUM_LONG") == "1") 10_000 else 200
        const val WARM_UP = 20
        const val SAMPLES = 10
        const val EACH_BY_PIN = 10

        /** What the virtual machine's compiler may come to hold: 20 kB a cycle in the short form. */
        const val NATIVE = 4L shl 20

        /** Classes and constants that are still loaded meanwhile: 5 kB a cycle in the short form. */
        const val HEAP = 1L shl 20
    }
}
