package org.consilium.app.presentation.mapping

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.Preview
import org.consilium.ffi.MessageBody
import org.consilium.ffi.SearchHit
import org.consilium.ffi.SendingPaused
import org.consilium.ffi.Urgency

class ListsTest {
    @Test
    fun `urgent conversations come before all, then the newest`() {
        val old = conversation(FARID, message(at = NOON))
        val new = conversation(ELIF, message(at = NOON + HOUR))
        val none = conversation(OWN, null)
        assertEquals(listOf(new, old, none), listOf(none, old, new).inOrder())
        val urgent = old.copy(urgent = 1u)
        assertEquals(listOf(urgent, new, none), listOf(none, new, urgent).inOrder())
    }

    @Test
    fun `each filter lets its own through`() {
        val plain = conversation()
        val all = listOf(plain, plain.copy(unread = 2u), plain.copy(urgent = 1u), plain.copy(kept = true))
        fun through(filter: ConversationFilter) = all.filter { it.fits(filter) }
        assertEquals(all, through(ConversationFilter.ALL))
        assertEquals(listOf(all[1]), through(ConversationFilter.UNREAD))
        assertEquals(listOf(all[2]), through(ConversationFilter.URGENT))
        assertEquals(listOf(all[3]), through(ConversationFilter.KEPT))
    }

    @Test
    fun `a draft is told before the last message`() {
        val row = conversation().copy(draft = "Half a sent").toRow(PEOPLE)
        assertEquals(Preview.Draft("Half a sent"), row.preview)
        assertEquals(Preview.Text("Bed 12 stable"), conversation().copy(draft = "  ").toRow(PEOPLE).preview)
        assertEquals(Preview.Text("Mine", Dial.AT_RELAY), conversation(last = message(sender = OWN, body = MessageBody.Text("Mine"))).toRow(PEOPLE).preview)
    }

    @Test
    fun `a row tells of paused sending and of notes to oneself`() {
        val paused = People(OWN, listOf(contact().copy(paused = SendingPaused.NEW_KEY, compared = true)))
        assertTrue(conversation().toRow(paused).paused)
        assertTrue(conversation().toRow(paused).compared)
        assertFalse(conversation().toRow(PEOPLE).paused)
        assertTrue(conversation(OWN).toRow(PEOPLE).self)
    }

    @Test
    fun `a request says whether it is urgent, and what its sender calls themselves`() {
        val request = conversation(last = message().copy(urgency = Urgency.URGENT)).toRequest(PEOPLE)
        assertTrue(request.urgent)
        assertEquals("cardiologist", request.profession)
        assertFalse(conversation(last = null).toRequest(PEOPLE).urgent)
    }

    @Test
    fun `what was found leads to its message`() {
        val hit = SearchHit(message(7, ELIF), "Bed 12").toResult(PEOPLE, ELIF)
        assertEquals(7L, hit.message)
        assertEquals("Elif Starrenberg", hit.name)
        assertEquals("Bed 12", hit.excerpt)
    }
}
