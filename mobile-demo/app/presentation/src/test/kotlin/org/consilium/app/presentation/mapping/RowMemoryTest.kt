package org.consilium.app.presentation.mapping

import java.time.ZoneId
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotSame
import kotlin.test.assertSame
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Dial
import org.consilium.ffi.Delivery
import org.consilium.ffi.Message
import org.consilium.ffi.MessageBody

class RowMemoryTest {
    private val memory = RowMemory()
    private val three = listOf(message(1), message(2), message(3, sender = OWN))

    private fun rows(messages: List<Message>, people: People = PEOPLE, answered: Message? = null): List<ChatRow> =
        memory.rows(messages, people, ZoneId.of("UTC"), UnreadMark(3, 1)) { asked ->
            answered?.takeIf { asked.id.number == 2L }?.toQuote(people)
        }

    private fun assertSameRows(expected: List<ChatRow>, actual: List<ChatRow>) {
        assertEquals(expected, actual)
        expected.zip(actual).forEach { (one, other) -> assertSame(one, other) }
    }

    @Test
    fun `rows stay the same objects when older ones come before them`() {
        val before = rows(three.drop(1))
        val after = rows(three)
        assertEquals(listOf("Day", "Message", "Message", "Unread", "Message"), after.map { it::class.simpleName })
        assertSameRows(before.takeLast(3), after.takeLast(3))
        assertSame(before.first(), after.first(), "the day's heading, too")
    }

    @Test
    fun `rows that were read again and say the same stay the same`() =
        assertSameRows(rows(three), rows(three.map { it.copy() }))

    @Test
    fun `what changes is another row, alone`() {
        val before = rows(three)
        val after = rows(three.dropLast(1) + three.last().copy(delivery = Delivery.Delivered))
        assertEquals(Dial.DELIVERED, (after.last() as ChatRow.Message).dial)
        assertSameRows(before.dropLast(1), after.dropLast(1))
        assertNotSame(before.last(), after.last())
    }

    @Test
    fun `an answer follows what it answers`() {
        val before = rows(three, answered = message(9))
        val after = rows(three, answered = message(9, body = MessageBody.Text("Bed 12 worse")))
        assertEquals("Bed 12 worse", (after[2] as ChatRow.Message).quote?.text)
        assertSame(before[1], after[1])
    }

    @Test
    fun `a new name changes the rows of whoever has it`() {
        val before = rows(listOf(message(1), message(2, sender = ELIF)))
        val renamed = PEOPLE.with(listOf(contact(name = "Farid N.")))
        val after = rows(listOf(message(1), message(2, sender = ELIF)), renamed)
        assertEquals(listOf("Farid N.", "Elif Starrenberg"), after.filterIsInstance<ChatRow.Message>().map { it.sender })
        assertSame(before.last(), after.last())
    }
}
