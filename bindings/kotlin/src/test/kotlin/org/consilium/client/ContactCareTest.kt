package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.time.Duration.Companion.hours
import org.consilium.client.support.People
import org.consilium.client.support.story
import org.consilium.client.support.until
import org.consilium.client.support.untilTrue
import org.consilium.ffi.ClientException
import org.consilium.ffi.ContactState
import org.consilium.ffi.Delivery
import org.consilium.ffi.Event
import org.consilium.ffi.Profile
import org.consilium.ffi.SendingPaused
import org.junit.jupiter.api.assertThrows

/** Whom one listens to, and whose keys one takes for theirs. */
class ContactCareTest {
    private val people = People()
    private val relay = people.relay

    @AfterTest
    fun end(): Unit = people.close()

    @Test
    fun `a blocked account is neither shown nor answered, and is heard again afterwards`() = story {
        val (anna, ben) = people.acquainted()
        ben.session.block(anna.account)
        assertEquals(ContactState.BLOCKED, ben.session.contact(anna.account).state)
        assertEquals(emptyList(), ben.session.conversations())
        assertThrows<ClientException.Blocked> { ben.session.sendText(anna.account, "No") }
        val unseen = anna.session.sendText(ben.account, "While blocked")
        anna.delivered(unseen, setOf(Delivery.AtRelay))
        ben.session.syncNow()

        ben.session.unblock(anna.account)
        assertEquals(ContactState.ACCEPTED, ben.session.contact(anna.account).state)
        val seen = anna.session.sendText(ben.account, "Again")
        ben.receive(anna, "Again")
        anna.delivered(seen, setOf(Delivery.Delivered))
        assertFalse("While blocked" in ben.texts(anna))
        assertEquals(Delivery.AtRelay, anna.session.message(unseen).delivery, "nothing answered it")
    }

    @Test
    fun `a request that is declined leaves nothing, and can be made again`() = story {
        val (anna, ben) = people.person("Anna") to people.person("Ben")
        anna.find(ben)
        listOf(anna, ben).forEach { it.connect() }
        val sent = anna.session.sendText(ben.account, "Hello, do you have a minute?")
        ben.receive(anna, "Hello, do you have a minute?")
        ben.session.declineRequest(anna.account)
        assertEquals(emptyList(), ben.session.conversations())
        assertEquals(emptyList(), ben.session.contacts())
        assertEquals(emptyList(), ben.session.search("minute"))

        anna.session.sendText(ben.account, "Please")
        ben.receive(anna, "Please")
        assertEquals(listOf("Please"), ben.texts(anna))
        assertEquals(Delivery.AtRelay, anna.session.message(sent).delivery, "nothing answered it")
    }

    @Test
    fun `the notice of new keys after a recovery stays until it was read`() = story {
        val (anna, ben) = people.acquainted()
        val listening = anna.listen(this)
        ben.session.setProfile(Profile("Ben", "anaesthetist"))
        ben.session.sendText(anna.account, "A new job")
        untilTrue("the profile") {
            anna.session.contact(ben.account).profile.profession == "anaesthetist"
        }
        assertEquals(null, anna.session.contact(ben.account).newKeySince)
        val code = ben.session.recoveryCode().joinToString(" ").toCharArray()
        people.recovered(ben, code).connect()
        anna.session.sendText(ben.account, "Are you there?")
        untilTrue("the notice") { anna.session.contact(ben.account).newKeySince != null }
        untilTrue("its event") { Event.NewKey(ben.account) in anna.events }

        anna.session.dismissNewKey(ben.account)
        assertEquals(null, anna.session.contact(ben.account).newKeySince)
        people.lock()
        listening.join()
    }

    @Test
    fun `a new account for a number that was compared is written to on demand alone`() = story {
        val (anna, ben) = people.acquainted()
        anna.session.markCompared(ben.account)
        val listening = ben.listen(this)
        val carla = people.claimant("Carla", owner = ben)
        untilTrue("the question") { ben.events.any { it is Event.NumberMove } }
        assertNotNull(ben.session.status().numberLeavesAt)
        ben.session.answerNumberMove(true)
        carla.session.setDiscoverable(true)

        anna.find(ben.number, carla.account)
        val contact = anna.session.contact(carla.account)
        assertEquals(SendingPaused.NEW_KEY, contact.paused)
        assertEquals(ben.account, contact.replaces)
        assertThrows<ClientException.NewKey> { anna.session.sendText(carla.account, "Ben?") }
        anna.session.sendWithoutChecking(carla.account)
        assertEquals(null, anna.session.contact(carla.account).paused)
        anna.session.sendText(carla.account, "I saw you in person")
        carla.connect()
        carla.receive(anna, "I saw you in person")
        people.lock()
        listening.join()
    }

    @Test
    fun `a number that its owner does not let go stays for good`() = story {
        val (anna, ben) = people.acquainted()
        val thief = people.claimant("Mallory", owner = ben)
        thief.session.syncNow()
        assertNotNull(thief.session.status().numberArrivesAt)
        until("the question") { ben.session.status().numberLeavesAt }
        ben.session.answerNumberMove(false)

        relay.advance(25.hours)
        listOf(anna, thief).forEach { it.sleep(25.hours) }
        thief.session.syncNow()
        assertEquals(null, thief.session.status().numberArrivesAt)
        assertThrows<ClientException.RelayRefused> { thief.session.setDiscoverable(true) }
        anna.find(ben)
    }
}
