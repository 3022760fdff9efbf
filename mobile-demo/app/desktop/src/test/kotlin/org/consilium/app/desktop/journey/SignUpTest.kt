package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.openPage
import org.consilium.app.desktop.support.signUpToCode
import org.consilium.app.desktop.support.typeBack
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RecoveryCode
import org.consilium.app.presentation.state.RecoveryStep
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Welcome
import org.consilium.app.presentation.state.You
import org.consilium.app.support.AMINA
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.views.Tags

class SignUpTest {
    @Test
    fun `a clinician signs up, and types the recovery code back until it is right`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                hold(phone)
                sees<Welcome>()
                val groups = signUpToCode(relay, AMINA)
                for (group in groups) reads(group)
                typeBack(groups.map { "WRONG" })
                sees<SignUp> { it.failure?.code == FailureCode.RECOVERY_GROUPS }
                reads("These are not the groups of your code.")
                tap(Tags.SHOW_AGAIN)
                sees<SignUp> { it.step is SignUpStep.WriteDown }
                typeBack(groups)
                sees<Conversations> { !it.recoveryOpen }
                reads("No conversations yet")
                tap(Tags.tab(Tab.YOU))
                val you = sees<You>()
                assertEquals(AMINA.name, you.name)
                assertEquals(AMINA.number, you.number)
                assertFalse(phone.holds(AMINA.name), "the name is only in the encrypted database")
                assertFalse(relay.holds(AMINA.name), "the relay never hears the name")
            }
        }
    }

    @Test
    fun `numbers, codes, names and PINs that will not do are refused with what to do`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                hold(phone)
                tap(Tags.CREATE_ACCOUNT)
                type(Tags.NUMBER, "12")
                tap(Tags.CONTINUE)
                reads("This is not a phone number.")
                type(Tags.NUMBER, AMINA.number)
                tap(Tags.CONTINUE)
                sees<SignUp> { it.step is SignUpStep.Code }
                val right = relay.code(AMINA.number)
                type(Tags.CODE, if (right == "000000") "111111" else "000000")
                tap(Tags.CONTINUE)
                tap(Tags.CONTINUE)
                reads("Colleagues need a name to know you by.")
                type(Tags.NAME, AMINA.name)
                tap(Tags.CONTINUE)
                refusedPins()
                pin(PIN)
                sees<SignUp> { (it.step as? SignUpStep.NewPin)?.repeat == true }
                pin("395173")
                reads("The two PINs differ.")
                pin(PIN)
                sees<SignUp> { (it.step as? SignUpStep.NewPin)?.repeat == true }
                pin(PIN)
                sees<SignUp> { it.step is SignUpStep.Code && it.failure?.refusal == RefusalReason.CODE_WRONG }
                reads("That is not the code of the SMS.")
                type(Tags.CODE, right)
                tap(Tags.CONTINUE)
                sees<SignUp> { it.step is SignUpStep.WriteDown }
            }
        }
    }

    private fun Hands.refusedPins() {
        val easy = mapOf(
            "12345" to PinReason.TOO_FEW_DIGITS,
            "111111" to PinReason.REPEATS,
            "234567" to PinReason.RUN,
            "19840612" to PinReason.DATE,
            "147258" to PinReason.KEY_PATTERN,
        )
        for ((pin, reason) in easy) {
            sees<SignUp> { it.step is SignUpStep.NewPin }
            pin(pin)
            sees<SignUp> { it.failure?.pin == reason }
        }
        reads("it is a pattern on the keys")
    }

    @Test
    fun `the recovery code can wait, the list says so until it is confirmed`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                hold(phone)
                val groups = signUpToCode(relay, AMINA)
                tap(Tags.CONTINUE)
                sees<SignUp> { it.step is SignUpStep.TypeBack }
                tap(Tags.LATER)
                sees<Conversations> { it.recoveryOpen }
                tap(Tags.CONFIRM_RECOVERY)
                assertEquals(groups, (sees<RecoveryCode>().step as RecoveryStep.Shown).groups)
                tap(Tags.CONTINUE)
                val asked = sees<RecoveryCode> { it.step is RecoveryStep.TypeBack }.step as RecoveryStep.TypeBack
                assertTrue(asked.first < asked.second)
                type(Tags.GROUP_FIRST, groups[asked.first - 1].lowercase())
                type(Tags.GROUP_SECOND, groups[asked.second - 1])
                tap(Tags.CONFIRM)
                sees<RecoveryCode> { it.step == RecoveryStep.OnPaper }
                tap(Tags.BACK)
                sees<Conversations> { !it.recoveryOpen }
                openPage(YouPage.RECOVERY)
                sees<RecoveryCode> { it.step == RecoveryStep.OnPaper }
                readsNo(groups.first())
            }
        }
    }
}
