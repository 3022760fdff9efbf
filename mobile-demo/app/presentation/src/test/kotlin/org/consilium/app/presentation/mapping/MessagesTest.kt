package org.consilium.app.presentation.mapping

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.EarlierVersion
import org.consilium.app.presentation.state.Preview
import org.consilium.app.presentation.state.Quote
import org.consilium.app.presentation.state.Wait
import org.consilium.client.Timestamp
import org.consilium.ffi.Delivery
import org.consilium.ffi.EarlierText
import org.consilium.ffi.MessageBody
import org.consilium.ffi.Urgency
import org.consilium.ffi.WaitReason

class MessagesTest {
    private fun row(message: org.consilium.ffi.Message) = message.toRow(PEOPLE) { null } as ChatRow.Message

    @Test
    fun `an incoming message names its sender and has no dial, an own one has a dial and no name`() {
        val theirs = row(message())
        assertEquals("Farid Nordwind", theirs.sender)
        assertNull(theirs.dial)
        val own = row(message(sender = OWN))
        assertEquals("", own.sender)
        assertEquals(Dial.AT_RELAY, own.dial)
    }

    @Test
    fun `the dial fills, and says why it waits`() {
        val dials = listOf(Delivery.AtRelay, Delivery.Delivered, Delivery.Read, Delivery.NotSent).map { it.toDial() }
        assertEquals(listOf(Dial.AT_RELAY, Dial.DELIVERED, Dial.READ, Dial.NOT_SENT), dials)
        for (reason in WaitReason.entries) {
            val waiting = row(message(sender = OWN).copy(delivery = Delivery.Waiting(reason)))
            assertEquals(Dial.WAITING, waiting.dial)
            assertEquals(Wait.valueOf(reason.name), waiting.wait)
        }
    }

    @Test
    fun `gaps and new keys are rows of their own`() {
        val gap = message(body = MessageBody.Gap(3u)).toRow(PEOPLE) { null }
        assertEquals(ChatRow.Gap(1, "Farid Nordwind", 3), gap)
        val key = message(body = MessageBody.NewKey).toRow(PEOPLE) { null }
        assertEquals(ChatRow.NewKey(1, "Farid Nordwind", NOON), key)
    }

    @Test
    fun `a deleted message keeps its place and shows nothing of what it answered`() {
        val deleted = message(body = MessageBody.Deleted).copy(earlier = listOf(EarlierText("x", Timestamp(NOON))))
        val shown = deleted.toRow(PEOPLE) { Quote(2, own = true, sender = "", text = "x") }
        assertIs<ChatRow.Message>(shown)
        assertEquals(Body.Deleted, shown.body)
        assertNull(shown.quote)
        assertFalse(shown.edited)
    }

    @Test
    fun `who has seen it is told without the owner, who is told apart`() {
        val seen = row(message().copy(seenBy = listOf(OWN, ELIF)))
        assertEquals(listOf("Elif Starrenberg"), seen.seenBy)
        assertTrue(seen.acknowledged)
        assertFalse(row(message()).acknowledged)
    }

    @Test
    fun `only an urgent text of somebody else that was not answered asks`() {
        val urgent = message().copy(urgency = Urgency.URGENT)
        assertTrue(urgent.asks(OWN))
        assertFalse(urgent.copy(seenBy = listOf(OWN)).asks(OWN))
        assertFalse(urgent.copy(urgency = Urgency.SOON).asks(OWN))
        assertFalse(urgent.copy(body = MessageBody.Deleted).asks(OWN))
        assertFalse(message(sender = OWN).copy(urgency = Urgency.URGENT).asks(OWN))
    }

    @Test
    fun `one can change and answer texts where one can write, and send again what nobody has`() {
        val own = message(sender = OWN)
        with(own.toDetails(PEOPLE, writable = true)) { assertTrue(canEdit && canReply && canRetry && canCopy && canDelete) }
        with(own.toDetails(PEOPLE, writable = false)) { assertFalse(canEdit || canReply || canRetry) }
        assertFalse(own.copy(delivery = Delivery.Delivered).toDetails(PEOPLE, writable = true).canRetry)
        with(message().toDetails(PEOPLE, writable = true)) { assertFalse(canEdit || canRetry) }
        with(message(body = MessageBody.Deleted).toDetails(PEOPLE, writable = true)) { assertFalse(canReply || canCopy) }
    }

    @Test
    fun `earlier texts are in their order`() {
        val earlier = listOf(EarlierText("one", Timestamp(NOON)), EarlierText("two", Timestamp(NOON + 1)))
        val versions = message().copy(earlier = earlier).toEarlier()
        assertEquals(listOf(EarlierVersion("one", NOON), EarlierVersion("two", NOON + 1)), versions)
    }

    @Test
    fun `the second line of a conversation says what its last message is`() {
        val previews = listOf(
            MessageBody.Text("Hello"), MessageBody.Deleted, MessageBody.NeedsNewerApp, MessageBody.Gap(1u), MessageBody.NewKey,
        ).map { message(body = it).toPreview() }
        val expected =
            listOf(Preview.Text("Hello"), Preview.Deleted, Preview.NeedsNewerApp, Preview.Gap, Preview.NewKey)
        assertEquals(expected, previews)
        assertEquals(Preview.Nothing, null.toPreview())
    }

    @Test
    fun `a quote tells whose message it is`() {
        assertEquals(Quote(4, own = false, sender = "Elif Starrenberg", text = "Hm"), message(4, ELIF, MessageBody.Text("Hm")).toQuote(PEOPLE))
        assertEquals(Quote(5, own = true, sender = "", text = "Hm"), message(5, OWN, MessageBody.Text("Hm")).toQuote(PEOPLE))
    }

    @Test
    fun `urgencies go to the core and come back the same`() {
        for (urgency in Urgency.entries) assertEquals(urgency, urgency.toState().toCore())
    }

    @Test
    fun `a row's key is the message's own`() = assertEquals("message-9", row(message(9)).key)
}
