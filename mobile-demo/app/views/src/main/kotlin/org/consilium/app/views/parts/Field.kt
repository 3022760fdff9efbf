package org.consilium.app.views.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.interaction.collectIsFocusedAsState
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isShiftPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import org.consilium.app.presentation.state.Failure
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** What a field takes. */
enum class FieldKind { TEXT, PHONE, CODE, SECRET, SECRET_SHOWN, SEARCH, MESSAGE }

/** A field with its label above and a hint or what is wrong below. */
@Composable
fun Field(
    label: String,
    text: String,
    tag: String,
    onText: (String) -> Unit,
    modifier: Modifier = Modifier,
    kind: FieldKind = FieldKind.TEXT,
    hint: String? = null,
    failure: Failure? = null,
    onSubmit: (() -> Unit)? = null,
) {
    Column(modifier, Arrangement.spacedBy(Space.xs)) {
        Words(label, style = Type.small.copy(fontWeight = FontWeight.SemiBold))
        val wrong = failure?.let { strings.failures.text(it) }
        Entry(label, text, tag, onText, kind = kind, wrong = wrong, onSubmit = onSubmit)
        if (wrong != null) {
            Words(wrong, Modifier.announced(), Type.small.copy(fontWeight = FontWeight.Medium), colors.danger, boldColor = colors.danger)
        } else if (hint != null) {
            Words(hint, style = Type.small, color = colors.text2)
        }
    }
}

/** A field without a visible label; [label] is what a screen reader says. */
@Composable
fun Entry(
    label: String,
    text: String,
    tag: String,
    onText: (String) -> Unit,
    modifier: Modifier = Modifier,
    kind: FieldKind = FieldKind.TEXT,
    placeholder: String = "",
    wrong: String? = null,
    radius: Dp = Radius.medium,
    ring: Color = colors.focus,
    maxLines: Int = 1,
    onSubmit: (() -> Unit)? = null,
) {
    val typing = remember { Typing(text) }
    typing.follow(text)
    val source = remember { MutableInteractionSource() }
    val style = styleOf(kind).copy(color = colors.text)
    BasicTextField(
        value = typing.value,
        onValueChange = { typing.type(it, onText) },
        modifier = modifier
            .testTag(tag)
            .fillMaxWidth()
            .focusRing(source.collectIsFocusedAsState().value, radius, ring)
            .submitOnEnter(onSubmit)
            .leftWithTab()
            .getsKeyboardBack()
            .semantics {
                contentDescription = label
                wrong?.let { error(it) }
            },
        textStyle = style,
        singleLine = maxLines == 1,
        maxLines = maxLines,
        keyboardOptions = keyboardOf(kind, onSubmit != null && kind != FieldKind.MESSAGE),
        keyboardActions = KeyboardActions(onAny = { onSubmit?.invoke() }),
        visualTransformation = if (kind == FieldKind.SECRET) PasswordVisualTransformation() else VisualTransformation.None,
        interactionSource = source,
        cursorBrush = SolidColor(colors.accent),
        decorationBox = { Decoration(typing.value.text.isEmpty(), placeholder, style, wrong != null, radius, it) },
    )
}

@Composable
private fun Decoration(
    empty: Boolean,
    placeholder: String,
    style: TextStyle,
    wrong: Boolean,
    radius: Dp,
    inner: @Composable () -> Unit,
) {
    val shape = RoundedCornerShape(radius)
    val edge = if (wrong) colors.danger else colors.lineStrong
    Box(
        Modifier
            .fillMaxWidth()
            .heightIn(min = HIT)
            .background(if (radius == Radius.medium) colors.surface else colors.bg, shape)
            .border(if (wrong) 2.dp else 1.dp, edge, shape)
            .padding(horizontal = Space.m, vertical = Space.s),
        Alignment.CenterStart,
    ) {
        if (empty && placeholder.isNotEmpty()) Words(placeholder, style = style, color = colors.text2)
        inner()
    }
}

private fun styleOf(kind: FieldKind): TextStyle = when (kind) {
    FieldKind.PHONE -> Type.text.copy(textDirection = TextDirection.Ltr)
    FieldKind.CODE -> Type.code.copy(textDirection = TextDirection.Ltr)
    else -> Type.text.copy(textDirection = TextDirection.Content)
}

private fun keyboardOf(kind: FieldKind, submits: Boolean) = KeyboardOptions(
    keyboardType = when (kind) {
        FieldKind.PHONE -> KeyboardType.Phone
        FieldKind.SECRET, FieldKind.SECRET_SHOWN -> KeyboardType.Password
        FieldKind.CODE -> KeyboardType.Ascii
        else -> KeyboardType.Text
    },
    imeAction = if (submits) ImeAction.Go else ImeAction.Default,
    autoCorrectEnabled = kind == FieldKind.TEXT || kind == FieldKind.MESSAGE,
)

/** A field of several lines would take Tab for itself, and the keyboard would never come out of it. */
@Composable
private fun Modifier.leftWithTab(): Modifier {
    val focus = LocalFocusManager.current
    return onPreviewKeyEvent {
        if (it.key != Key.Tab) return@onPreviewKeyEvent false
        if (it.type == KeyEventType.KeyDown) focus.moveFocus(if (it.isShiftPressed) FocusDirection.Previous else FocusDirection.Next)
        true
    }
}

/** Enter submits; with Shift it begins a new line. */
private fun Modifier.submitOnEnter(onSubmit: (() -> Unit)?): Modifier {
    if (onSubmit == null) return this
    return onPreviewKeyEvent {
        val enter = it.key == Key.Enter || it.key == Key.NumPadEnter
        if (!enter || it.isShiftPressed) return@onPreviewKeyEvent false
        if (it.type == KeyEventType.KeyDown) onSubmit()
        true
    }
}
