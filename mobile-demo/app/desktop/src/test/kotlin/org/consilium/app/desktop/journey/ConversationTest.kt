package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.dialOf
import org.consilium.app.desktop.support.findAndOpen
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.messages
import org.consilium.app.desktop.support.says
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.toList
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Preview
import org.consilium.app.presentation.state.Retention
import org.consilium.app.presentation.state.Search
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.support.AMINA
import org.consilium.app.support.LOTTE
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.views.Tags

/** Most bytes of UTF-8 in a message. */
private const val LIMIT = 3_768

class ConversationTest {
    @Test
    fun `a text is answered, changed, copied, deleted here and for everyone`() = talking { phone, lottes, account ->
        write("Potassium 5.9")
        dialOf("Potassium 5.9", Dial.DELIVERED)
        lottes.send(AMINA.name, "Is that right?")
        tap(Tags.message(message("Is that right?").id))
        tap(Tags.REPLY)
        sees<Chat> { it.composer.replyTo != null }
        write("I look again")
        assertEquals("Is that right?", message("I look again").quote?.text)

        tap(Tags.message(message("Potassium 5.9").id))
        tap(Tags.EDIT)
        sees<Chat> { it.composer.editing != null && it.composer.text == "Potassium 5.9" }
        type(Tags.MESSAGE_FIELD, "Potassium 3.9")
        tap(Tags.SEND)
        wait("the change") { messages().any { it.says("Potassium 3.9") && it.edited } }
        lottes.until("the change") { "Potassium 3.9" in lottes.texts(AMINA.name) }
        tap(Tags.earlier(message("Potassium 3.9").id))
        sees<Chat> { chat -> (chat.sheet as? ChatSheet.Earlier)?.versions?.map { it.text } == listOf("Potassium 5.9") }
        tap(Tags.CLOSE_SHEET)

        tap(Tags.message(message("Is that right?").id))
        tap(Tags.COPY)
        wait("the clipboard") { phone.platform.clipboard == "Is that right?" }

        tap(Tags.message(message("Is that right?").id))
        tap(Tags.DELETE)
        seesNo(Tags.DELETE_FOR_EVERYONE)
        tap(Tags.DELETE_HERE)
        wait("it is gone here") { messages().none { it.says("Is that right?") } }
        assertTrue("Is that right?" in lottes.texts(AMINA.name), "theirs stays")

        tap(Tags.message(message("Potassium 3.9").id))
        tap(Tags.DELETE)
        tap(Tags.DELETE_FOR_EVERYONE)
        wait("it is gone for all") { messages().any { it.own && it.body == Body.Deleted } }
        lottes.until("it is gone there") { "Potassium 3.9" !in lottes.texts(AMINA.name) }
        assertEquals(account, sees<Chat>().account)
    }

    @Test
    fun `an urgent message stays on top until somebody says that it was seen`() = talking { _, lottes, account ->
        tap(Tags.URGENCY)
        tap(Tags.urgency(Urgency.URGENT))
        sees<Chat> { it.composer.urgency == Urgency.URGENT }
        write("Theatre 2, now")
        assertEquals(Urgency.URGENT, message("Theatre 2, now").urgency)
        sees<Chat> { it.composer.urgency == Urgency.ROUTINE }
        lottes.ask("send", "to" to AMINA.name, "text" to "Coming. Bring O negative", "urgency" to "urgent")
        val asked = sees<Chat> { it.pinnedUrgent != null }.pinnedUrgent!!
        toList()
        sees<Conversations> { it.urgentCount == 1 }
        tap(Tags.filter(ConversationFilter.URGENT))
        sees<Conversations> { it.filter == ConversationFilter.URGENT && it.rows.size == 1 }
        tap(Tags.filter(ConversationFilter.ALL))
        tap(Tags.conversation(account))
        tap(Tags.acknowledge(asked.id))
        sees<Chat> { it.pinnedUrgent == null }
        lottes.until("that it was seen") {
            lottes.rows(AMINA.name).any { row -> "${row["text"]}".contains("O negative") && "${row["seen_by"]}" != "[]" }
        }
    }

    @Test
    fun `a conversation is kept, then no longer`() = talking { _, _, account ->
        write("Baseline ECG of May")
        reads("Messages here are deleted after 30 days.")
        tap(Tags.CHAT_MORE)
        tap(Tags.KEEP)
        sees<Chat> { it.sheet == ChatSheet.Keep(true) }
        tap(Tags.KEEP)
        sees<Chat> { it.retention is Retention.Kept && it.sheet == null }
        reads("Others are not told.")
        tap(Tags.message(message("Baseline ECG of May").id))
        sees<Chat> { (it.sheet as? ChatSheet.Message)?.details?.expiresMs == null }
        tap(Tags.CLOSE_SHEET)
        toList()
        tap(Tags.filter(ConversationFilter.KEPT))
        sees<Conversations> { list -> list.rows.map { it.account } == listOf(account) }
        tap(Tags.filter(ConversationFilter.ALL))
        tap(Tags.conversation(account))
        tap(Tags.CHAT_MORE)
        tap(Tags.KEEP)
        sees<Chat> { it.sheet == ChatSheet.Keep(false) }
        tap(Tags.KEEP)
        sees<Chat> { it.retention == Retention.ThirtyDays }
    }

    @Test
    fun `what is typed is kept over lock and restart, and too much is refused with its count`() =
        talking { phone, _, account ->
            type(Tags.MESSAGE_FIELD, "Half a sent")
            toList()
            sees<Conversations> { list -> list.rows.any { it.preview == Preview.Draft("Half a sent") } }
            phone.reopen()
            hold(phone)
            sees<PinEntry>()
            pin(PIN)
            sees<Conversations>()
            tap(Tags.conversation(account))
            sees<Chat> { it.composer.text == "Half a sent" }
            type(Tags.MESSAGE_FIELD, "é".repeat(LIMIT / 2) + "more")
            sees<Chat> { it.composer.tooLongBy == 4 }
            reads("Too long by 4 characters.")
            val before = messages().size
            tapInVain(Tags.SEND)
            sees<Chat> { it.composer.tooLongBy == 4 }
            type(Tags.MESSAGE_FIELD, "é".repeat(LIMIT / 2))
            sees<Chat> { it.composer.tooLongBy == 0 }
            tap(Tags.SEND)
            wait("the longest text") { messages().any { it.says("é".repeat(LIMIT / 2)) } }
            sees<Chat> { it.composer.text.isEmpty() }
            assertEquals(before + 1, messages().size, "what was too long was not sent")
            toList()
            sees<Conversations> { list -> list.rows.none { it.preview is Preview.Draft } }
        }

    @Test
    fun `thousands of messages are scrolled through to the first, and found by their words`() =
        talking { _, lottes, account ->
            toList()
            for (number in 1..MANY) lottes.send(AMINA.name, "Observation $number")
            sees<Conversations> { list -> list.rows.any { it.unread == MANY } }
            tap(Tags.conversation(account))
            sees<Chat> { !it.loading && it.rows.any { row -> row is ChatRow.Unread && row.count == MANY } }
            message("Observation $MANY")
            while (messages().none { it.says("Observation 1") }) scrollBack()
            val all = messages().mapNotNull { (it.body as? Body.Text)?.text }.filter { it.startsWith("Observation") }
            assertEquals((1..MANY).map { "Observation $it" }, all, "all of them, in order, once")
            toList()
            sees<Conversations> { list -> list.rows.none { it.unread > 0 } }
            tap(Tags.SEARCH)
            type(Tags.SEARCH_FIELD, "observation 777")
            val hit = sees<Search> { it.hits.size == 1 }.hits.single()
            tap(Tags.hit(hit.message))
            sees(Tags.message(hit.message))
            reads("Observation 777")
        }

    /** A phone of Amina's in a conversation with Lotte, who is at a terminal and has accepted. */
    private fun talking(scene: Hands.(Phone, Terminal, String) -> Unit) = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                Terminal(relay).use { lottes ->
                    signUp(phone, relay, AMINA)
                    lottes.register(LOTTE.name, LOTTE.number)
                    lottes.find(bookOf(AMINA))
                    val account = findAndOpen(phone, LOTTE)
                    write("Hello")
                    lottes.until("the request") { "Hello" in lottes.texts(AMINA.name) }
                    lottes.ask("accept", "who" to AMINA.name)
                    dialOf("Hello", Dial.DELIVERED)
                    scene(phone, lottes, account)
                }
            }
        }
    }

    private companion object {
        const val MANY = 1_500
    }
}
