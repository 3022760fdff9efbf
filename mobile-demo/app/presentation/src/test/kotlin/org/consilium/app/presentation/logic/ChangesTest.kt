package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.client.AccountId
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.Connection
import org.consilium.ffi.Event

class ChangesTest {
    private val here = ConversationId("c1")
    private val there = ConversationId("c2")
    private val amina = AccountId("a1")
    private val farid = AccountId("a2")

    private fun changes(vararg events: Event) = Changes().also { events.forEach(it::add) }

    @Test
    fun `messages are read again one by one, by what became of them`() {
        val changes = changes(
            Event.MessageAdded(here, MessageId(1), own = false),
            Event.MessageAdded(here, MessageId(2), own = true),
            Event.MessageChanged(there, MessageId(3)),
            Event.MessageRemoved(there, MessageId(4)),
        )
        assertEquals(setOf(here, there), changes.conversations)
        assertEquals(setOf(MessageId(1), MessageId(2)), changes.added.getValue(here).toSet())
        assertEquals(setOf(MessageId(3)), changes.changed.getValue(there).toSet())
        assertEquals(setOf(MessageId(4)), changes.removed.getValue(there).toSet())
        assertTrue(changes.line, "how many wait may have changed")
        assertFalse(changes.all)
    }

    @Test
    fun `a conversation that changed as a whole is read as a whole`() {
        val changes = changes(Event.ConversationChanged(here))
        assertEquals(setOf(here), changes.whole)
        assertEquals(setOf(here), changes.conversations)
    }

    @Test
    fun `everything about a person has that person read again`() {
        val events = listOf(Event.ContactChanged(amina), Event.NewKey(amina), Event.Fork(amina), Event.RequestArrived(amina))
        for (event in events) assertEquals(setOf(amina), changes(event).contacts)
        assertEquals(setOf(amina, farid), changes(Event.NewAccountForNumber(amina, farid)).contacts)
    }

    @Test
    fun `after missed events everything is read`() = assertTrue(changes(Event.Resync).all)

    @Test
    fun `the account's end, a foreign prekey and the line are told apart`() {
        assertTrue(changes(Event.SignedOut).signedOut)
        assertTrue(changes(Event.NotRegistered).notRegistered)
        assertTrue(changes(Event.ForeignPrekey).foreignPrekey)
        assertTrue(changes(Event.ConnectionChanged(Connection.Online)).line)
    }

    @Test
    fun `nothing happened until something did`() {
        assertTrue(Changes().isEmpty)
        assertFalse(changes(Event.Resync).isEmpty)
        assertFalse(changes(Event.ConnectionChanged(Connection.Online)).isEmpty)
        assertFalse(changes(Event.SignedOut).isEmpty)
    }
}
