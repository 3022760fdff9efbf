package org.consilium.app.presentation.mapping

import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import org.consilium.app.presentation.state.ChatRow

/** What follows was unread when the conversation was opened. */
internal data class UnreadMark(val first: Long, val count: Int)

/**
 * Rows of messages in order of display, with a row for each new day and one before the unread ones.
 *
 * @param at the moment of the row at an index.
 */
internal fun withDays(rows: List<ChatRow>, at: (Int) -> Long, zone: ZoneId, unread: UnreadMark?): List<ChatRow> {
    val all = ArrayList<ChatRow>(rows.size + rows.size / 8 + 2)
    var latest = LocalDate.MIN
    rows.forEachIndexed { index, row ->
        val moment = at(index)
        val day = Instant.ofEpochMilli(moment).atZone(zone).toLocalDate()
        // Order of display is not quite that of time: a day is headed once.
        if (day > latest) {
            all += ChatRow.Day(moment)
            latest = day
        }
        if (unread != null && row.messageId() == unread.first) all += ChatRow.Unread(unread.count)
        all += row
    }
    return all
}

private fun ChatRow.messageId(): Long? = when (this) {
    is ChatRow.Message -> id
    is ChatRow.Gap -> id
    is ChatRow.NewKey -> id
    is ChatRow.Day, is ChatRow.Unread -> null
}
