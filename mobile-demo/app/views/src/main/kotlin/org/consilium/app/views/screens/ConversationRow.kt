package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.state.ConversationRow
import org.consilium.app.presentation.state.Preview
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.DeliveryDial
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Avatar
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.Proved
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.Typed
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.described
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** A conversation in the list: who, whether proved, the last words, when, how many unread. */
@Composable
internal fun ConversationItem(row: ConversationRow, send: (Intent) -> Unit) {
    val ground = if (row.urgent > 0) colors.dangerSoft else colors.surface
    ListRow(Tags.conversation(row.account), ground, { send(ListIntent.OpenConversation(row.account)) }) {
        Avatar(row.name, alarm = row.urgent > 0, self = row.self)
        Column(Modifier.weight(1f), Arrangement.spacedBy(2.dp)) {
            RowName(row)
            RowText(row)
        }
    }
}

/** A row of any list: pressed as a whole. */
@Composable
internal fun ListRow(
    tag: String,
    ground: Color,
    onClick: () -> Unit,
    content: @Composable RowScope.() -> Unit,
) {
    Column(Modifier.background(ground)) {
        Row(
            Modifier
                .fillMaxWidth()
                .testTag(tag)
                .heightIn(min = 66.dp)
                .press(onClick, ground = ground, radius = 0.dp)
                .padding(horizontal = Space.l, vertical = 10.dp),
            Arrangement.spacedBy(Space.m),
            Alignment.CenterVertically,
            content,
        )
        Rule()
    }
}

@Composable
private fun RowName(row: ConversationRow) {
    val bold = Type.text.copy(fontWeight = FontWeight.SemiBold)
    Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
        Row(Modifier.weight(1f), Arrangement.spacedBy(6.dp), Alignment.CenterVertically) {
            val name = if (row.self) strings.list.self else row.name
            Named(name, Modifier.weight(1f, fill = false), bold, maxLines = if (largeText) Int.MAX_VALUE else 1)
            if (row.compared && !row.paused) Proved()
        }
        if (!largeText) RowTime(row)
    }
}

@Composable
private fun RowTime(row: ConversationRow) {
    row.atMs?.let { Words(formats.brief(it, strings.common), style = Type.meta, color = colors.text2) }
}

@Composable
private fun RowText(row: ConversationRow) {
    if (largeText) PreviewText(row)
    Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
        Box(Modifier.weight(1f)) { if (largeText) RowTime(row) else PreviewText(row) }
        if (row.kept) Glyph(Icon.KEEP, Modifier.described(strings.common.kept), colors.kept, size = 17.sp)
        if (row.unread > 0) UnreadCount(row.unread)
    }
}

@Composable
private fun UnreadCount(count: Int) {
    val said = strings.list.unread(count)
    Box(
        Modifier.background(colors.accent, CircleShape).heightIn(min = 22.dp).widthIn(min = 22.dp).padding(horizontal = 6.dp),
        Alignment.Center,
    ) {
        Words(
            formats.count(count),
            Modifier.semantics { contentDescription = said },
            Type.meta.copy(fontWeight = FontWeight.SemiBold),
            colors.onAccent,
            TextAlign.Center,
        )
    }
}

@Composable
private fun PreviewText(row: ConversationRow) {
    Row(horizontalArrangement = Arrangement.spacedBy(5.dp), verticalAlignment = Alignment.CenterVertically) {
        when {
            row.urgent > 0 -> Words(strings.list.urgent, style = Type.small.copy(fontWeight = FontWeight.SemiBold), color = colors.danger)
            row.paused -> Glyph(Icon.KEY, Modifier.described(strings.list.paused), colors.warn, size = 16.sp)
        }
        PreviewWords(row.preview, if (row.urgent > 0) colors.dangerSoft else colors.surface)
    }
}

/** The last words of a conversation, on one line, or two of large text. */
@Composable
internal fun PreviewWords(preview: Preview, ground: Color) {
    val texts = strings.list
    val lines = if (largeText) 2 else 1
    when (preview) {
        is Preview.Text -> {
            preview.dial?.let { DeliveryDial(it, colors.text2, ground, Modifier.described(strings.common.dial(it))) }
            Typed(preview.text, style = Type.small, color = colors.text2, maxLines = lines)
        }
        is Preview.Draft -> {
            Words(texts.draft, style = Type.small, color = colors.accent)
            Typed(preview.text, style = Type.small, color = colors.text2, maxLines = lines)
        }
        Preview.Deleted -> Words(texts.deleted, style = Type.small, color = colors.text2)
        Preview.NeedsNewerApp -> Words(texts.needsNewer, style = Type.small, color = colors.text2)
        Preview.Gap -> Words(texts.gap, style = Type.small, color = colors.warn)
        Preview.NewKey -> Words(texts.newKey, style = Type.small, color = colors.warn)
        Preview.Nothing -> Words(texts.nothingYet, style = Type.small, color = colors.text2)
    }
}

/** Leads to people unknown so far. */
@Composable
internal fun RequestsRow(count: Int, send: (Intent) -> Unit) {
    ListRow(Tags.REQUESTS, colors.surface, { send(ListIntent.OpenRequests) }) {
        Box(Modifier.size(40.dp).background(colors.sunken, CircleShape), Alignment.Center) {
            Glyph(Icon.PERSON, tint = colors.text2)
        }
        Column(Modifier.weight(1f), Arrangement.spacedBy(2.dp)) {
            Words(strings.list.requests(count), style = Type.text.copy(fontWeight = FontWeight.SemiBold))
            Words(strings.list.requestFrom, style = Type.small, color = colors.text2)
        }
        Glyph(Icon.NEXT, tint = colors.text2, size = 18.sp)
    }
}
