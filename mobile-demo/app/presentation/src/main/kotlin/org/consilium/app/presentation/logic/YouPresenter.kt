package org.consilium.app.presentation.logic

import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.mapping.toLine
import org.consilium.app.presentation.mapping.toNumberMove
import org.consilium.app.presentation.mapping.toRow
import org.consilium.app.presentation.state.DeleteAccount
import org.consilium.app.presentation.state.DeviceRow
import org.consilium.app.presentation.state.Devices
import org.consilium.app.presentation.state.Diagnostics
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.EditProfile
import org.consilium.app.presentation.state.EraseDevice
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.LicenceText
import org.consilium.app.presentation.state.LockSettings
import org.consilium.app.presentation.state.LookAndLanguage
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.presentation.state.SignedOut
import org.consilium.app.presentation.state.You
import org.consilium.ffi.ContactState
import org.consilium.ffi.Profile

/** What *You* needs of the app beyond the session. */
internal interface AppSettings {
    val lockMinutes: Int
    val relayName: String
}

/** The owner's own page and most of those behind it. */
internal class YouPresenter(
    private val desk: Desk,
    private val routes: Routes,
    private val settings: AppSettings,
    private val recovery: RecoveryPresenter,
    private val changePin: ChangePinPresenter,
) {
    /** The page as it stands. */
    fun screen(): You = You(
        name = desk.own.profile.name,
        profession = desk.own.profile.profession,
        number = desk.own.number,
        line = desk.status.toLine(),
        recoveryConfirmed = desk.own.recoveryConfirmed,
        discoverable = desk.own.discoverable,
        lockMinutes = settings.lockMinutes,
        blocked = blocked().size,
        numberMove = desk.status.toNumberMove(busy = false),
    )

    /** Shows what is known now, wherever it is seen. */
    fun show() {
        desk.store.edit<You> { screen() }
        desk.store.edit<Privacy> { privacy(it) }
        desk.store.edit<LockSettings> { it.copy(minutes = settings.lockMinutes) }
    }

    fun accept(intent: YouIntent) {
        when (intent) {
            is YouIntent.Open -> open(intent.page)
            is YouIntent.Name -> profile { it.copy(name = intent.text, failure = null) }
            is YouIntent.Profession -> profile { it.copy(profession = intent.text, failure = null) }
            YouIntent.SaveProfile -> saveProfile()
            is YouIntent.SetDiscoverable -> setDiscoverable(intent.on)
            is YouIntent.SetBiometrics -> setBiometrics(intent.on)
            YouIntent.SaveDiagnostics -> saveReport()
            YouIntent.CopyDiagnostics -> copyReport()
            YouIntent.OpenOwnLicence -> desk.store.push(LicenceText("Consilium", About.licence()))
            is YouIntent.Understood -> understood(intent.on)
            YouIntent.DeleteAccount -> deleteAccount()
            YouIntent.Erase -> erase()
            else -> recovery.accept(intent)
        }
    }

    private fun open(page: YouPage) {
        val store = desk.store
        when (page) {
            YouPage.PROFILE -> store.push(EditProfile(desk.own.profile.name, desk.own.profile.profession))
            YouPage.DEVICES -> store.push(Devices(listOf(DeviceRow("this", desk.platform.deviceName(), thisOne = true))))
            YouPage.PRIVACY -> store.push(privacy(Privacy(desk.own.number, desk.own.discoverable)))
            YouPage.LOOK -> store.push(LookAndLanguage)
            YouPage.LOCK -> desk.calls.launch { store.push(LockSettings(settings.lockMinutes, biometrics = biometrics())) }
            YouPage.CHANGE_PIN -> changePin.open()
            YouPage.RECOVERY -> recovery.open()
            YouPage.NOTES -> routes.openChat(desk.own.account)
            YouPage.DIAGNOSTICS -> desk.calls.launch { store.push(Diagnostics(desk.session.diagnostics())) }
            YouPage.ABOUT -> store.push(About.screen(settings.relayName))
            YouPage.DELETE_ACCOUNT -> store.push(DeleteAccount())
            YouPage.ERASE -> store.push(EraseDevice(desk.own.recoveryConfirmed))
        }
    }

    private fun privacy(old: Privacy) = old.copy(
        number = desk.own.number,
        discoverable = desk.own.discoverable,
        numberMove = desk.status.toNumberMove(busy = false),
        numberArrivesAtMs = desk.status.numberArrivesAt?.ms,
        blocked = blocked(),
    )

    private fun blocked() = desk.people.all.filter { it.state == ContactState.BLOCKED }.map { it.toRow() }

    private fun saveProfile() {
        val page = desk.store.find<EditProfile>() ?: return
        if (page.busy) return
        val (name, profession) = page.name.trim() to page.profession.trim()
        if (name.isEmpty()) return profile { it.copy(failure = Failure(FailureCode.NAME_EMPTY)) }
        profile { it.copy(busy = true, failure = null) }
        desk.calls.launch {
            try {
                attempt({ failure -> profile { it.copy(failure = failure) } }) {
                    desk.session.setProfile(Profile(name, profession))
                    desk.readOwn()
                    show()
                    desk.store.pop()
                    desk.store.notice(DoneWhat.PROFILE_SAVED)
                }
            } finally {
                profile { it.copy(busy = false) }
            }
        }
    }

    private fun setDiscoverable(on: Boolean) {
        if (desk.store.find<Privacy>()?.busy != false) return
        editPrivacy { it.copy(busy = true, failure = null) }
        desk.calls.launch {
            try {
                attempt({ failure -> editPrivacy { it.copy(failure = failure) } }) {
                    desk.session.setDiscoverable(on)
                    desk.readOwn()
                    show()
                    desk.store.notice(if (on) DoneWhat.DISCOVERABLE else DoneWhat.NOT_DISCOVERABLE)
                }
            } finally {
                editPrivacy { it.copy(busy = false) }
            }
        }
    }

    /** None if this device has no such check. */
    private suspend fun biometrics(): Boolean? = desk.platform.biometrics?.let { desk.session.biometricsEnabled() }

    private fun setBiometrics(on: Boolean) {
        if (desk.store.find<LockSettings>()?.busy != false) return
        editLock { it.copy(busy = true, failure = null) }
        desk.calls.launch {
            try {
                attempt({ failure -> editLock { it.copy(failure = failure) } }) {
                    desk.session.setBiometrics(on)
                }
                val now = biometrics()
                editLock { it.copy(biometrics = now) }
            } finally {
                editLock { it.copy(busy = false) }
            }
        }
    }

    private fun saveReport() {
        val page = desk.store.find<Diagnostics>() ?: return
        desk.calls.launch {
            if (desk.platform.saveReport(page.report)) desk.store.edit<Diagnostics> { it.copy(saved = true) }
        }
    }

    private fun copyReport() {
        val page = desk.store.find<Diagnostics>() ?: return
        desk.calls.launch {
            desk.platform.copy(page.report)
            desk.store.notice(DoneWhat.TEXT_COPIED)
        }
    }

    private fun understood(on: Boolean) {
        desk.store.edit<DeleteAccount> { it.copy(understood = on) }
        desk.store.edit<EraseDevice> { it.copy(understood = on) }
    }

    private fun deleteAccount() {
        val page = desk.store.find<DeleteAccount>() ?: return
        if (!page.understood || page.busy) return
        desk.store.edit<DeleteAccount> { it.copy(busy = true, failure = null) }
        routes.erase(deleted = true) { failure ->
            desk.store.edit<DeleteAccount> { it.copy(busy = false, failure = failure) }
        }
    }

    private fun erase() {
        val page = desk.store.find<EraseDevice>()
        val out = desk.store.find<SignedOut>()
        val ready = page != null && page.understood && !page.busy || out != null && !out.busy
        if (!ready) return
        desk.store.edit<EraseDevice> { it.copy(busy = true, failure = null) }
        desk.store.edit<SignedOut> { it.copy(busy = true) }
        routes.erase(deleted = false) { failure ->
            desk.store.edit<EraseDevice> { it.copy(busy = false, failure = failure) }
            desk.store.edit<SignedOut> { it.copy(busy = false) }
        }
    }

    private fun profile(block: (EditProfile) -> EditProfile) = desk.store.edit<EditProfile>(block)

    private fun editLock(block: (LockSettings) -> LockSettings) = desk.store.edit<LockSettings>(block)

    private fun editPrivacy(block: (Privacy) -> Privacy) = desk.store.edit<Privacy>(block)
}
