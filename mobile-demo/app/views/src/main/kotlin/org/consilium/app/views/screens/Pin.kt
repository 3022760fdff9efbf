package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.Biometrics
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Entry
import org.consilium.app.views.parts.FieldKind
import org.consilium.app.views.parts.Logo
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.PinDots
import org.consilium.app.views.parts.PinEntering
import org.consilium.app.views.parts.PinPad
import org.consilium.app.views.parts.PinWords
import org.consilium.app.views.parts.Sheet
import org.consilium.app.views.parts.Sheeted
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.announced
import org.consilium.app.views.parts.inkPad
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** The locked app: nothing about its owner, no names, no counts. */
@Composable
fun PinScreen(state: PinEntry, send: (Intent) -> Unit) {
    val sheet: (@Composable () -> Unit)? = when {
        state.confirmErase -> ({ ConfirmEraseSheet(state.busy, send) })
        state.forgot -> ({ ForgotSheet(send) })
        else -> null
    }
    Sheeted(sheet) {
        Ink {
            PinHead(strings.pin.title, strings.pin.reason(state.reason))
            val free = state.waitS == 0 && !state.busy
            val entering = PinEntering(state.length, if (state.busy) strings.pin.checking else strings.pin.open, free)
            if (!state.words) PinDots(state.length, inkPad())
            NoticeRoom { state.message()?.let { InkNotice(it) } }
            if (state.words) {
                PinWords(entering, send, onInk = true)
            } else {
                PinPad(entering, inkPad(), send)
            }
            PinFoot(state, send)
        }
    }
}

@Composable
private fun PinEntry.message(): String? = when {
    failure != null -> failure?.let { strings.failures.text(it) }
    waitS > 0 -> strings.pin.wait(waitS)
    wrong -> strings.pin.wrong(triesLeft)
    busy -> strings.pin.checking
    biometrics == Biometrics.PIN_DUE -> strings.pin.pinDue
    else -> null
}

/** The dark ground, filled from top to bottom while there is room. */
@Composable
private fun Ink(content: @Composable ColumnScope.() -> Unit) {
    BoxWithConstraints(Modifier.fillMaxSize().background(colors.ink)) {
        val room = maxHeight
        Column(
            Modifier
                .fillMaxWidth()
                .verticalScroll(rememberScrollState())
                .heightIn(min = room)
                .padding(Space.xl, Space.huge, Space.xl, Space.l),
            Arrangement.spacedBy(Space.m, Alignment.CenterVertically),
            Alignment.CenterHorizontally,
        ) {
            Column(
                Modifier.fillMaxWidth().heightIn(min = room - Space.huge - Space.l),
                Arrangement.SpaceBetween,
                Alignment.CenterHorizontally,
                content,
            )
        }
    }
}

@Composable
private fun PinHead(title: String, text: String) {
    Column(Modifier.padding(bottom = Space.s), Arrangement.spacedBy(Space.m), Alignment.CenterHorizontally) {
        Logo()
        Words(title, Modifier.semantics { heading() }, Type.title, colors.onInk, TextAlign.Center)
        if (text.isNotEmpty()) Words(text, color = colors.onInk2, align = TextAlign.Center)
    }
}

/** Kept free while nothing is said: keys do not move under a finger when the PIN was wrong. */
@Composable
private fun NoticeRoom(notice: @Composable () -> Unit) {
    val room = if (largeText) 0.dp else NOTICE_ROOM
    Box(Modifier.fillMaxWidth().heightIn(min = room), Alignment.Center) { notice() }
}

/** Two lines of a notice, and what is around them. */
private val NOTICE_ROOM = 66.dp

@Composable
private fun InkNotice(text: String) {
    Row(
        Modifier
            .fillMaxWidth()
            .testTag(Tags.PIN_MESSAGE)
            .announced(assertive = true)
            .padding(bottom = Space.m)
            .background(colors.onInk, RoundedCornerShape(Radius.medium))
            .padding(Space.l, Space.s),
        Arrangement.spacedBy(Space.s),
    ) {
        val ink = if (colors.dark) colors.onAccent else colors.ink
        Glyph(Icon.INFO, tint = ink)
        Words(text, Modifier.weight(1f), Type.small, ink)
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun PinFoot(state: PinEntry, send: (Intent) -> Unit) {
    val texts = strings.pin
    if (state.biometrics == Biometrics.READY) {
        Button(
            texts.useBiometrics,
            Tags.PIN_BIOMETRICS,
            { send(PinIntent.UseBiometrics) },
            loudness = Loudness.ON_INK_PLAIN,
            icon = Icon.FINGER,
            enabled = !state.busy,
        )
    }
    FlowRow(Modifier.fillMaxWidth().padding(top = Space.s), Arrangement.SpaceBetween) {
        Button(
            if (state.words) texts.useDigits else texts.useWords,
            Tags.PIN_USE_WORDS,
            { send(PinIntent.UseWords(!state.words)) },
            loudness = Loudness.ON_INK_PLAIN,
            wide = false,
        )
        Button(texts.forgot, Tags.PIN_FORGOT, { send(PinIntent.Forgot) }, loudness = Loudness.ON_INK_PLAIN, wide = false)
    }
}

@Composable
private fun ForgotSheet(send: (Intent) -> Unit) {
    val texts = strings.pin
    Sheet(texts.forgotTitle, { send(PinIntent.CloseForgot) }, Icon.KEY) {
        Words(texts.forgotText)
        Button(texts.doNotErase, Tags.PIN_DO_NOT_ERASE, { send(PinIntent.CloseForgot) }, loudness = Loudness.QUIET)
        Button(
            texts.eraseAndMakeAgain,
            Tags.PIN_ERASE,
            { send(PinIntent.AskErase) },
            loudness = Loudness.DANGER_QUIET,
            icon = Icon.ERASE,
        )
    }
}

/** After ten wrong PINs: the recovery code opens entry again. */
@Composable
fun PinClosedScreen(state: PinClosed, send: (Intent) -> Unit) {
    val sheet: (@Composable () -> Unit)? = if (state.confirmErase) ({ ConfirmEraseSheet(state.busy, send) }) else null
    Sheeted(sheet) {
        val texts = strings.pin
        Ink {
            PinHead(texts.closedTitle, texts.closedText)
            Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.m)) {
                state.failure?.let { InkNotice(strings.failures.text(it)) }
                Words(strings.signUp.recoverLabel, style = Type.button, color = colors.onInk)
                Entry(
                    strings.signUp.recoverLabel,
                    state.typed,
                    Tags.RECOVERY_CODE,
                    { send(PinIntent.ClosedCode(it)) },
                    kind = FieldKind.CODE,
                    ring = colors.onInk,
                    onSubmit = { send(PinIntent.SubmitClosedCode) },
                )
                Words(strings.signUp.recoverHint, style = Type.small, color = colors.onInk2)
                Button(
                    texts.closedSubmit,
                    Tags.PIN_CLOSED_SUBMIT,
                    { send(PinIntent.SubmitClosedCode) },
                    loudness = Loudness.ON_INK,
                    busy = state.busy,
                )
            }
            Button(texts.forgot, Tags.PIN_FORGOT, { send(PinIntent.AskErase) }, loudness = Loudness.ON_INK_PLAIN, wide = false)
        }
    }
}

@Composable
private fun ConfirmEraseSheet(busy: Boolean, send: (Intent) -> Unit) {
    val texts = strings.pin
    Sheet(texts.confirmEraseTitle, { send(PinIntent.CancelErase) }, Icon.ERASE, colors.danger) {
        Words(texts.confirmEraseText)
        Button(texts.doNotErase, Tags.PIN_DO_NOT_ERASE, { send(PinIntent.CancelErase) }, loudness = Loudness.QUIET)
        Button(
            strings.account.eraseButton,
            Tags.PIN_ERASE,
            { send(PinIntent.EraseAndRecover) },
            loudness = Loudness.DANGER,
            busy = busy,
        )
    }
}
