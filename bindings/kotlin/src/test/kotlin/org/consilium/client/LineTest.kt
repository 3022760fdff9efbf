package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes
import org.consilium.client.support.People
import org.consilium.client.support.Person
import org.consilium.client.support.story
import org.consilium.client.support.untilTrue
import org.consilium.ffi.ClientException
import org.consilium.ffi.Connection
import org.consilium.ffi.Event
import org.junit.jupiter.api.assertThrows

/** What the app tells the core about the network, about pushes, and about whether it is used. */
class LineTest {
    private val people = People()

    @AfterTest
    fun end(): Unit = people.close()

    /** What became of the line at a phone since its event of that place. */
    private fun Person.line(since: Int): List<Connection> =
        events.drop(since).filterIsInstance<Event.ConnectionChanged>().map { it.state }

    /**
     * The line is ended, and made anew at the first try: only then is it stopped, not while it
     * waits for its next try.
     */
    private suspend fun Person.madeAnew(since: Int) = untilTrue("a line made anew") {
        val end = line(since).dropWhile { it != Connection.Stopped }
        end == listOf(Connection.Stopped, Connection.Connecting, Connection.Online)
    }

    @Test
    fun `a network that comes back brings the line back at once, and what waited`() = story {
        val (anna, ben) = people.acquainted()
        val listening = ben.listen(this)
        people.relay.kill()
        untilTrue("the loss") { ben.line(0).any { it is Connection.Offline } }
        ben.session.connectivityChanged(false)
        people.relay.restart()
        anna.session.syncNow()
        anna.session.sendText(ben.account, "Back again")

        val before = ben.events.size
        ben.session.connectivityChanged(true)
        ben.receive(anna, "Back again")
        ben.madeAnew(before)
        people.lock()
        listening.join()
    }

    @Test
    fun `a line that looks sound is made anew after the network was away, and only then`() = story {
        val ben = people.person("Ben")
        ben.connect()
        val listening = ben.listen(this)
        ben.session.connectivityChanged(true)
        ben.session.connectivityChanged(false)
        assertEquals(Connection.Online, ben.session.status().connection)
        ben.session.connectivityChanged(true)
        ben.madeAnew(0)
        people.lock()
        listening.join()
    }

    @Test
    fun `a push fetches what came and sends what waits, and leaves no line behind`() = story {
        val (anna, ben) = people.acquainted()
        ben.session.disconnect()
        ben.session.sendText(anna.account, "Written on the ward round")
        anna.session.sendText(ben.account, "Wake up")
        anna.session.syncNow()
        untilTrue("the end of the line") { ben.session.status().connection == Connection.Stopped }
        assertFalse("Wake up" in ben.texts(anna))

        ben.session.wake()
        assertTrue("Wake up" in ben.texts(anna))
        anna.receive(ben, "Written on the ward round")
        untilTrue("the end of the line") { ben.session.status().connection == Connection.Stopped }
    }

    @Test
    fun `a push is no use by a person, who syncs or touches the app`() = story {
        val ben = people.person("Ben")
        suspend fun later(used: suspend () -> Unit) {
            ben.client.advanceDevelopmentClock(40.minutes)
            used()
        }
        later { ben.session.syncNow() }
        later { ben.session.touch() }
        later { ben.session.tick() }
        assertFalse(ben.session.isLocked, "it was used less than an hour ago")

        ben.session.touch()
        later { ben.session.wake() }
        ben.client.advanceDevelopmentClock(40.minutes)
        assertThrows<ClientException.Locked> { ben.session.tick() }
        assertTrue(ben.session.isLocked, "it was used more than an hour ago")
    }
}
