package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.days
import org.consilium.client.support.People
import org.consilium.client.support.story
import org.consilium.client.support.untilTrue
import org.consilium.ffi.ClientException
import org.consilium.ffi.ClientState
import org.consilium.ffi.Delivery
import org.consilium.ffi.Event
import org.consilium.ffi.QrCheck
import org.junit.jupiter.api.assertThrows

/** What a clinician does in a day, on the real core and the real relay. */
class MainJobTest {
    private val people = People()
    private val relay = people.relay

    @AfterTest
    fun end(): Unit = people.close()

    @Test
    fun `a message reaches its reader and is answered, with every step seen by both`() = story {
        val (anna, ben) = people.acquainted()
        val listening = listOf(anna.listen(this), ben.listen(this))

        val question = anna.session.sendText(ben.account, "Potassium 6.1 in bed 4")
        val received = ben.receive(anna, "Potassium 6.1 in bed 4")
        assertFalse(received.own)
        assertEquals(anna.account, received.sender)
        anna.delivered(question, setOf(Delivery.Delivered))
        ben.session.markRead(received.conversation)
        anna.delivered(question, setOf(Delivery.Read))

        ben.session.sendText(anna.account, "Calcium now, I am coming", replyTo = received.id)
        val answer = anna.receive(ben, "Calcium now, I am coming")
        assertEquals(question, answer.replyTo)
        val added = ben.events.filterIsInstance<Event.MessageAdded>()
        assertTrue(added.any { it.message == received.id && !it.own })
        assertTrue(anna.events.any { it is Event.MessageChanged && it.message == question })

        people.lock()
        listening.forEach { it.join() }
        assertEquals(Event.Locked, anna.events.last(), "the flow ends with the session")
    }

    @Test
    fun `a relay killed in mid-conversation and restarted loses and repeats nothing`() = story {
        val (anna, ben) = people.acquainted()
        val before = (1..20).map { "before $it" }
        val during = (1..20).map { "during $it" }
        before.forEach { anna.session.sendText(ben.account, it) }
        relay.kill()
        during.forEach { anna.session.sendText(ben.account, it) }
        during.forEach { ben.session.sendText(anna.account, "back $it") }
        relay.restart()

        untilTrue("everything at Ben") { ben.texts(anna).containsAll(before + during) }
        untilTrue("everything at Anna") { anna.texts(ben).containsAll(during.map { "back $it" }) }
        assertEquals(listOf("Hello Ben") + before + during, ben.received(anna))
        assertEquals(20, anna.texts(ben).count { it.startsWith("back") })
    }

    @Test
    fun `an app that ended with unsent messages sends them when it is opened again`() = story {
        val (anna, ben) = people.acquainted()
        anna.session.disconnect()
        anna.session.sendText(ben.account, "written in the lift")
        anna.reopen(relay)
        assertEquals(listOf("Hello Ben", "written in the lift"), anna.texts(ben))
        anna.session.syncNow()
        ben.receive(anna, "written in the lift")
    }

    @Test
    fun `after 31 days a message is gone from both phones, unless it is kept`() = story {
        val (anna, ben) = people.acquainted()
        val sent = anna.session.sendText(ben.account, "for thirty days")
        val kept = ben.receive(anna, "for thirty days")
        anna.delivered(sent, setOf(Delivery.Delivered))
        ben.session.keep(kept.conversation, true)
        ben.session.syncNow()

        // Whoever was away this long finds the app locked: time passes with both apps closed.
        relay.advance(31.days)
        listOf(anna, ben).forEach { it.sleep(31.days) }
        assertThrows<ClientException.UnknownMessage> { anna.session.message(sent) }
        assertEquals(listOf("Hello Ben", "for thirty days"), ben.texts(anna))
        assertEquals(null, ben.session.message(kept.id).expires)

        ben.session.keep(kept.conversation, false)
        ben.session.tick()
        assertThrows<ClientException.UnknownMessage> { ben.session.message(kept.id) }
    }

    @Test
    fun `whoever lost the phone has the account back with the recovery code`() = story {
        val (anna, ben) = people.acquainted()
        val code = ben.session.recoveryCode()
        val typed = listOf(0, 3).associateWith { code[it].toCharArray() }
        ben.session.confirmRecoveryCode(typed)
        assertThrows<ClientException.RecoveryCodeGone> { ben.session.recoveryCode() }
        val number = anna.session.safetyNumber(ben.account)

        val again = people.recovered(ben, code.joinToString(" ").toCharArray())
        assertEquals(ben.account, again.account)
        again.connect()
        anna.session.syncNow()
        assertEquals(number, anna.session.safetyNumber(ben.account), "one account, one number")
        anna.session.sendText(ben.account, "welcome back")
        again.receive(anna, "welcome back")
    }

    @Test
    fun `two people compare their keys by code`() = story {
        val (anna, ben) = people.acquainted()
        assertEquals(anna.session.safetyNumber(ben.account), ben.session.safetyNumber(anna.account))
        val shown = ben.session.qrPayload(anna.account)
        assertEquals(QrCheck.MATCH, anna.session.checkQr(ben.account, shown))
        assertTrue(anna.session.contact(ben.account).compared)
        val other = QrCheck.NOT_A_CODE
        assertEquals(other, anna.session.checkQr(ben.account, "a menu".toByteArray()))
    }

    @Test
    fun `an installation that was erased is empty`() = story {
        val anna = people.person("Anna")
        assertEquals(ClientState.LOCKED, anna.client.state())
        anna.session.deleteAccount()
        assertTrue(anna.session.isLocked)
        anna.client.erase()
        assertEquals(ClientState.EMPTY, anna.client.state())
    }
}
