package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.openPage
import org.consilium.app.desktop.support.signUp
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.ChangePin
import org.consilium.app.presentation.state.ChangePinStep
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.state.LockSettings
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Tab
import org.consilium.app.support.AMINA
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.views.Tags

private const val WRONG = "395173"
private const val OTHER = "805264"

class LockTest {
    @Test
    fun `locked by hand, the screen tells nothing of the owner, and the PIN opens it`() = onePhone { phone, _ ->
        tap(Tags.tab(Tab.YOU))
        tap(Tags.LOCK_NOW)
        sees<PinEntry> { it.reason == LockReason.ByHand }
        reads("Locked by you.")
        readsNo(AMINA.name)
        readsNo(AMINA.number)
        assertEquals(1, phone.state.stack.size, "nothing lies behind the PIN screen")
        pin(PIN)
        sees<Conversations>()
    }

    @Test
    fun `locked after a minute without use, as chosen`() = onePhone { phone, _ ->
        openPage(YouPage.LOCK)
        sees<LockSettings>()
        tap(Tags.lockAfter(1))
        sees<LockSettings> { it.minutes == 1 }
        phone.sleep(61.seconds)
        sees<PinEntry> { it.reason == LockReason.ByTime(1) }
        reads("Locked after 1 minute without use.")
        phone.reopen()
        hold(phone)
        sees<PinEntry> { it.reason == LockReason.Opened }
        pin(PIN)
        sees<Conversations>()
        openPage(YouPage.LOCK)
        sees<LockSettings> { it.minutes == 1 }
    }

    @Test
    fun `wrong PINs are counted, then must wait, then close entry until the recovery code opens it`() =
        onePhone { phone, groups ->
            tap(Tags.tab(Tab.YOU))
            tap(Tags.LOCK_NOW)
            sees<PinEntry>()
            for (left in 9 downTo 7) {
                pin(WRONG)
                sees<PinEntry> { it.wrong && it.triesLeft == left }
            }
            reads("7 more tries.")
            pin(WRONG)
            sees<PinEntry> { it.waitS in 1..30 && it.triesLeft == 6 }
            reads("then try again.")
            for (left in 5 downTo 0) {
                phone.sleep(1.hours)
                sees<PinEntry> { it.waitS == 0 }
                pin(WRONG)
                if (left > 0) sees<PinEntry> { it.triesLeft == left && it.waitS > 0 }
            }
            sees<PinClosed>()
            type(Tags.RECOVERY_CODE, groups.joinToString("-").dropLast(1))
            tap(Tags.PIN_CLOSED_SUBMIT)
            reads("This is not a recovery code.")
            type(Tags.RECOVERY_CODE, groups.joinToString("-").lowercase())
            tap(Tags.PIN_CLOSED_SUBMIT)
            sees<PinEntry> { it.triesLeft == 10 && it.waitS == 0 }
            pin(PIN)
            sees<Conversations>()
        }

    @Test
    fun `the PIN is changed, after the old one, and words will do`() = onePhone { _, _ ->
        openPage(YouPage.LOCK)
        tap(Tags.page(YouPage.CHANGE_PIN))
        sees<ChangePin> { it.step == ChangePinStep.OLD }
        pin(WRONG)
        sees<ChangePin> { it.step == ChangePinStep.NEW }
        pin(OTHER)
        sees<ChangePin> { it.step == ChangePinStep.REPEAT }
        pin(OTHER)
        sees<ChangePin> { it.step == ChangePinStep.OLD && it.failure != null }
        pin(PIN)
        sees<ChangePin> { it.step == ChangePinStep.NEW }
        newPinInWords("seven grey herons")
        sees<LockSettings>()
        tap(Tags.BACK)
        tap(Tags.LOCK_NOW)
        sees<PinEntry>()
        pin(PIN)
        sees<PinEntry> { it.wrong }
        tap(Tags.PIN_USE_WORDS)
        type(Tags.PIN_WORDS, "seven grey herons")
        tap(Tags.PIN_SUBMIT)
        sees<Conversations>()
    }

    private fun Hands.newPinInWords(words: String) {
        tap(Tags.PIN_USE_WORDS)
        type(Tags.PIN_WORDS, words)
        tap(Tags.PIN_SUBMIT)
        sees<ChangePin> { it.step == ChangePinStep.REPEAT }
        type(Tags.PIN_WORDS, words)
        tap(Tags.PIN_SUBMIT)
    }

    /** A phone with an account, open, and its recovery code. */
    private fun onePhone(scene: Hands.(Phone, List<String>) -> Unit) = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                val groups = signUp(phone, relay, AMINA)
                scene(phone, groups)
            }
        }
    }
}
