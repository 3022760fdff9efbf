package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.RecoveryCode
import org.consilium.app.presentation.state.RecoveryStep

class RecoveryPresenterTest {
    @Test
    fun `the code is shown until two of its groups were typed back right, then it is only on paper`() = bench {
        var told = 0
        val presenter = RecoveryPresenter(desk, sameGroups()) { told++ }
        act { presenter.open() }
        val groups = (sees<RecoveryCode>().step as RecoveryStep.Shown).groups
        assertEquals(act { session.recoveryCode() }, groups)

        typeBack(presenter, groups) { "XXXX" }
        sees<RecoveryCode> { it.failure?.code == FailureCode.RECOVERY_GROUPS && !it.busy }
        assertEquals(0, told)

        act { presenter.accept(YouIntent.ShowRecoveryAgain) }
        sees<RecoveryCode> { it.step is RecoveryStep.Shown && it.failure == null }
        typeBack(presenter, groups) { " ${it.lowercase()} " }
        sees<RecoveryCode> { it.step == RecoveryStep.OnPaper && !it.busy }
        assertEquals(1, told)

        act { presenter.open() }
        assertIs<RecoveryStep.OnPaper>(sees<RecoveryCode>().step)
    }

    private fun Workbench.typeBack(presenter: RecoveryPresenter, groups: List<String>, typed: (String) -> String) {
        act { presenter.accept(YouIntent.TypeRecoveryBack) }
        val asked = sees<RecoveryCode> { it.step is RecoveryStep.TypeBack }.step as RecoveryStep.TypeBack
        act {
            presenter.accept(YouIntent.RecoveryGroup(second = false, typed(groups[asked.first - 1])))
            presenter.accept(YouIntent.RecoveryGroup(second = true, typed(groups[asked.second - 1])))
            presenter.accept(YouIntent.ConfirmRecovery)
        }
    }
}
