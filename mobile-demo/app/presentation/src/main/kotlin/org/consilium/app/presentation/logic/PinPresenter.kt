package org.consilium.app.presentation.logic

import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.mapping.toState
import org.consilium.app.presentation.state.Biometrics
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.ffi.PinStatus

/** Where the PIN leads to. */
internal interface PinEnd {
    /** Waits until the session before has ended: one is open at a time. */
    suspend fun ready()

    suspend fun unlocked(session: ConsiliumSession)

    /** The installation was erased: make the account again. */
    suspend fun startAgain(goal: SignUpGoal)
}

/** The PIN, its waits, the closed entry, and the way out for whoever forgot it. */
internal class PinPresenter(
    private val client: ConsiliumClient,
    private val store: Store,
    private val calls: Calls,
    private val end: PinEnd,
) {
    private val pin = PinBuffer()
    private val wait = Countdown(calls.scope)

    /** Shows what the installation asks for. */
    suspend fun show(reason: LockReason, failure: Failure? = null) {
        pin.clear()
        val status = client.pinStatus()
        if (status.closed) return store.reset(PinClosed())
        val biometrics = client.biometrics().toState()
        store.reset(PinEntry(reason, triesLeft = status.triesLeft.toInt(), failure = failure, biometrics = biometrics))
        count(status)
    }

    fun back() {
        change { it.copy(forgot = false) }
        confirm(false)
    }

    fun accept(intent: PinIntent) {
        when (intent) {
            PinIntent.Submit -> submit()
            PinIntent.UseBiometrics -> useBiometrics()
            PinIntent.Forgot -> change { it.copy(forgot = true) }
            PinIntent.CloseForgot -> change { it.copy(forgot = false) }
            is PinIntent.ClosedCode -> store.edit<PinClosed> { it.copy(typed = intent.text, failure = null) }
            PinIntent.SubmitClosedCode -> reopen()
            PinIntent.AskErase -> confirm(true)
            PinIntent.CancelErase -> confirm(false)
            PinIntent.EraseAndRecover -> erase()
            else -> enter(intent)
        }
    }

    private fun enter(intent: PinIntent) {
        val screen = store.find<PinEntry>() ?: return
        if (screen.busy || screen.waitS > 0 || !pin.follow(intent)) return
        val words = if (intent is PinIntent.UseWords) intent.words else screen.words
        change { it.copy(length = pin.length, words = words, wrong = false, failure = null) }
    }

    private fun submit() {
        val screen = store.find<PinEntry>() ?: return
        if (screen.busy || screen.waitS > 0 || pin.length == 0) return
        change { it.copy(busy = true, failure = null, wrong = false) }
        calls.launch {
            try {
                attempt(::refused) {
                    end.ready()
                    end.unlocked(client.unlock(pin.take()))
                }
            } finally {
                change { it.copy(busy = false, length = pin.length) }
            }
        }
    }

    private fun useBiometrics() {
        val screen = store.find<PinEntry>() ?: return
        if (screen.busy || screen.biometrics != Biometrics.READY) return
        pin.clear()
        change { it.copy(busy = true, length = 0, failure = null, wrong = false) }
        calls.launch {
            try {
                attempt(::notOpened) {
                    end.ready()
                    end.unlocked(client.unlockWithBiometrics())
                }
            } finally {
                change { it.copy(busy = false) }
            }
        }
    }

    /** The PIN is there for everybody whom the device does not recognise. */
    private fun notOpened(failure: Failure) {
        val left = when (failure.code) {
            FailureCode.PIN_DUE -> Biometrics.PIN_DUE
            FailureCode.NO_BIOMETRICS -> Biometrics.OFF
            else -> Biometrics.READY
        }
        change { it.copy(failure = failure, biometrics = left) }
    }

    private fun refused(failure: Failure) {
        when (failure.code) {
            FailureCode.PIN_WRONG, FailureCode.PIN_WAIT, FailureCode.PIN_CLOSED -> calls.launch {
                val status = client.pinStatus()
                if (status.closed) return@launch store.reset(PinClosed())
                val wrong = failure.code == FailureCode.PIN_WRONG
                change { it.copy(length = 0, wrong = wrong, triesLeft = status.triesLeft.toInt()) }
                count(status)
            }
            else -> change { it.copy(length = 0, failure = failure) }
        }
    }

    /** Counts the wait down by the core's own clock. */
    private fun count(status: PinStatus) {
        if (status.waitMs == 0uL) return change { it.copy(waitS = 0) }
        wait.start({ client.pinStatus().waitMs.toLong() }) { ms -> change { it.copy(waitS = wholeSeconds(ms)) } }
    }

    private fun reopen() {
        val screen = store.find<PinClosed>() ?: return
        if (screen.busy) return
        store.edit<PinClosed> { it.copy(busy = true, failure = null) }
        calls.launch {
            try {
                attempt({ failure -> store.edit<PinClosed> { it.copy(failure = failure) } }) {
                    client.reopenPinWithRecoveryCode(screen.typed.trim().toCharArray())
                    show(LockReason.Opened)
                    store.notice(DoneWhat.PIN_REOPENED)
                }
            } finally {
                store.edit<PinClosed> { it.copy(busy = false) }
            }
        }
    }

    /** Asks before an erase, or no longer. */
    private fun confirm(ask: Boolean) {
        change { it.copy(forgot = false, confirmErase = ask) }
        store.edit<PinClosed> { it.copy(confirmErase = ask) }
    }

    private fun erase() {
        val busy = store.find<PinEntry>()?.busy ?: store.find<PinClosed>()?.busy ?: return
        if (busy) return
        setBusy(true)
        calls.launch {
            try {
                client.erase()
                wait.stop()
                end.startAgain(SignUpGoal.RECOVER)
            } finally {
                setBusy(false)
            }
        }
    }

    private fun setBusy(busy: Boolean) {
        change { it.copy(busy = busy) }
        store.edit<PinClosed> { it.copy(busy = busy) }
    }

    private fun change(block: (PinEntry) -> PinEntry) = store.edit<PinEntry>(block)
}
