package org.consilium.app.views.parts

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.toggleableState
import androidx.compose.ui.state.ToggleableState
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors

/** One of several, exactly one of which holds. */
@Composable
fun RadioRow(
    text: String,
    chosen: Boolean,
    tag: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    detail: String? = null,
    icon: Icon? = null,
    iconTint: Color = colors.text,
) {
    ChoiceRow(modifier.testTag(tag), onClick, Role.RadioButton, chosen) {
        RadioMark(chosen)
        icon?.let { Glyph(it, tint = iconTint) }
        Column(Modifier.weight(1f)) {
            Typed(text, style = Type.text.copy(fontWeight = if (chosen) FontWeight.SemiBold else FontWeight.Normal))
            detail?.let { Words(it, style = Type.small, color = colors.text2) }
        }
    }
}

@Composable
private fun ChoiceRow(
    modifier: Modifier,
    onClick: () -> Unit,
    role: Role,
    chosen: Boolean,
    content: @Composable RowScope.() -> Unit,
) {
    Row(
        modifier
            .fillMaxWidth()
            .heightIn(min = HIT)
            .press(onClick, role = role)
            .semantics {
                if (role == Role.RadioButton) selected = chosen else toggleableState = ToggleableState(chosen)
            }
            .padding(horizontal = Space.xs, vertical = Space.s),
        Arrangement.spacedBy(Space.m),
        Alignment.CenterVertically,
        content,
    )
}

@Composable
private fun RadioMark(chosen: Boolean) {
    val edge = if (chosen) colors.accent else colors.lineStrong
    Canvas(Modifier.size(20.dp)) {
        drawCircle(edge, 9.dp.toPx(), style = Stroke(2.dp.toPx()))
        if (chosen) drawCircle(edge, 5.dp.toPx())
    }
}

/** A box to tick. */
@Composable
fun CheckRow(text: String, ticked: Boolean, tag: String, onClick: () -> Unit, modifier: Modifier = Modifier) {
    ChoiceRow(modifier.testTag(tag), onClick, Role.Checkbox, ticked) {
        val shape = RoundedCornerShape(Radius.small)
        val edge = if (ticked) colors.accent else colors.lineStrong
        Box(
            Modifier.size(22.dp).background(if (ticked) colors.accent else colors.surface, shape).border(2.dp, edge, shape),
            Alignment.Center,
        ) {
            if (ticked) Glyph(Icon.CHECK, Modifier.size(18.dp), colors.onAccent, size = 16.sp)
        }
        Words(text, Modifier.weight(1f))
    }
}

/** Something that is on or off. */
@Composable
fun SwitchRow(text: String, on: Boolean, tag: String, onClick: () -> Unit, enabled: Boolean = true) {
    Row(
        Modifier
            .fillMaxWidth()
            .testTag(tag)
            .heightIn(min = HIT)
            .press(onClick, enabled, role = Role.Switch)
            .semantics { toggleableState = ToggleableState(on) }
            .padding(vertical = Space.s),
        Arrangement.spacedBy(Space.m),
        Alignment.CenterVertically,
    ) {
        Words(text, Modifier.weight(1f), Type.text.copy(fontWeight = FontWeight.SemiBold))
        Box(
            Modifier
                .size(46.dp, 28.dp)
                .background(if (on) colors.accent else colors.sunken, CircleShape)
                .border(1.dp, if (on) colors.accent else colors.lineStrong, CircleShape),
            Alignment.CenterStart,
        ) {
            val knob = if (on) colors.onAccent else colors.lineStrong
            Box(Modifier.offset(x = if (on) 22.dp else 4.dp).size(20.dp).background(knob, CircleShape))
        }
    }
}

/** One of a few ways to see a list. */
@Composable
fun Chip(text: String, chosen: Boolean, tag: String, onClick: () -> Unit, icon: Icon? = null) {
    val ink = if (chosen) colors.onAccent else colors.text
    Box(
        Modifier.testTag(tag).sizeIn(HIT, HIT).press(onClick, role = Role.Tab, radius = HIT, active = Color.Transparent)
            .semantics { selected = chosen },
        Alignment.Center,
    ) {
        Row(
            Modifier
                .heightIn(min = 32.dp)
                .background(if (chosen) colors.accent else colors.surface, CircleShape)
                .border(1.dp, if (chosen) colors.accent else colors.lineStrong, CircleShape)
                .padding(horizontal = Space.m, vertical = Space.xs),
            Arrangement.spacedBy(Space.xs),
            Alignment.CenterVertically,
        ) {
            icon?.let { Glyph(it, tint = ink, size = 15.sp) }
            val weight = if (chosen) FontWeight.SemiBold else FontWeight.Normal
            Words(text, style = Type.small.copy(fontWeight = weight), color = ink)
        }
    }
}
