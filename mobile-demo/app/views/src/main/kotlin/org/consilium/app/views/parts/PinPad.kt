package org.consilium.app.views.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.coerceAtMost
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** What is entered, and what the round key at the end is called. */
class PinEntering(val length: Int, val submit: String, val enabled: Boolean = true)

/** Letters that fit on a key; a longer word becomes a tick. */
private const val SHORT_WORD = 6

/** The grounds of the pad: on the lock screen or on a page. */
internal class PadLook(val key: Color, val edge: Color, val active: Color, val text: Color, val quiet: Color, val ok: Color, val onOk: Color)

@Composable
internal fun inkPad() = with(colors) { PadLook(inkRaise, inkRaise, onInk2.copy(alpha = 0.4f), onInk, onInk2, onInk, ink) }

@Composable
internal fun pagePad() = with(colors) { PadLook(surface, lineStrong, accentSoft, text, text2, accent, onAccent) }

/** One dot for each character entered. How long the PIN is, is not shown. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun PinDots(length: Int, look: PadLook, modifier: Modifier = Modifier) {
    val said = strings.pin.entered(length)
    FlowRow(
        modifier.fillMaxWidth().padding(vertical = Space.m).testTag(Tags.PIN_DOTS).heightIn(min = 20.dp).described(said),
        Arrangement.spacedBy(Space.m, Alignment.CenterHorizontally),
        Arrangement.spacedBy(Space.s),
    ) {
        if (length == 0) Box(Modifier.size(28.dp, 3.dp).background(look.quiet, CircleShape).align(Alignment.Bottom))
        repeat(length) { Box(Modifier.size(15.dp).background(look.text, CircleShape)) }
    }
}

/** The pad: 0–9 from left to right in every language. Takes the keys of a keyboard too. */
@Composable
internal fun PinPad(entering: PinEntering, look: PadLook, send: (Intent) -> Unit) {
    CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Ltr) {
        BoxWithConstraints(
            Modifier
                .fillMaxWidth()
                .onKeyEvent { entering.enabled && typed(it, send) }
                .keyboardHome(),
            Alignment.Center,
        ) {
            val key = (maxWidth * 0.22f).coerceAtMost(76.dp)
            Column(verticalArrangement = Arrangement.spacedBy(Space.m)) {
                for (row in 0..2) {
                    PadRow { for (digit in 1..3) DigitKey(row * 3 + digit, key, look, entering.enabled, send) }
                }
                PadRow {
                    DeleteKey(key, look, entering, send)
                    DigitKey(0, key, look, entering.enabled, send)
                    SubmitKey(key, look, entering, send)
                }
            }
        }
    }
}

@Composable
private fun PadRow(content: @Composable () -> Unit) =
    Row(horizontalArrangement = Arrangement.spacedBy(Space.xl)) { content() }

@Composable
private fun DigitKey(digit: Int, side: Dp, look: PadLook, enabled: Boolean, send: (Intent) -> Unit) {
    Box(
        Modifier
            .testTag(Tags.digit(digit))
            .size(side)
            .press({ send(PinIntent.Digit(digit)) }, enabled, ground = look.key, active = look.active, radius = side / 2, ring = look.text)
            .border(1.dp, look.edge, CircleShape),
        Alignment.Center,
    ) {
        Words("$digit", style = Type.key, color = if (enabled) look.text else look.quiet, align = TextAlign.Center)
    }
}

@Composable
private fun DeleteKey(side: Dp, look: PadLook, entering: PinEntering, send: (Intent) -> Unit) {
    val label = strings.pin.deleteDigit
    val enabled = entering.enabled && entering.length > 0
    Box(
        Modifier
            .testTag(Tags.PIN_DELETE)
            .size(side)
            .press({ send(PinIntent.DeleteDigit) }, enabled, active = look.active, radius = side / 2, ring = look.text)
            .semantics { contentDescription = label },
        Alignment.Center,
    ) {
        Glyph(Icon.DELETE, tint = if (enabled) look.text else look.quiet, size = 22.sp)
    }
}

@Composable
private fun SubmitKey(side: Dp, look: PadLook, entering: PinEntering, send: (Intent) -> Unit) {
    val enabled = entering.enabled && entering.length > 0
    val label = entering.submit
    Box(
        Modifier
            .testTag(Tags.PIN_SUBMIT)
            .size(side)
            .press(
                { send(PinIntent.Submit) },
                enabled,
                ground = if (enabled) look.ok else look.key,
                active = look.active,
                radius = side / 2,
                ring = look.text,
            )
            .semantics { contentDescription = label },
        Alignment.Center,
    ) {
        val ink = if (enabled) look.onOk else look.quiet
        if (label.length <= SHORT_WORD && !largeText) {
            Words(label, style = Type.heading, color = ink, align = TextAlign.Center)
        } else {
            Glyph(Icon.CHECK, tint = ink, size = 26.sp)
        }
    }
}

/** Words in place of digits. The text stays in this field until the call that takes it began. */
@Composable
internal fun PinWords(entering: PinEntering, send: (Intent) -> Unit, onInk: Boolean) {
    var text by remember { mutableStateOf("") }
    var shown by remember { mutableStateOf(false) }
    LaunchedEffect(entering.length) { if (entering.length == 0) text = "" }
    val texts = strings.pin
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s)) {
        Entry(
            texts.wordsLabel,
            text,
            Tags.PIN_WORDS,
            {
                text = it
                send(PinIntent.Words(it))
            },
            kind = if (shown) FieldKind.SECRET_SHOWN else FieldKind.SECRET,
            placeholder = texts.wordsLabel,
            ring = if (onInk) colors.onInk else colors.focus,
            onSubmit = { send(PinIntent.Submit) },
        )
        Button(
            if (shown) texts.hideTyped else texts.showTyped,
            Tags.PIN_SHOW,
            { shown = !shown },
            loudness = if (onInk) Loudness.ON_INK_PLAIN else Loudness.PLAIN,
            icon = Icon.EYE,
            wide = false,
        )
        Button(
            entering.submit,
            Tags.PIN_SUBMIT,
            { send(PinIntent.Submit) },
            loudness = if (onInk) Loudness.ON_INK else Loudness.FILLED,
            enabled = entering.enabled && entering.length > 0,
        )
    }
}

private fun typed(event: KeyEvent, send: (Intent) -> Unit): Boolean {
    if (event.type != KeyEventType.KeyDown) return false
    val digit = DIGIT_KEYS[event.key]
    val intent = when {
        digit != null -> PinIntent.Digit(digit)
        event.key == Key.Backspace -> PinIntent.DeleteDigit
        event.key == Key.Enter || event.key == Key.NumPadEnter -> PinIntent.Submit
        else -> return false
    }
    send(intent)
    return true
}

private val DIGIT_KEYS: Map<Key, Int> =
    listOf(Key.Zero, Key.One, Key.Two, Key.Three, Key.Four, Key.Five, Key.Six, Key.Seven, Key.Eight, Key.Nine)
        .withIndex().associate { it.value to it.index } +
        listOf(
            Key.NumPad0, Key.NumPad1, Key.NumPad2, Key.NumPad3, Key.NumPad4,
            Key.NumPad5, Key.NumPad6, Key.NumPad7, Key.NumPad8, Key.NumPad9,
        ).withIndex().associate { it.value to it.index }
