package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Notice
import org.consilium.app.presentation.state.Search

class StoreTest {
    private val list = Conversations()
    private val chat = Chat("c1", "a1", "Farid")
    private val store = Store(AppState(stack = listOf(list)))

    @Test
    fun `a screen lies over those before it, and goes back to them`() {
        store.push(chat)
        store.push(Contact("a1", "c1", "Farid"))
        store.pop()
        assertEquals(listOf(list, chat), store.value.stack)
        store.pop()
        store.pop()
        assertEquals(listOf(list), store.value.stack, "the first one stays")
    }

    @Test
    fun `one of a kind is open at a time`() {
        store.push(chat)
        store.push(Contact("a1", "c1", "Farid"))
        val other = chat.copy(conversation = "c2", account = "a2")
        store.push(other)
        assertEquals(listOf("Conversations", "Contact", "Chat"), store.value.stack.map { it::class.simpleName })
        assertEquals(other, store.screen)
    }

    @Test
    fun `in place of what is shown, or alone`() {
        store.push(Search())
        store.replace(chat)
        assertEquals(listOf(list, chat), store.value.stack)
        store.notice(DoneWhat.KEPT)
        store.reset(Colleagues())
        assertEquals(listOf(Colleagues()), store.value.stack)
        assertNull(store.value.notice, "a new beginning says nothing of before")
    }

    @Test
    fun `a screen is changed wherever it lies, and none if it is not open`() {
        store.push(chat)
        store.edit<Conversations> { it.copy(requests = 2) }
        store.edit<Search> { it.copy(typed = "x") }
        assertEquals(listOf(list.copy(requests = 2), chat), store.value.stack)
        assertEquals(2, store.find<Conversations>()?.requests)
        assertNull(store.find<Search>())
    }

    @Test
    fun `notices say what was done or why not`() {
        store.notice(DoneWhat.BLOCKED)
        assertEquals(Notice.Done(DoneWhat.BLOCKED), store.value.notice)
        store.notice(Failure(FailureCode.OFFLINE))
        assertEquals(Notice.Failed(Failure(FailureCode.OFFLINE)), store.value.notice)
    }
}
