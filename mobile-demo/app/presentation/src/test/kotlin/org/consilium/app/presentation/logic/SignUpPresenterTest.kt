package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.SignUpIntent
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.support.AMINA
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.client.ConsiliumSession

class SignUpPresenterTest {
    private class End : SignUpEnd {
        @Volatile var session: ConsiliumSession? = null
        @Volatile var isNew = false
        @Volatile var finished = false

        override suspend fun signedUp(session: ConsiliumSession, isNew: Boolean) {
            this.session = session
            this.isNew = isNew
        }

        override suspend fun unconfirmed(failure: Failure) = error("the relay answered: ${failure.code}")

        override suspend fun finished() {
            finished = true
        }
    }

    private class Scene(val relay: Relay, val installation: Installation) {
        val end = End()
        val presenter = SignUpPresenter(installation.client, installation.store, installation.calls, sameGroups(), end)

        fun does(vararg intents: SignUpIntent) = installation.act { intents.forEach(presenter::accept) }

        fun pin(pin: String) = installation.act {
            presenter.accept(PinIntent.Words(pin))
            presenter.accept(PinIntent.Submit)
        }

        inline fun <reified S : SignUpStep> step(crossinline fits: (SignUp, S) -> Boolean = { _, _ -> true }): S =
            installation.sees<SignUp> { up -> !up.busy && (up.step as? S)?.let { fits(up, it) } == true }.step as S
    }

    private fun start(goal: SignUpGoal, relay: Relay, scene: Scene.() -> Unit): Unit = Installation(relay).use { installation ->
        val playing = Scene(relay, installation)
        installation.act { playing.presenter.start(goal) }
        playing.scene()
        playing.end.session?.close() ?: Unit
    }

    private fun Scene.toPin(code: String = relay.code(AMINA.number)) {
        does(SignUpIntent.Code(code), SignUpIntent.Continue)
        step<SignUpStep.Profile>()
        does(SignUpIntent.Name("  ${AMINA.name} "), SignUpIntent.Continue)
        step<SignUpStep.NewPin>()
    }

    private fun Scene.askForCode() {
        does(SignUpIntent.Number("06 12345671"), SignUpIntent.Continue)
        assertEquals(AMINA.number, step<SignUpStep.Code>().number)
    }

    @Test
    fun `page by page to an account, and its recovery code`() = Relay().use { relay ->
        start(SignUpGoal.NEW, relay) {
            askForCode()
            toPin()
            pin(PIN)
            step<SignUpStep.NewPin> { _, step -> step.repeat }
            pin(PIN)
            val groups = step<SignUpStep.WriteDown>().groups
            assertEquals(AMINA.name, installation.act { end.session!!.ownAccount() }.profile.name)
            assertTrue(end.isNew && !end.finished)
            does(SignUpIntent.Continue)
            val asked = step<SignUpStep.TypeBack>()
            does(
                SignUpIntent.Group(second = false, groups[asked.first - 1]),
                SignUpIntent.Group(second = true, groups[asked.second - 1]),
                SignUpIntent.Continue,
            )
            installation.awaits { end.finished }
            assertTrue(installation.act { end.session!!.ownAccount() }.recoveryConfirmed)
        }
    }

    @Test
    fun `a wrong code is asked for again, and nothing else`() = Relay().use { relay ->
        start(SignUpGoal.NEW, relay) {
            askForCode()
            val right = relay.code(AMINA.number)
            toPin(if (right == "000000") "111111" else "000000")
            repeat(2) { pin(PIN) }
            val wrong = installation.sees<SignUp> { it.failure != null && !it.busy }
            assertEquals(RefusalReason.CODE_WRONG, wrong.failure?.refusal)
            assertTrue(wrong.step is SignUpStep.Code)
            does(SignUpIntent.Code(right.chunked(3).joinToString(" ")), SignUpIntent.Continue)
            step<SignUpStep.WriteDown>()
        }
    }

    @Test
    fun `what will not do is refused where it is typed`() = Relay().use { relay ->
        start(SignUpGoal.NEW, relay) {
            does(SignUpIntent.Number("12"), SignUpIntent.Continue)
            step<SignUpStep.Number> { up, _ -> up.failure?.code == FailureCode.PHONE_NUMBER }
            askForCode()
            does(SignUpIntent.Code("000000"), SignUpIntent.Continue)
            does(SignUpIntent.Name(" "), SignUpIntent.Continue)
            step<SignUpStep.Profile> { up, _ -> up.failure?.code == FailureCode.NAME_EMPTY }
            does(SignUpIntent.Name("🫀".repeat(MAX_NAME + 1)), SignUpIntent.Continue)
            step<SignUpStep.Profile> { up, _ -> up.failure == Failure(FailureCode.NAME_LENGTH, limit = MAX_NAME) }
            does(SignUpIntent.Name("🫀".repeat(MAX_NAME)), SignUpIntent.Continue)
            pin("111111")
            step<SignUpStep.NewPin> { up, step -> up.failure?.code == FailureCode.PIN_REFUSED && step.length == 0 }
            pin(PIN)
            pin("395173")
            step<SignUpStep.NewPin> { up, step -> up.failure?.code == FailureCode.PINS_DIFFER && !step.repeat }
        }
    }

    @Test
    fun `back leads one page back, what was given stays, and out at the first`() = Relay().use { relay ->
        start(SignUpGoal.RECOVER, relay) {
            does(SignUpIntent.RecoveryCode("typed by hand"), SignUpIntent.Continue)
            does(SignUpIntent.Number(AMINA.number), SignUpIntent.Continue)
            step<SignUpStep.Code>()
            does(SignUpIntent.Code("123456"), SignUpIntent.Continue)
            does(SignUpIntent.Name(AMINA.name), SignUpIntent.Continue)
            step<SignUpStep.NewPin>()
            val back = { installation.act { presenter.back() } }
            back()
            assertEquals(AMINA.name, step<SignUpStep.Profile>().name)
            back()
            assertEquals("123456", step<SignUpStep.Code>().typed)
            back()
            assertEquals(AMINA.number, step<SignUpStep.Number>().typed)
            back()
            assertEquals("typed by hand", step<SignUpStep.RecoveryCode>().typed)
            back()
            assertFalse(installation.store.has<SignUp>())
        }
    }

    @Test
    fun `a lost account is made again with its recovery code`() = Relay().use { relay ->
        val code = Installation(relay).use { lost -> lost.act { lost.register(AMINA).use { it.recoveryCode() } } }
        start(SignUpGoal.RECOVER, relay) {
            does(SignUpIntent.RecoveryCode(code.joinToString("-")), SignUpIntent.Continue)
            val before = relay.newestCode(AMINA.number)
            does(SignUpIntent.Number(AMINA.number), SignUpIntent.Continue)
            step<SignUpStep.Code>()
            toPin(relay.code(AMINA.number, before))
            repeat(2) { pin(PIN) }
            installation.awaits { end.finished }
            assertFalse(end.isNew, "no new recovery code is to be written down")
        }
    }
}
