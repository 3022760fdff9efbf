package org.consilium.app.presentation.mapping

import java.time.ZoneId
import kotlin.test.Test
import kotlin.test.assertEquals
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.ChatRow

class ThreadTest {
    private val amsterdam = ZoneId.of("Europe/Amsterdam")

    private fun rows(vararg times: Long): List<ChatRow> =
        times.mapIndexed { index, at -> ChatRow.Message(index + 1L, own = false, sender = "Farid", body = Body.Text("x"), atMs = at) }

    private fun shape(rows: List<ChatRow>, unread: UnreadMark? = null, zone: ZoneId = amsterdam): List<String> =
        withDays(rows, { (rows[it] as ChatRow.Message).atMs }, zone, unread).map {
            when (it) {
                is ChatRow.Day -> "day"
                is ChatRow.Unread -> "unread ${it.count}"
                is ChatRow.Message -> "${it.id}"
                else -> "?"
            }
        }

    @Test
    fun `each day is headed once`() {
        assertEquals(listOf("day", "1", "2", "day", "3"), shape(rows(NOON, NOON + HOUR, NOON + 24 * HOUR)))
        assertEquals(emptyList(), shape(emptyList()))
    }

    @Test
    fun `days are those of the place, not of Greenwich`() {
        val lateEvening = rows(NOON + 14 * HOUR + HOUR / 2, NOON + 15 * HOUR)
        assertEquals(listOf("day", "1", "day", "2"), shape(lateEvening))
        assertEquals(listOf("day", "1", "2"), shape(lateEvening, zone = ZoneId.of("UTC")))
    }

    @Test
    fun `a message that is shown late does not begin its day again`() {
        assertEquals(listOf("day", "1", "day", "2", "3", "4"), shape(rows(NOON, NOON + 24 * HOUR, NOON + HOUR, NOON + 25 * HOUR)))
    }

    @Test
    fun `unread ones begin below a line, and below their day`() {
        assertEquals(
            listOf("day", "1", "day", "unread 2", "2", "3"),
            shape(rows(NOON, NOON + 24 * HOUR, NOON + 25 * HOUR), UnreadMark(2, 2)),
        )
        assertEquals(listOf("day", "1"), shape(rows(NOON), UnreadMark(99, 5)), "the first unread one is not here")
    }
}
