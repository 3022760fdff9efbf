package org.consilium.app.views.parts

import androidx.compose.animation.animateColorAsState
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
import androidx.compose.ui.draw.drawWithContent
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Shape
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.input.InputMode
import androidx.compose.ui.layout.layout
import androidx.compose.ui.platform.LocalInputModeManager
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.IntSize
import androidx.compose.ui.unit.dp
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Motion
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.colors

/**
 * A control: pressed by touch, mouse or keyboard, with a ring around it while the keyboard is on it.
 *
 * @param active its ground while it is pressed or pointed at.
 * @param ringInside for what ends where its surroundings end or are drawn over its edge.
 * @param reaches takes touches on [HIT] each way although it looks smaller, in the gaps around it.
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
    shape: Shape = RoundedCornerShape(radius),
    ringInside: Boolean = radius == 0.dp,
    reaches: Boolean = false,
): Modifier = composed {
    val source = remember { MutableInteractionSource() }
    val pressed = source.collectIsPressedAsState().value || source.collectIsHoveredAsState().value
    val reached = active ?: colors.sunken
    val shown = animateColorAsState(if (pressed && enabled) reached else ground, Motion.state()).value
    val focused = source.collectIsFocusedAsState().value
    // Nothing inside reaches the corners; clipped to them, each control of a list would be a layer of its own.
    val look = Modifier.focusRing(focused, radius, ring ?: colors.focus, ringInside).background(shown, shape)
    val control = Modifier
        .getsKeyboardBack()
        .clickable(source, indication = null, enabled = enabled, role = role, onClickLabel = label, onClick = onClick)
    val seen = remember { Seen() }
    if (reaches) reaching(control, seen).then(look) else then(look).then(control)
}

/** The size of what is seen of a control. */
private class Seen {
    var size = IntSize.Zero
}

/** [control] on at least [HIT] each way, around a look that takes up its own size only. */
private fun Modifier.reaching(control: Modifier, seen: Seen): Modifier = layout { measurable, constraints ->
    val around = measurable.measure(constraints.copy(maxHeight = maxOf(constraints.maxHeight, HIT.roundToPx())))
    val extra = around.height - seen.size.height
    // What lies below is near: most bubbles end 8 dp under their last line.
    val below = minOf(extra / 2, Space.s.roundToPx())
    layout(seen.size.width, seen.size.height) {
        around.place((seen.size.width - around.width) / 2, below - extra)
    }
}.then(control).layout { measurable, constraints ->
    val look = measurable.measure(constraints)
    seen.size = IntSize(look.width, look.height)
    val width = maxOf(look.width, HIT.roundToPx())
    val height = maxOf(look.height, HIT.roundToPx())
    val extra = height - look.height
    val below = minOf(extra / 2, Space.s.roundToPx())
    layout(width, height) { look.place((width - look.width) / 2, extra - below) }
}

/** The ring that shows where the keyboard is; not shown to those who touch. */
@Composable
internal fun Modifier.focusRing(focused: Boolean, radius: Dp, color: Color, inside: Boolean = false): Modifier {
    val keyboard = LocalInputModeManager.current.inputMode == InputMode.Keyboard
    if (!focused || !keyboard) return this
    return drawWithContent {
        drawContent()
        val width = 3.dp.toPx()
        val out = if (inside) -width / 2 else width / 2 + 1.dp.toPx()
        drawRoundRect(
            color,
            topLeft = Offset(-out, -out),
            size = Size(size.width + 2 * out, size.height + 2 * out),
            cornerRadius = CornerRadius(if (inside) radius.toPx() else (radius + 2.dp).toPx()),
            style = Stroke(width),
        )
    }
}
