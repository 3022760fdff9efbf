package org.consilium.app.views.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.state.PersonRow
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** First letters of the first and the last word of a name; one letter where letters join. */
internal fun initialsOf(name: String): String {
    val words = name.trim().split(' ', '\u00a0').filter { it.firstOrNull()?.isLetter() == true }
    val first = words.firstOrNull()?.first() ?: return ""
    val joined = Character.UnicodeScript.of(first.code) == Character.UnicodeScript.ARABIC
    if (joined || words.size == 1) return first.uppercase()
    return first.uppercase() + words.last().first().uppercase()
}

/** A person as a disc; nothing for a screen reader, the name stands beside it. */
@Composable
fun Avatar(name: String, modifier: Modifier = Modifier, big: Boolean = false, alarm: Boolean = false, self: Boolean = false) {
    val scale = LocalDensity.current.fontScale.coerceAtMost(1.5f)
    val side = (if (big) 72.dp else 40.dp) * scale
    val ground = if (alarm) colors.dangerFill else colors.accentSoft
    val ink = if (alarm) colors.onDanger else colors.text
    val shape = if (alarm || self) RoundedCornerShape(Radius.medium) else CircleShape
    Box(modifier.size(side).background(ground, shape).clearAndSetSemantics {}, Alignment.Center) {
        val initials = initialsOf(name)
        val size = (if (big) 22 else 14).sp
        when {
            alarm -> Glyph(Icon.URGENT, tint = ink, size = size * 1.3f)
            self -> Glyph(Icon.EDIT, tint = ink, size = size * 1.3f)
            initials.isEmpty() -> Glyph(Icon.PERSON, tint = ink, size = size * 1.3f)
            else -> {
                val fixed = size / LocalDensity.current.fontScale * scale
                Typed(initials, style = Type.small.copy(fontSize = fixed, fontWeight = FontWeight.SemiBold), color = ink)
            }
        }
    }
}

/** A word on a small ground of its own. */
@Composable
fun Badge(text: String, tone: Tone = Tone.PLAIN, icon: Icon? = null) {
    val ink = if (tone == Tone.PLAIN) colors.text else colors.sign(tone)
    Row(
        Modifier.background(colors.ground(tone), RoundedCornerShape(Radius.small)).padding(horizontal = 7.dp, vertical = 1.dp),
        Arrangement.spacedBy(Space.xs),
        Alignment.CenterVertically,
    ) {
        icon?.let { Glyph(it, tint = ink, size = 13.sp) }
        Words(text, style = Type.meta.copy(fontWeight = FontWeight.SemiBold), color = ink)
    }
}

/** A person in a list. */
@Composable
fun Person(row: PersonRow, tag: String, onClick: () -> Unit) {
    Column(Modifier.background(colors.surface)) {
        Row(
            Modifier
                .fillMaxWidth()
                .testTag(tag)
                .heightIn(min = 64.dp)
                .press(onClick, ground = colors.surface, radius = 0.dp)
                .padding(horizontal = Space.l, vertical = 10.dp),
            Arrangement.spacedBy(Space.m),
            Alignment.CenterVertically,
        ) {
            Avatar(row.name)
            Column(Modifier.weight(1f)) {
                PersonName(row)
                PersonFact(row)
            }
        }
        Rule()
    }
}

@Composable
private fun PersonName(row: PersonRow) {
    Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
        Named(row.name, Modifier.weight(1f, fill = false), Type.text.copy(fontWeight = FontWeight.SemiBold))
        if (row.compared) Proved()
    }
}

@Composable
private fun PersonFact(row: PersonRow) {
    val fact: Pair<String, Color>? = when {
        row.blocked -> strings.people.blocked to colors.text2
        row.paused -> strings.people.newKey to colors.warn
        row.profession.isNotBlank() -> row.profession to colors.text2
        row.found -> strings.people.found to colors.text2
        else -> null
    }
    fact?.let { (text, color) -> Named(text, style = Type.small, color = color) }
}

/** The key in green: the safety number was compared. */
@Composable
fun Proved(modifier: Modifier = Modifier) {
    val words = strings.common.compared
    Glyph(Icon.KEY, modifier.described(words), colors.ok, size = 16.sp)
}
