package org.consilium.app.views.parts

import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.text.style.TextDecoration
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.Colors
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** How loud a button is. One [FILLED] a view; [DANGER] only in the last step. */
enum class Loudness { FILLED, QUIET, PLAIN, DANGER, DANGER_QUIET, DANGER_PLAIN, ON_INK, ON_INK_PLAIN }

private class Look(val ground: Color, val active: Color, val text: Color, val edge: Color)

private fun Colors.look(loudness: Loudness): Look = when (loudness) {
    Loudness.FILLED -> Look(accent, accentHover, onAccent, accent)
    Loudness.QUIET -> Look(surface, sunken, text, lineStrong)
    Loudness.PLAIN -> Look(Color.Transparent, sunken, accent, Color.Transparent)
    Loudness.DANGER -> Look(dangerFill, dangerHover, onDanger, dangerFill)
    Loudness.DANGER_QUIET -> Look(surface, dangerSoft, danger, danger)
    Loudness.DANGER_PLAIN -> Look(Color.Transparent, dangerSoft, danger, Color.Transparent)
    Loudness.ON_INK -> Look(onInk, Color.White, ink, onInk)
    Loudness.ON_INK_PLAIN -> Look(Color.Transparent, inkRaise, onInk, Color.Transparent)
}

/** How a button looks that cannot be pressed now. */
private fun Colors.resting(usual: Look): Look {
    if (usual.ground == Color.Transparent) return Look(usual.ground, usual.ground, text2, usual.edge)
    return Look(sunken, sunken, text2, line)
}

/**
 * A button with its verb on it.
 *
 * @param busy its call is under way: it says so and does nothing.
 */
@Composable
fun Button(
    text: String,
    tag: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    loudness: Loudness = Loudness.FILLED,
    icon: Icon? = null,
    enabled: Boolean = true,
    busy: Boolean = false,
    wide: Boolean = true,
) {
    val usual = colors.look(loudness)
    val look = if (enabled && !busy) usual else colors.resting(usual)
    val ring = if (loudness == Loudness.ON_INK || loudness == Loudness.ON_INK_PLAIN) Color.White else null
    Row(
        modifier
            .testTag(tag)
            .then(if (wide) Modifier.fillMaxWidth() else Modifier)
            .heightIn(min = HIT)
            .press(onClick, enabled && !busy, ground = look.ground, active = look.active, ring = ring)
            .border(1.dp, look.edge, RoundedCornerShape(Radius.medium))
            .padding(horizontal = if (look.edge == Color.Transparent) Space.s else Space.l, vertical = Space.s),
        Arrangement.spacedBy(Space.s, Alignment.CenterHorizontally),
        Alignment.CenterVertically,
    ) {
        icon?.let { Glyph(it, tint = look.text) }
        val shown = if (busy) strings.common.working else text
        Words(shown, Modifier.weight(1f, fill = false), Type.button, look.text, TextAlign.Center)
    }
}

/**
 * A control that is only an icon; [label] is what a screen reader says.
 *
 * @param ring for a ground of its own, which may end where the control ends.
 */
@Composable
fun TapIcon(
    icon: Icon,
    label: String,
    tag: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    tint: Color = colors.text,
    ground: Color = Color.Transparent,
    active: Color? = null,
    ring: Color? = null,
    enabled: Boolean = true,
) {
    Box(
        modifier
            .testTag(tag)
            .sizeIn(minWidth = HIT, minHeight = HIT)
            .press(onClick, enabled, ground = ground, active = active, radius = HIT, ring = ring, ringInside = ring != null)
            .semantics { contentDescription = label },
        Alignment.Center,
    ) {
        Glyph(icon, Modifier.padding(Space.xs), tint, size = 22.sp)
    }
}

/** A word to press, for what is not the main thing. */
@Composable
fun Link(text: String, tag: String, onClick: () -> Unit, modifier: Modifier = Modifier) {
    Box(
        modifier.testTag(tag).sizeIn(minWidth = HIT, minHeight = HIT).press(onClick, ringInside = true).padding(horizontal = Space.xs),
        Alignment.CenterStart,
    ) {
        val style = Type.small.copy(fontWeight = Type.button.fontWeight, textDecoration = TextDecoration.Underline)
        Words(text, style = style, color = colors.accent)
    }
}

/** A word to press inside a line of small text: its target reaches over the line's height. */
@Composable
fun InlineLink(text: String, tag: String, onClick: () -> Unit, color: Color = colors.text2) {
    Box(Modifier.testTag(tag).press(onClick, active = Color.Transparent, reaches = true)) {
        Words(text, style = Type.meta.copy(textDecoration = TextDecoration.Underline), color = color)
    }
}
