package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.ChangePin
import org.consilium.app.presentation.state.ChangePinStep
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Notice
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.support.PIN
import org.consilium.ffi.ClientException

class ChangePinPresenterTest {
    private fun Workbench.presenter() = ChangePinPresenter(desk).also { act { it.open() } }

    private fun Workbench.enter(presenter: ChangePinPresenter, pin: String) = act {
        presenter.accept(PinIntent.Words(pin))
        presenter.accept(PinIntent.Submit)
    }

    @Test
    fun `the old one, a new one, the new one again, and only that one opens`() = bench {
        val presenter = presenter()
        enter(presenter, PIN)
        sees<ChangePin> { it.step == ChangePinStep.NEW && it.length == 0 }
        enter(presenter, "805264")
        sees<ChangePin> { it.step == ChangePinStep.REPEAT }
        enter(presenter, "805264")
        installation.awaits { it.notice == Notice.Done(DoneWhat.PIN_CHANGED) }
        assertFalse(store.has<ChangePin>(), "the page is left")
        session.lock()
        act { assertFailsWith<ClientException.WrongPin> { installation.client.unlock(PIN.toCharArray()) } }
        act { installation.client.unlock("805264".toCharArray()).close() }
    }

    @Test
    fun `an easy one is refused with its reason, and two that differ are asked for anew`() = bench {
        val presenter = presenter()
        enter(presenter, PIN)
        enter(presenter, "234567")
        assertEquals(PinReason.RUN, sees<ChangePin> { it.failure != null }.failure?.pin)
        enter(presenter, "805264")
        sees<ChangePin> { it.step == ChangePinStep.REPEAT && it.failure == null }
        enter(presenter, "805265")
        val page = sees<ChangePin> { it.failure?.code == FailureCode.PINS_DIFFER }
        assertEquals(ChangePinStep.NEW to 0, page.step to page.length)
    }

    @Test
    fun `a wrong old one is told at the end, and all begins again`() = bench {
        val presenter = presenter()
        enter(presenter, "395173")
        repeat(2) { enter(presenter, "805264") }
        val page = sees<ChangePin> { it.failure?.code == FailureCode.PIN_WRONG && !it.busy }
        assertEquals(ChangePinStep.OLD, page.step)
        act { session.ownAccount() }
    }

    @Test
    fun `nothing entered leads nowhere`() = bench {
        val presenter = presenter()
        act { presenter.accept(PinIntent.Submit) }
        assertEquals(ChangePinStep.OLD, sees<ChangePin>().step)
    }
}
