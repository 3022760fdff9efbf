package org.consilium.app.presentation.logic

import kotlin.random.Random
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.RecoveryCode
import org.consilium.app.presentation.state.RecoveryStep

/** Writing the recovery code down later than at sign-up. */
internal class RecoveryPresenter(
    private val desk: Desk,
    private val random: Random,
    private val confirmed: () -> Unit,
) {
    fun open() {
        if (desk.own.recoveryConfirmed) return desk.store.push(RecoveryCode(RecoveryStep.OnPaper))
        desk.calls.launch { desk.store.push(RecoveryCode(RecoveryStep.Shown(desk.session.recoveryCode()))) }
    }

    fun accept(intent: YouIntent) {
        when (intent) {
            YouIntent.TypeRecoveryBack -> typeBack()
            YouIntent.ShowRecoveryAgain -> desk.calls.launch { step(RecoveryStep.Shown(desk.session.recoveryCode())) }
            is YouIntent.RecoveryGroup -> type(intent)
            YouIntent.ConfirmRecovery -> confirm()
            else -> Unit
        }
    }

    private fun typeBack() {
        val shown = desk.store.find<RecoveryCode>()?.step as? RecoveryStep.Shown ?: return
        val (first, second) = twoGroups(shown.groups.size, random)
        step(RecoveryStep.TypeBack(first, second))
    }

    private fun type(intent: YouIntent.RecoveryGroup) = change {
        val step = it.step as? RecoveryStep.TypeBack ?: return@change it
        val typed = if (intent.second) step.copy(typedSecond = intent.text) else step.copy(typedFirst = intent.text)
        it.copy(step = typed, failure = null)
    }

    private fun confirm() {
        val page = desk.store.find<RecoveryCode>() ?: return
        val step = page.step as? RecoveryStep.TypeBack ?: return
        if (page.busy) return
        change { it.copy(busy = true, failure = null) }
        desk.calls.launch {
            try {
                attempt(::fail) {
                    desk.session.confirmRecoveryCode(typedGroups(step.first, step.typedFirst, step.second, step.typedSecond))
                    desk.readOwn()
                    step(RecoveryStep.OnPaper)
                    confirmed()
                    desk.store.notice(DoneWhat.RECOVERY_CONFIRMED)
                }
            } finally {
                change { it.copy(busy = false) }
            }
        }
    }

    private fun fail(failure: Failure) = change { it.copy(failure = failure) }

    private fun step(step: RecoveryStep) = change { it.copy(step = step, failure = null) }

    private fun change(block: (RecoveryCode) -> RecoveryCode) = desk.store.edit<RecoveryCode>(block)
}
