package org.consilium.app.presentation.logic

import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.mapping.toNumberCheck
import org.consilium.app.presentation.port.PictureChoice
import org.consilium.app.presentation.qr.readQr
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Safety
import org.consilium.app.presentation.state.ScanResult
import org.consilium.client.AccountId
import org.consilium.ffi.QrCheck

/** Comparing the safety number: a picture of their code, or twelve groups read to each other. */
internal class ComparePresenter(private val desk: Desk, private val routes: Routes) {
    fun open(account: AccountId, safety: Safety) {
        val contact = desk.people[account] ?: return
        desk.store.push(CompareNumber(account.hex, contact.name, safety, contact.toNumberCheck()))
    }

    /** Whether [intent] is about comparing. */
    fun accept(intent: PeopleIntent): Boolean {
        when (intent) {
            PeopleIntent.ReadPicture -> call { account -> read(account) }
            PeopleIntent.SameNumbers -> call { account ->
                desk.session.markCompared(account)
                ScanResult.MATCH
            }
            PeopleIntent.OtherNumbers -> change { it.copy(result = ScanResult.MISMATCH) }
            PeopleIntent.CloseResult -> change { it.copy(result = null) }
            else -> return false
        }
        return true
    }

    /** The result closes first; whether there was one. */
    fun back(): Boolean {
        if (desk.store.find<CompareNumber>()?.result == null) return false
        change { it.copy(result = null) }
        return true
    }

    private suspend fun read(account: AccountId): ScanResult? = when (val choice = desk.platform.choosePicture()) {
        PictureChoice.None -> null
        PictureChoice.Unreadable -> {
            change { it.copy(failure = Failure(FailureCode.PICTURE_UNREADABLE)) }
            null
        }
        is PictureChoice.Chosen -> {
            val scanned = readQr(choice.picture)
            if (scanned == null) ScanResult.NO_CODE_IN_PICTURE else desk.session.checkQr(account, scanned).toResult()
        }
    }

    private fun call(block: suspend (AccountId) -> ScanResult?) {
        val screen = desk.store.find<CompareNumber>() ?: return
        if (screen.busy) return
        val account = AccountId(screen.account)
        change { it.copy(busy = true, failure = null, result = null) }
        desk.calls.launch {
            try {
                attempt({ failure -> change { it.copy(failure = failure) } }) {
                    val result = block(account)
                    routes.refresh(account)
                    change { it.copy(result = result) }
                }
            } finally {
                change { it.copy(busy = false) }
            }
        }
    }

    private fun change(block: (CompareNumber) -> CompareNumber) = desk.store.edit<CompareNumber>(block)
}

private fun QrCheck.toResult(): ScanResult = when (this) {
    QrCheck.MATCH -> ScanResult.MATCH
    QrCheck.MISMATCH -> ScanResult.MISMATCH
    QrCheck.NOT_A_CODE -> ScanResult.NOT_A_CODE
}
