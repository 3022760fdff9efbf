package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.time.Duration.Companion.days
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.openPage
import org.consilium.app.desktop.support.signUp
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.Biometrics
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.LockSettings
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Tab
import org.consilium.app.support.AMINA
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.views.Tags

class FingerTest {
    @Test
    fun `a finger opens the app, another one does not, and after a week the PIN is asked for`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                signUp(phone, relay, AMINA)
                allow(true)
                lock()
                sees<PinEntry> { it.biometrics == Biometrics.READY }
                tap(Tags.PIN_BIOMETRICS)
                sees<Conversations>()
                anotherFinger(phone)
                appRestarts(phone)
                aWeekLater(phone)
                allow(false)
                lock()
                sees<PinEntry> { it.biometrics == Biometrics.OFF }
                seesNo(Tags.PIN_BIOMETRICS)
            }
        }
    }

    private fun Hands.allow(on: Boolean) {
        openPage(YouPage.LOCK)
        sees<LockSettings> { it.biometrics == !on }
        tap(Tags.BIOMETRICS)
        sees<LockSettings> { it.biometrics == on }
        tap(Tags.BACK)
    }

    private fun Hands.lock() {
        tap(Tags.tab(Tab.YOU))
        tap(Tags.LOCK_NOW)
        sees<PinEntry>()
    }

    private fun Hands.anotherFinger(phone: Phone) {
        lock()
        phone.platform.finger.recognised = false
        tap(Tags.PIN_BIOMETRICS)
        sees<PinEntry> { it.failure?.code == FailureCode.NOT_RECOGNISED && !it.busy }
        readsNo(AMINA.name)
        phone.platform.finger.recognised = true
        tap(Tags.PIN_BIOMETRICS)
        sees<Conversations>()
    }

    private fun Hands.appRestarts(phone: Phone) {
        phone.reopen()
        hold(phone)
        sees<PinEntry> { it.biometrics == Biometrics.READY }
        tap(Tags.PIN_BIOMETRICS)
        sees<Conversations>()
    }

    private fun Hands.aWeekLater(phone: Phone) {
        lock()
        phone.sleep(7.days)
        tap(Tags.PIN_BIOMETRICS)
        sees<PinEntry> { it.biometrics == Biometrics.PIN_DUE && !it.busy }
        reads("Open it with your PIN now")
        seesNo(Tags.PIN_BIOMETRICS)
        pin(PIN)
        sees<Conversations>()
    }
}
