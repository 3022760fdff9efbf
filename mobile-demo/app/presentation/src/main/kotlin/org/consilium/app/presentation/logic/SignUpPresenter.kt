package org.consilium.app.presentation.logic

import kotlin.random.Random
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.SignUpIntent
import org.consilium.app.presentation.mapping.toFailure
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.ffi.ClientException
import org.consilium.ffi.CodeRequest
import org.consilium.ffi.Profile

/** Where sign-up leads to. */
internal interface SignUpEnd {
    /** There is an account, unlocked; its recovery code is to be shown next if [isNew]. */
    suspend fun signedUp(session: ConsiliumSession, isNew: Boolean)

    /** Everything was kept, but nobody knows whether the relay has the account: unlock to find out. */
    suspend fun unconfirmed(failure: Failure)

    /** Nothing more is asked. */
    suspend fun finished()
}

/** Sign-up, and making a lost account again, page by page. */
internal class SignUpPresenter(
    private val client: ConsiliumClient,
    private val store: Store,
    private val calls: Calls,
    private val random: Random,
    private val end: SignUpEnd,
) {
    private val pin = PinBuffer()
    private val repeated = PinBuffer()
    private val resend = Countdown(calls.scope)
    private var recoveryCode = ""
    private var request: CodeRequest? = null
    private var resendAtMs = 0L
    private var code = ""
    private var profile = SignUpStep.Profile()
    private var session: ConsiliumSession? = null
    private var groups = emptyList<String>()

    fun start(goal: SignUpGoal) {
        forget()
        val step = if (goal == SignUpGoal.NEW) SignUpStep.Number() else SignUpStep.RecoveryCode()
        store.push(SignUp(goal, step))
    }

    /** The page before, as far as there is one; whether there was. */
    fun back(): Boolean {
        val screen = store.find<SignUp>() ?: return false
        if (screen.busy) return true
        val before = when (screen.step) {
            is SignUpStep.RecoveryCode -> null
            is SignUpStep.Number -> if (screen.goal == SignUpGoal.RECOVER) SignUpStep.RecoveryCode(recoveryCode) else null
            is SignUpStep.Code -> SignUpStep.Number(request?.number.orEmpty())
            is SignUpStep.Profile -> codeStep()
            is SignUpStep.NewPin -> if (screen.step.repeat) SignUpStep.NewPin() else profile
            // The account exists: there is no way back behind it.
            is SignUpStep.WriteDown -> return true
            is SignUpStep.TypeBack -> SignUpStep.WriteDown(groups)
        }
        pin.clear()
        repeated.clear()
        if (before == null) {
            forget()
            store.pop()
        } else {
            show(before)
        }
        return true
    }

    fun accept(intent: SignUpIntent) {
        val screen = store.find<SignUp>() ?: return
        when (intent) {
            is SignUpIntent.RecoveryCode -> type<SignUpStep.RecoveryCode> { it.copy(typed = intent.text) }
            is SignUpIntent.Number -> type<SignUpStep.Number> { it.copy(typed = intent.text) }
            is SignUpIntent.Code -> type<SignUpStep.Code> { it.copy(typed = intent.text) }
            is SignUpIntent.Name -> type<SignUpStep.Profile> { it.copy(name = intent.text) }
            is SignUpIntent.Profession -> type<SignUpStep.Profile> { it.copy(profession = intent.text) }
            is SignUpIntent.Group -> type<SignUpStep.TypeBack> {
                if (intent.second) it.copy(typedSecond = intent.text) else it.copy(typedFirst = intent.text)
            }
            SignUpIntent.ResendCode -> request?.let { askForCode(it.number) }
            SignUpIntent.Continue -> if (!screen.busy) next(screen)
            SignUpIntent.ShowCodeAgain -> show(SignUpStep.WriteDown(groups))
            SignUpIntent.ConfirmLater -> calls.launch { finish() }
            SignUpIntent.Start, SignUpIntent.StartRecovery -> Unit
        }
    }

    fun accept(intent: PinIntent) {
        val screen = store.find<SignUp>() ?: return
        val step = screen.step as? SignUpStep.NewPin ?: return
        if (screen.busy) return
        val buffer = if (step.repeat) repeated else pin
        if (intent == PinIntent.Submit) return if (step.repeat) repeat() else choose()
        if (!buffer.follow(intent)) return
        val words = if (intent is PinIntent.UseWords) intent.words else step.words
        change { it.copy(step = step.copy(length = buffer.length, words = words), failure = null) }
    }

    private fun next(screen: SignUp) {
        when (val step = screen.step) {
            is SignUpStep.RecoveryCode -> {
                recoveryCode = step.typed
                show(SignUpStep.Number())
            }
            is SignUpStep.Number -> askForCode(step.typed)
            is SignUpStep.Code -> takeCode(step)
            is SignUpStep.Profile -> takeProfile(step)
            is SignUpStep.NewPin -> accept(PinIntent.Submit)
            is SignUpStep.WriteDown -> {
                val (first, second) = twoGroups(groups.size, random)
                show(SignUpStep.TypeBack(first, second))
            }
            is SignUpStep.TypeBack -> confirm(step)
        }
    }

    private fun askForCode(number: String) = busy {
        val answer = client.requestCode(number.trim())
        request = answer
        resendAtMs = client.now().ms + answer.retryAfterMs.toLong()
        code = ""
        show(codeStep())
        resend.start({ resendAtMs - client.now().ms }) { ms ->
            type<SignUpStep.Code>(keepFailure = true) { it.copy(resendInS = wholeSeconds(ms)) }
        }
    }

    private fun codeStep() = SignUpStep.Code(
        request?.number.orEmpty(),
        code,
        wholeSeconds(resendAtMs - client.now().ms),
    )

    private fun takeCode(step: SignUpStep.Code) {
        code = step.typed.filterNot(Char::isWhitespace)
        // After a wrong code everything else was given already.
        if (repeated.length > 0) register() else show(profile)
    }

    private fun takeProfile(step: SignUpStep.Profile) {
        profile = step.copy(name = step.name.trim(), profession = step.profession.trim())
        val long = maxOf(characters(profile.name), characters(profile.profession)) > MAX_NAME
        when {
            profile.name.isEmpty() -> fail(Failure(FailureCode.NAME_EMPTY))
            long -> fail(Failure(FailureCode.NAME_LENGTH, limit = MAX_NAME))
            else -> show(SignUpStep.NewPin())
        }
    }

    private fun choose() {
        if (pin.length == 0) return
        val words = words()
        try {
            client.checkNewPin(pin.copy())
            show(SignUpStep.NewPin(repeat = true, words = words))
        } catch (refused: ClientException.PinRefused) {
            pin.clear()
            show(SignUpStep.NewPin(words = words), refused.toFailure())
        }
    }

    private fun repeat() {
        if (repeated.length == 0) return
        if (repeated.sameAs(pin)) return register()
        val words = words()
        pin.clear()
        repeated.clear()
        show(SignUpStep.NewPin(words = words), Failure(FailureCode.PINS_DIFFER))
    }

    private fun words() = (store.find<SignUp>()?.step as? SignUpStep.NewPin)?.words == true

    private fun register() {
        val request = request ?: return
        val goal = store.find<SignUp>()?.goal ?: return
        busy(::notRegistered) {
            val who = Profile(profile.name, profile.profession)
            val made = if (goal == SignUpGoal.NEW) {
                client.register(request, code, pin.copy(), who)
            } else {
                client.recover(recoveryCode.toCharArray(), request, code, pin.copy(), who)
            }
            pin.clear()
            repeated.clear()
            recoveryCode = ""
            session = made
            end.signedUp(made, isNew = goal == SignUpGoal.NEW)
            if (goal == SignUpGoal.NEW) {
                groups = made.recoveryCode()
                show(SignUpStep.WriteDown(groups))
            } else {
                finish()
            }
        }
    }

    /** Back to the page that can mend it. */
    private fun notRegistered(failure: Failure) {
        val wrongCode = failure.refusal == RefusalReason.CODE_WRONG || failure.refusal == RefusalReason.CODE_EXPIRED
        when {
            failure.code == FailureCode.RELAY_REFUSED && wrongCode -> show(codeStep(), failure)
            failure.code == FailureCode.RECOVERY_MISTYPED || failure.code == FailureCode.RECOVERY_WRONG ->
                show(SignUpStep.RecoveryCode(recoveryCode), failure)
            failure.code == FailureCode.REGISTRATION_UNCONFIRMED -> calls.launch {
                forget()
                end.unconfirmed(failure)
            }
            else -> fail(failure)
        }
    }

    private fun confirm(step: SignUpStep.TypeBack) = busy {
        val session = session ?: return@busy
        session.confirmRecoveryCode(typedGroups(step.first, step.typedFirst, step.second, step.typedSecond))
        finish()
    }

    private suspend fun finish() {
        forget()
        end.finished()
    }

    private fun forget() {
        resend.stop()
        pin.clear()
        repeated.clear()
        recoveryCode = ""
        code = ""
        request = null
        session = null
        groups = emptyList()
        profile = SignUpStep.Profile()
    }

    private fun busy(failed: (Failure) -> Unit = ::fail, block: suspend () -> Unit) {
        change { it.copy(busy = true, failure = null) }
        calls.launch {
            try {
                attempt(failed, block)
            } finally {
                change { it.copy(busy = false) }
            }
        }
    }

    private fun fail(failure: Failure) = change { it.copy(failure = failure) }

    private fun show(step: SignUpStep, failure: Failure? = null) = change { it.copy(step = step, failure = failure) }

    private inline fun <reified S : SignUpStep> type(keepFailure: Boolean = false, crossinline block: (S) -> SignUpStep) = change {
        val step = it.step
        if (step is S) it.copy(step = block(step), failure = if (keepFailure) it.failure else null) else it
    }

    private fun change(block: (SignUp) -> SignUp) = store.edit<SignUp>(block)
}

/** Most characters of a name, and of a profession. */
internal const val MAX_NAME = 128

internal fun characters(text: String): Int = text.codePointCount(0, text.length)

