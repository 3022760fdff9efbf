package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.DeleteAccount
import org.consilium.app.presentation.state.Devices
import org.consilium.app.presentation.state.Diagnostics
import org.consilium.app.presentation.state.EditProfile
import org.consilium.app.presentation.state.EraseDevice
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.support.AMINA

class YouPresenterTest {
    private fun Workbench.presenter(): YouPresenter {
        val settings = object : AppSettings {
            override val lockMinutes = 15
            override val relayName = "relay.example"
        }
        return YouPresenter(desk, routes, settings, RecoveryPresenter(desk, sameGroups()) {}, ChangePinPresenter(desk))
    }

    @Test
    fun `the page tells who the owner is to others`() = bench {
        val you = presenter().screen()
        assertEquals(listOf(AMINA.name, AMINA.profession, AMINA.number), listOf(you.name, you.profession, you.number))
        assertEquals(15, you.lockMinutes)
        assertTrue(!you.recoveryConfirmed && !you.discoverable)
    }

    @Test
    fun `a name is saved without blanks around it, and not without a name`() = bench {
        val presenter = presenter()
        act {
            presenter.accept(YouIntent.Open(YouPage.PROFILE))
            presenter.accept(YouIntent.Name("   "))
            presenter.accept(YouIntent.SaveProfile)
        }
        assertEquals(FailureCode.NAME_EMPTY, sees<EditProfile>().failure?.code)
        act {
            presenter.accept(YouIntent.Name("  Dr. Amina Khelifi "))
            presenter.accept(YouIntent.SaveProfile)
        }
        installation.awaits { state -> state.stack.none { it is EditProfile } }
        assertEquals("Dr. Amina Khelifi", act { session.ownAccount() }.profile.name)
    }

    @Test
    fun `being found is switched on at the relay, and off again`() = bench {
        val presenter = presenter()
        session.connect()
        act { presenter.accept(YouIntent.Open(YouPage.PRIVACY)) }
        for (on in listOf(true, false)) {
            act { presenter.accept(YouIntent.SetDiscoverable(on)) }
            sees<Privacy> { it.discoverable == on && !it.busy }
            assertEquals(on, act { session.ownAccount() }.discoverable)
        }
    }

    @Test
    fun `the report that is saved and copied is the one that was read`() = bench {
        val presenter = presenter()
        act { presenter.accept(YouIntent.Open(YouPage.DIAGNOSTICS)) }
        val report = sees<Diagnostics>().report
        act {
            presenter.accept(YouIntent.SaveDiagnostics)
            presenter.accept(YouIntent.CopyDiagnostics)
        }
        sees<Diagnostics> { it.saved }
        installation.awaits { it.notice != null }
        assertEquals(report, platform.report)
        assertEquals(report, platform.clipboard)
    }

    @Test
    fun `nothing is erased or deleted before its price was understood, and each once`() = bench {
        val presenter = presenter()
        act {
            presenter.accept(YouIntent.Open(YouPage.ERASE))
            presenter.accept(YouIntent.Erase)
            presenter.accept(YouIntent.Open(YouPage.DELETE_ACCOUNT))
            presenter.accept(YouIntent.DeleteAccount)
        }
        assertEquals(emptyList(), routes.led)
        act {
            presenter.accept(YouIntent.Understood(true))
            repeat(2) { presenter.accept(YouIntent.DeleteAccount) }
            repeat(2) { presenter.accept(YouIntent.Erase) }
        }
        assertEquals(listOf("delete account", "erase"), routes.led)
        assertTrue(sees<DeleteAccount>().busy && sees<EraseDevice>().busy)
    }

    @Test
    fun `this device is the one in the list, by the name that the platform gives it`() = bench {
        act { presenter().accept(YouIntent.Open(YouPage.DEVICES)) }
        assertEquals(listOf("Test phone" to true), sees<Devices>().rows.map { it.name to it.thisOne })
    }
}
