package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Retention
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG
import org.consilium.ffi.Event

class ChatPresenterTest {
    private fun Workbench.opened(peer: Workbench): ChatPresenter {
        val conversation = checkNotNull(desk.conversationOf(peer.account))
        val presenter = ChatPresenter(desk, routes, peer.account, conversation)
        act { presenter.open(focus = null) }
        sees<Chat> { !it.loading }
        return presenter
    }

    private fun Workbench.does(presenter: ChatPresenter, vararg intents: ChatIntent) =
        act { intents.forEach(presenter::accept) }

    /** Everything is read again, as after any event. */
    private fun Workbench.reads(presenter: ChatPresenter) = act { presenter.read(Changes().apply { add(Event.Resync) }) }

    private fun Workbench.write(presenter: ChatPresenter, text: String): Long {
        does(presenter, ChatIntent.Type(text), ChatIntent.Send)
        sees<Chat> { it.composer.text.isEmpty() }
        reads(presenter)
        return sees<Chat> { chat -> texts(chat).any { it == text } }.rows.filterIsInstance<ChatRow.Message>().last().id
    }

    private fun texts(chat: Chat) = chat.rows.filterIsInstance<ChatRow.Message>().map { (it.body as? Body.Text)?.text }

    @Test
    fun `what is written is there, under its day, and the field is empty`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = aminas.opened(jorgs)
        aminas.write(presenter, "Potassium 5.9")
        val chat = aminas.sees<Chat>()
        assertEquals(listOf("Day", "Message"), chat.rows.map { it::class.simpleName })
        assertEquals(JORG.name to 1, chat.name to chat.composer.recipients)
    }

    @Test
    fun `nothing and too much are refused, a draft is kept`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = aminas.opened(jorgs)
        for (text in listOf("  ", "é".repeat(MAX_TEXT_BYTES))) {
            aminas.does(presenter, ChatIntent.Type(text), ChatIntent.Send)
            assertEquals(FailureCode.TEXT_LENGTH, aminas.sees<Chat>().composer.failure?.code)
        }
        assertEquals(MAX_TEXT_BYTES / 2, aminas.sees<Chat>().composer.tooLongBy)
        aminas.does(presenter, ChatIntent.Type("Half a sent"))
        assertNull(aminas.sees<Chat>().composer.failure)
        aminas.act { presenter.saveDraft() }
        assertEquals("Half a sent", aminas.act { aminas.session.conversations() }.single().draft)
        assertEquals("Half a sent", aminas.also { it.opened(jorgs) }.sees<Chat>().composer.text)
    }

    @Test
    fun `changing a message gives the draft back afterwards, and answering names what is answered`() =
        twoBenches(AMINA, JORG) { aminas, jorgs ->
            val presenter = aminas.opened(jorgs)
            val first = aminas.write(presenter, "Potassium 5.9")
            aminas.does(presenter, ChatIntent.Type("A draft"))
            aminas.act { presenter.saveDraft() }
            aminas.does(presenter, ChatIntent.Edit(first))
            assertEquals("Potassium 5.9" to first, aminas.sees<Chat>().composer.let { it.text to it.editing })
            aminas.does(presenter, ChatIntent.CancelReference)
            assertEquals("A draft" to null, aminas.sees<Chat>().composer.let { it.text to it.editing })
            aminas.does(presenter, ChatIntent.Reply(first))
            assertEquals("Potassium 5.9", aminas.sees<Chat>().composer.replyTo?.text)
            aminas.does(presenter, ChatIntent.Edit(first), ChatIntent.Type("Potassium 3.9"), ChatIntent.Send)
            aminas.sees<Chat> { it.composer.editing == null }
            aminas.reads(presenter)
            assertEquals(listOf<String?>("Potassium 3.9"), texts(aminas.sees<Chat>()))
            assertEquals("A draft", aminas.sees<Chat>().composer.text)
        }

    @Test
    fun `urgency is for one message`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = aminas.opened(jorgs)
        aminas.does(presenter, ChatIntent.ChooseUrgency)
        assertEquals(ChatSheet.UrgencyChoice(Urgency.ROUTINE), aminas.sees<Chat>().sheet)
        aminas.does(presenter, ChatIntent.SetUrgency(Urgency.URGENT))
        aminas.write(presenter, "Theatre 2, now")
        val chat = aminas.sees<Chat>()
        assertEquals(Urgency.URGENT, chat.rows.filterIsInstance<ChatRow.Message>().single().urgency)
        assertEquals(Urgency.ROUTINE to null, chat.composer.urgency to chat.sheet)
    }

    @Test
    fun `a sheet closes first, and what is final is asked before`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = aminas.opened(jorgs)
        val message = aminas.write(presenter, "Potassium 5.9")
        aminas.does(presenter, ChatIntent.AskDelete(message))
        assertEquals(ChatSheet.Delete(message, canForEveryone = true, kept = false), aminas.sees<Chat>().sheet)
        assertTrue(aminas.act { presenter.back() })
        assertFalse(aminas.act { presenter.back() })
        aminas.does(presenter, ChatIntent.DeleteHere(message))
        aminas.installation.awaits { it.notice != null }
        aminas.reads(presenter)
        assertEquals(emptyList(), aminas.sees<Chat>().rows)
    }

    @Test
    fun `kept is asked for, done, and said since when`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = aminas.opened(jorgs)
        aminas.write(presenter, "Baseline ECG")
        aminas.does(presenter, ChatIntent.AskKeep(true))
        assertEquals(ChatSheet.Keep(true), aminas.sees<Chat>().sheet)
        aminas.does(presenter, ChatIntent.Keep(true))
        aminas.sees<Chat> { it.sheet == null && (it.retention as? Retention.Kept)?.sinceMs != null }
    }

    @Test
    fun `hundreds of messages are loaded page by page, each once and in order`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val texts = (1..250).map { "Observation $it" }
        aminas.act { texts.forEach { aminas.session.sendText(jorgs.account, it) } }
        val presenter = aminas.opened(jorgs)
        var shown = texts(aminas.sees<Chat>())
        assertEquals(100, shown.size)
        assertEquals("Observation 250", shown.last())
        while (aminas.sees<Chat> { !it.loading }.hasOlder) {
            val before = shown.size
            aminas.does(presenter, ChatIntent.LoadOlder)
            shown = texts(aminas.sees<Chat> { texts(it).size > before || !it.hasOlder })
        }
        assertEquals<List<String?>>(texts, shown)
    }

    @Test
    fun `the contact and the comparing of numbers are reached from here`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = aminas.opened(jorgs)
        aminas.does(presenter, ChatIntent.OpenMore, ChatIntent.OpenContact, ChatIntent.Compare)
        assertNull(aminas.sees<Chat>().sheet)
        assertEquals(listOf("contact ${jorgs.account}", "compare ${jorgs.account}"), aminas.routes.led)
    }
}
