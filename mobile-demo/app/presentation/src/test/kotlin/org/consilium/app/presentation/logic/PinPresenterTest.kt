package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.time.Duration.Companion.hours
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.app.support.AMINA
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.client.ConsiliumSession
import org.consilium.ffi.ClientState

class PinPresenterTest {
    private class End : PinEnd {
        @Volatile var session: ConsiliumSession? = null
        @Volatile var again: SignUpGoal? = null

        override suspend fun ready() = Unit

        override suspend fun unlocked(session: ConsiliumSession) {
            this.session = session
        }

        override suspend fun startAgain(goal: SignUpGoal) {
            again = goal
        }
    }

    /** A locked installation, at its PIN screen, and its recovery code. */
    private fun locked(scene: Installation.(PinPresenter, End, List<String>) -> Unit): Unit = Relay().use { relay ->
        Installation(relay).use { installation ->
            val code = installation.act { installation.register(AMINA).use { it.recoveryCode() } }
            val end = End()
            val presenter = PinPresenter(installation.client, installation.store, installation.calls, end)
            installation.act { presenter.show(LockReason.ByHand) }
            installation.scene(presenter, end, code)
            end.session?.close() ?: Unit
        }
    }

    private fun Installation.enter(presenter: PinPresenter, pin: String) = act {
        pin.forEach { presenter.accept(PinIntent.Digit(it.digitToInt())) }
        presenter.accept(PinIntent.Submit)
    }

    @Test
    fun `the right one opens, and nothing of it is in the state`() = locked { presenter, end, _ ->
        assertEquals(PinEntry(LockReason.ByHand), sees<PinEntry>())
        enter(presenter, PIN)
        awaits { end.session != null && (it.screen as PinEntry).busy.not() }
        assertEquals(0, sees<PinEntry>().length)
        assertNotNull(end.session)
    }

    @Test
    fun `wrong ones are counted, then wait, then close the entry until the recovery code opens it`() = locked { presenter, _, code ->
        repeat(4) { wrong ->
            enter(presenter, "395173")
            sees<PinEntry> { it.wrong && it.triesLeft == 9 - wrong && !it.busy }
        }
        val waiting = sees<PinEntry> { it.waitS > 0 }.waitS
        assertEquals(true, waiting in 1..30)
        enter(presenter, PIN)
        assertEquals(0, sees<PinEntry>().length, "no digit is taken while one has to wait")
        repeat(6) {
            client.advanceDevelopmentClock(1.hours)
            awaits { (it.screen as? PinEntry)?.waitS == 0 }
            enter(presenter, "395173")
            awaits { state -> state.screen is PinClosed || (state.screen as PinEntry).let { it.waitS > 0 && !it.busy } }
        }
        sees<PinClosed>()
        reopen(presenter, code.joinToString("").dropLast(1))
        sees<PinClosed> { it.failure?.code == FailureCode.RECOVERY_MISTYPED && !it.busy }
        reopen(presenter, " " + code.joinToString(" ").lowercase())
        sees<PinEntry> { it.triesLeft == 10 }
    }

    private fun Installation.reopen(presenter: PinPresenter, code: String) = act {
        presenter.accept(PinIntent.ClosedCode(code))
        presenter.accept(PinIntent.SubmitClosedCode)
    }

    @Test
    fun `who forgot it erases the installation after being asked, and makes the account again`() = locked { presenter, end, _ ->
        act {
            presenter.accept(PinIntent.Forgot)
            presenter.accept(PinIntent.AskErase)
        }
        assertEquals(true to false, sees<PinEntry>().let { it.confirmErase to it.forgot })
        act { presenter.back() }
        assertEquals(false, sees<PinEntry>().confirmErase)
        act { presenter.accept(PinIntent.EraseAndRecover) }
        awaits { end.again != null }
        assertEquals(SignUpGoal.RECOVER, end.again)
        assertEquals(ClientState.EMPTY, act { client.state() })
    }
}
