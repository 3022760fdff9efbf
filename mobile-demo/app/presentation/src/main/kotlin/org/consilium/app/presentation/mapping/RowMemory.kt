package org.consilium.app.presentation.mapping

import java.time.ZoneId
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Quote
import org.consilium.client.MessageId
import org.consilium.ffi.Message

/**
 * Makes the rows of a conversation, each the same object as before while it says the same: views
 * draw anew only what is another object, and of thousands of messages a page or a receipt changes few.
 */
internal class RowMemory {
    private class Made(val message: Message, val quote: Quote?, val row: ChatRow)

    private var made: Map<MessageId, Made> = emptyMap()
    private var headings: Map<ChatRow, ChatRow> = emptyMap()
    private var people: People? = null

    /** Rows of [messages], oldest first, with those of [withDays]; [quoted] finds what a message answers. */
    fun rows(messages: List<Message>, people: People, zone: ZoneId, unread: UnreadMark?, quoted: (Message) -> Quote?): List<ChatRow> {
        val samePeople = people === this.people
        val now = HashMap<MessageId, Made>(messages.size * 2)
        val rows = messages.map { message ->
            val quote = quoted(message)
            val before = made[message.id]
            val isSame = samePeople && before != null && before.quote == quote && before.message == message
            val then = if (isSame) before else Made(message, quote, again(before?.row, message.toRow(people) { quote }))
            now[message.id] = then
            then.row
        }
        made = now
        this.people = people
        val all = withDays(rows, { messages[it].at.ms }, zone, unread)
        return withKnownHeadings(all)
    }

    private fun again(before: ChatRow?, row: ChatRow): ChatRow = if (before == row) before else row

    private fun withKnownHeadings(rows: List<ChatRow>): List<ChatRow> {
        val now = HashMap<ChatRow, ChatRow>()
        val all = rows.map { row ->
            if (row is ChatRow.Day || row is ChatRow.Unread) (headings[row] ?: row).also { now[it] = it } else row
        }
        headings = now
        return all
    }
}
