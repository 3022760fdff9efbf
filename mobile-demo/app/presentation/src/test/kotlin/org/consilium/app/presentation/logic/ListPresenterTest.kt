package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Search
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG
import org.consilium.client.AccountId
import org.consilium.ffi.Event

class ListPresenterTest {
    @Test
    fun `an open recovery code is told, and nobody is there at first`() = bench {
        val list = ListPresenter(desk, routes).screen()
        assertTrue(list.recoveryOpen)
        assertEquals(0, list.rows.size + list.requests + list.alarms.size)
    }

    @Test
    fun `conversations are listed, filtered and found by their words`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = ListPresenter(aminas.desk, aminas.routes)
        aminas.act {
            aminas.session.sendText(jorgs.account, "Potassium 5.9 in bed 12")
            presenter.readAll()
        }
        assertEquals(listOf(jorgs.account.hex), presenter.screen().rows.map { it.account })
        aminas.act { presenter.accept(ListIntent.Filter(ConversationFilter.KEPT)) }
        assertEquals(emptyList(), presenter.screen().rows)

        aminas.act {
            presenter.accept(ListIntent.OpenSearch)
            presenter.accept(ListIntent.SearchText("potas"))
            presenter.accept(ListIntent.SearchText("potassium"))
        }
        val found = aminas.sees<Search> { it.searched }
        assertEquals("potassium" to listOf(JORG.name), found.typed to found.hits.map { it.name })
        aminas.act { presenter.accept(ListIntent.OpenHit(found.hits.single().account, found.hits.single().message)) }
        assertEquals("chat ${jorgs.account} at ${found.hits.single().message}", aminas.routes.led.last())
        aminas.act { presenter.accept(ListIntent.SearchText(" ")) }
        assertEquals(Search(" "), aminas.sees<Search>())
    }

    @Test
    fun `a foreign prekey stays an alarm, and a conversation that is gone leaves the list`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = ListPresenter(aminas.desk, aminas.routes)
        val conversation = checkNotNull(aminas.desk.conversationOf(jorgs.account))
        val message = aminas.act { aminas.session.sendText(jorgs.account, "Not for long") }
        fun read(vararg events: Event) = aminas.act { presenter.read(Changes().also { events.forEach(it::add) }) }
        read(Event.MessageAdded(conversation, message, own = true), Event.ForeignPrekey)
        assertEquals(1 to 1, presenter.screen().rows.size to presenter.screen().alarms.size)
        aminas.act { aminas.session.deleteHere(message) }
        read(Event.MessageRemoved(conversation, message))
        assertEquals(0 to 1, presenter.screen().rows.size to presenter.screen().alarms.size)
    }

    @Test
    fun `a blocked person's conversation stays out of the list when something in it changes`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = ListPresenter(aminas.desk, aminas.routes)
        val conversation = checkNotNull(aminas.desk.conversationOf(jorgs.account))
        aminas.act {
            aminas.session.sendText(jorgs.account, "Before the block")
            presenter.readAll()
        }
        assertEquals(1, presenter.screen().rows.size)
        aminas.act {
            aminas.session.block(jorgs.account)
            aminas.routes.refreshPeople()
            presenter.read(Changes().also { it.add(Event.ConversationChanged(conversation)) })
        }
        assertEquals(0, presenter.screen().rows.size)
    }

    @Test
    fun `each way out of the list leads where it says`() = bench {
        val presenter = ListPresenter(desk, routes)
        act {
            presenter.accept(ListIntent.OpenConversation("0a"))
            presenter.accept(ListIntent.NewConversation)
            presenter.accept(ListIntent.OpenRecoveryCode)
        }
        assertEquals(listOf("chat ${AccountId("0a")}", "new conversation", "recovery code"), routes.led)
    }
}
