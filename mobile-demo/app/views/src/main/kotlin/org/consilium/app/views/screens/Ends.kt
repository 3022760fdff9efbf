package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.state.DeleteAccount
import org.consilium.app.presentation.state.EraseDevice
import org.consilium.app.presentation.state.Erased
import org.consilium.app.presentation.state.SignedOut
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Banner
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.CheckRow
import org.consilium.app.views.parts.FailureBanner
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Page
import org.consilium.app.views.parts.Tone
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** Erasing this installation: gone, stays, and the price said before. */
@Composable
internal fun ErasePage(state: EraseDevice, send: (Intent) -> Unit) {
    val texts = strings.account
    val last = LastStep(state.understood, state.busy, texts.eraseButton, texts.doNotErase)
    SettingsFrame(texts.erase, send, { LastActions(last, { send(YouIntent.Erase) }, send) }) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.l)) {
            Heading(texts.eraseTitle, style = Type.page)
            if (!state.recoveryConfirmed) Banner(Icon.WARN, texts.eraseNoCode, Tags.WARNING, tone = Tone.DANGER)
            Effect(Icon.ERASE, texts.goneForGood, texts.eraseGone, colors.danger)
            Effect(Icon.KEEP, texts.stays, texts.eraseStays, colors.text2)
            FailureBanner(state.failure)
            CheckRow(texts.understand, state.understood, Tags.UNDERSTOOD, { send(YouIntent.Understood(!state.understood)) })
        }
    }
}

/** Deleting the account: gone, stays, not known. */
@Composable
internal fun DeleteAccountPage(state: DeleteAccount, send: (Intent) -> Unit) {
    val texts = strings.account
    val last = LastStep(state.understood, state.busy, texts.deleteButton, texts.doNotDelete)
    SettingsFrame(texts.delete, send, { LastActions(last, { send(YouIntent.DeleteAccount) }, send) }) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.l)) {
            Heading(texts.deleteTitle, style = Type.page)
            Effect(Icon.DELETE, texts.goneForGood, texts.deleteGone, colors.danger)
            Effect(Icon.KEEP, texts.stays, texts.deleteStays, colors.text2)
            Effect(Icon.INFO, texts.notKnown, texts.deleteNotKnown, colors.text2)
            FailureBanner(state.failure)
            CheckRow(texts.understand, state.understood, Tags.UNDERSTOOD, { send(YouIntent.Understood(!state.understood)) })
        }
    }
}

@Composable
private fun Effect(icon: Icon, title: String, text: String, tint: Color) {
    Row(horizontalArrangement = Arrangement.spacedBy(Space.m)) {
        Glyph(icon, tint = tint, size = 20.sp)
        Column(Modifier.weight(1f)) {
            Words(title, style = Type.button)
            Words(text)
        }
    }
}

private class LastStep(val ready: Boolean, val busy: Boolean, val verb: String, val stays: String)

/** What stays stands first; the verb is on the button that ends it. */
@Composable
private fun ColumnScope.LastActions(step: LastStep, onVerb: () -> Unit, send: (Intent) -> Unit) {
    Button(step.stays, Tags.DO_NOT_DESTROY, { send(Intent.Back) }, loudness = Loudness.QUIET, enabled = !step.busy)
    Button(step.verb, Tags.DESTROY, onVerb, loudness = Loudness.DANGER, enabled = step.ready, busy = step.busy)
}

/** The account is elsewhere or gone. */
@Composable
fun SignedOutScreen(state: SignedOut, send: (Intent) -> Unit) {
    val texts = strings.account
    End(Icon.DEVICE, texts.signedOutTitle, texts.signedOutText) {
        Button(texts.signedOutErase, Tags.DESTROY, { send(YouIntent.Erase) }, loudness = Loudness.DANGER_QUIET, icon = Icon.ERASE, busy = state.busy)
    }
}

/** What is gone and what is not; no name, since a stranger may hold the phone. */
@Composable
fun ErasedScreen(state: Erased, send: (Intent) -> Unit) {
    val texts = strings.account
    val title = if (state.accountDeleted) texts.deletedTitle else texts.erasedTitle
    val text = if (state.accountDeleted) texts.deletedText else texts.erasedText
    End(Icon.ERASE, title, text) {
        Button(texts.startAgain, Tags.START_AGAIN, { send(YouIntent.StartAgain) })
    }
}

@Composable
private fun End(icon: Icon, title: String, text: String, actions: @Composable ColumnScope.() -> Unit) {
    Page(bar = {}, actions = actions) {
        Column(Modifier.fillMaxWidth().padding(Space.xl, Space.huge, Space.xl, Space.l), Arrangement.spacedBy(Space.l)) {
            Glyph(icon, tint = colors.text2, size = 48.sp, thin = true)
            Heading(title, style = Type.title)
            Words(text)
        }
    }
}
