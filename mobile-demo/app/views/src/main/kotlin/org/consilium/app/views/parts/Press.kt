package org.consilium.app.views.parts

import androidx.compose.animation.animateColorAsState
import androidx.compose.animation.core.tween
import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.interaction.collectIsFocusedAsState
import androidx.compose.foundation.interaction.collectIsHoveredAsState
import androidx.compose.foundation.interaction.collectIsPressedAsState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.composed
import androidx.compose.ui.draw.clip
import androidx.compose.ui.draw.drawWithContent
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.input.InputMode
import androidx.compose.ui.platform.LocalInputModeManager
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.colors

/** Milliseconds in which a control changes its state. */
private const val FAST = 120

/**
 * A control: pressed by touch, mouse or keyboard, with a ring around it while the keyboard is on it.
 *
 * @param active its ground while it is pressed or pointed at.
 */
fun Modifier.press(
    onClick: () -> Unit,
    enabled: Boolean = true,
    role: Role = Role.Button,
    label: String? = null,
    ground: Color = Color.Transparent,
    active: Color? = null,
    radius: Dp = Radius.medium,
    ring: Color? = null,
): Modifier = composed {
    val source = remember { MutableInteractionSource() }
    val pressed = source.collectIsPressedAsState().value || source.collectIsHoveredAsState().value
    val reached = active ?: colors.sunken
    val shown = animateColorAsState(if (pressed && enabled) reached else ground, tween(FAST)).value
    focusRing(source, radius, ring ?: colors.focus)
        .clip(RoundedCornerShape(radius))
        .background(shown)
        .clickable(source, indication = null, enabled = enabled, role = role, onClickLabel = label, onClick = onClick)
}

/** The ring that shows where the keyboard is; not shown to those who touch. */
@Composable
internal fun Modifier.focusRing(source: MutableInteractionSource, radius: Dp, color: Color): Modifier {
    val focused = source.collectIsFocusedAsState().value
    val keyboard = LocalInputModeManager.current.inputMode == InputMode.Keyboard
    if (!focused || !keyboard) return this
    return drawWithContent {
        drawContent()
        val width = 3.dp.toPx()
        val out = width / 2 + 1.dp.toPx()
        drawRoundRect(
            color,
            topLeft = Offset(-out, -out),
            size = Size(size.width + 2 * out, size.height + 2 * out),
            cornerRadius = CornerRadius((radius + 2.dp).toPx()),
            style = Stroke(width),
        )
    }
}
