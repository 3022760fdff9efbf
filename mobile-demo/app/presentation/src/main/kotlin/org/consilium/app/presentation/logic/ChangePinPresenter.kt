package org.consilium.app.presentation.logic

import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.mapping.toFailure
import org.consilium.app.presentation.state.ChangePin
import org.consilium.app.presentation.state.ChangePinStep
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.ffi.ClientException

/** The PIN changed: the old one, a new one, the new one again. */
internal class ChangePinPresenter(private val desk: Desk) {
    private val old = PinBuffer()
    private val new = PinBuffer()
    private val repeated = PinBuffer()

    fun open() {
        clear()
        desk.store.push(ChangePin())
    }

    fun accept(intent: PinIntent) {
        val page = desk.store.find<ChangePin>() ?: return
        if (page.busy) return
        val buffer = when (page.step) {
            ChangePinStep.OLD -> old
            ChangePinStep.NEW -> new
            ChangePinStep.REPEAT -> repeated
        }
        if (intent == PinIntent.Submit) return if (buffer.length > 0) next(page.step) else Unit
        if (!buffer.follow(intent)) return
        val words = if (intent is PinIntent.UseWords) intent.words else page.words
        change { it.copy(length = buffer.length, words = words, failure = null) }
    }

    /** The page is left. */
    fun clear() {
        old.clear()
        new.clear()
        repeated.clear()
    }

    private fun next(step: ChangePinStep) {
        when (step) {
            ChangePinStep.OLD -> show(ChangePinStep.NEW)
            ChangePinStep.NEW -> choose()
            ChangePinStep.REPEAT -> if (repeated.sameAs(new)) save() else differ()
        }
    }

    private fun choose() {
        try {
            desk.client.checkNewPin(new.copy())
            show(ChangePinStep.REPEAT)
        } catch (refused: ClientException.PinRefused) {
            new.clear()
            show(ChangePinStep.NEW, refused.toFailure())
        }
    }

    private fun differ() {
        new.clear()
        repeated.clear()
        show(ChangePinStep.NEW, Failure(FailureCode.PINS_DIFFER))
    }

    private fun save() {
        change { it.copy(busy = true, failure = null) }
        repeated.clear()
        desk.calls.launch {
            try {
                attempt(::refused) {
                    desk.session.changePin(old.take(), new.take())
                    desk.store.pop()
                    desk.store.notice(DoneWhat.PIN_CHANGED)
                }
            } finally {
                clear()
                change { it.copy(busy = false) }
            }
        }
    }

    /** The old one was wrong, as a rule: from the beginning. */
    private fun refused(failure: Failure) {
        clear()
        show(ChangePinStep.OLD, failure)
    }

    private fun show(step: ChangePinStep, failure: Failure? = null) =
        change { it.copy(step = step, length = 0, failure = failure) }

    private fun change(block: (ChangePin) -> ChangePin) = desk.store.edit<ChangePin>(block)
}
