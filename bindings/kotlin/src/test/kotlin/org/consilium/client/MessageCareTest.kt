package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import org.consilium.client.support.People
import org.consilium.client.support.story
import org.consilium.client.support.text
import org.consilium.client.support.untilTrue
import org.consilium.ffi.ClientException
import org.consilium.ffi.Delivery
import org.consilium.ffi.MessageBody
import org.consilium.ffi.Urgency
import org.junit.jupiter.api.assertThrows

/** What is done with a message once it is written, and what others see of that. */
class MessageCareTest {
    private val people = People()

    @AfterTest
    fun end(): Unit = people.close()

    @Test
    fun `an edited text is the new one at both, and the earlier one can still be seen`() = story {
        val (anna, ben) = people.acquainted()
        val sent = anna.session.sendText(ben.account, "5 mg")
        val received = ben.receive(anna, "5 mg")
        anna.session.edit(sent, "6 mg")
        assertEquals("6 mg", anna.session.message(sent).text)
        assertEquals(received.id, ben.receive(anna, "6 mg").id)
        assertEquals(listOf("5 mg"), ben.session.message(received.id).earlier.map { it.text })
        assertEquals(listOf(received.id), ben.session.search("mg").map { it.message.id })
        assertThrows<ClientException.NotYours> { ben.session.edit(received.id, "50 mg") }
    }

    @Test
    fun `what is deleted for everyone goes at both, what is deleted here at one phone`() = story {
        val (anna, ben) = people.acquainted()
        val wrong = anna.session.sendText(ben.account, "Meant for Carla")
        val right = anna.session.sendText(ben.account, "Meant for Ben")
        val first = ben.receive(anna, "Meant for Carla")
        val second = ben.receive(anna, "Meant for Ben")

        anna.session.deleteForEveryone(wrong)
        assertEquals(MessageBody.Deleted, anna.session.message(wrong).body)
        untilTrue("the deletion") { ben.session.message(first.id).body == MessageBody.Deleted }
        assertEquals("Meant for Ben", ben.session.message(second.id).text)

        ben.session.deleteHere(second.id)
        assertThrows<ClientException.UnknownMessage> { ben.session.message(second.id) }
        listOf(ben, anna).forEach { it.session.syncNow() }
        assertEquals("Meant for Ben", anna.session.message(right).text)
    }

    @Test
    fun `what went to a phone that was lost reaches the new one when it is sent again`() = story {
        val (anna, ben) = people.acquainted()
        ben.session.disconnect()
        val sent = anna.session.sendText(ben.account, "To the phone that was lost")
        anna.delivered(sent, setOf(Delivery.AtRelay))
        val code = ben.session.recoveryCode().joinToString(" ").toCharArray()
        val again = people.recovered(ben, code)
        again.connect()
        anna.session.syncNow()
        anna.session.sendText(ben.account, "To the new phone")
        again.receive(anna, "To the new phone")
        assertFalse("To the phone that was lost" in again.texts(anna))

        anna.session.retry(sent)
        again.receive(anna, "To the phone that was lost")
        again.session.acceptRequest(anna.account)
        anna.delivered(sent, setOf(Delivery.Delivered))
        assertThrows<ClientException.NothingToDo> { anna.session.retry(sent) }
    }

    @Test
    fun `whoever sent an urgent message is told who has seen it`() = story {
        val (anna, ben) = people.acquainted()
        val sent = anna.session.sendText(ben.account, "Come to bed 4", Urgency.URGENT)
        val received = ben.receive(anna, "Come to bed 4")
        assertEquals(Urgency.URGENT, received.urgency)
        assertEquals(1u, ben.session.conversations().single().urgent)
        assertEquals(emptyList(), anna.session.message(sent).seenBy)

        ben.session.acknowledgeSeen(received.id)
        untilTrue("who has seen it") { anna.session.message(sent).seenBy == listOf(ben.account) }
        assertEquals(0u, ben.session.conversations().single().urgent)
        assertThrows<ClientException.NothingToDo> { ben.session.acknowledgeSeen(received.id) }
    }
}
