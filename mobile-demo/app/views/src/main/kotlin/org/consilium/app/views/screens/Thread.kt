package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Empty
import org.consilium.app.views.parts.Skeleton
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/** Rows from the oldest loaded one at which older ones are asked for. */
private const val AHEAD = 20

/** What was said: the newest at the bottom, older ones loaded as they come near. */
@Composable
internal fun Thread(whole: Chat, order: ReadingOrder, send: (Intent) -> Unit) {
    // What stays above the composer is not there twice.
    val pinned = whole.pinnedUrgent?.key
    val rows = remember(whole.rows, pinned) { if (pinned == null) whole.rows else whole.rows.filter { it.key != pinned } }
    val state = whole.copy(rows = rows)
    val newest = whole.rows.lastOrNull()?.key
    val newestFirst = remember(rows) { rows.asReversed() }
    order.rows = newestFirst
    if (state.rows.isEmpty()) {
        when {
            state.loading -> Skeleton()
            else -> Empty(Icon.LOCK, null, if (state.self) strings.chat.emptySelf else strings.chat.empty)
        }
        return
    }
    val list = rememberLazyListState()
    Watching(state, list, send)
    order.list = list
    val said = strings.chat.messages
    LazyColumn(
        Modifier.entered(order).fillMaxSize().testTag(Tags.LIST).semantics { contentDescription = said },
        list,
        PaddingValues(Space.m),
        reverseLayout = true,
        verticalArrangement = Arrangement.spacedBy(Space.s, Alignment.Bottom),
    ) {
        items(newestFirst, key = { it.key }, contentType = { it::class }) {
            Stop(order, it) { ThreadRow(it, it.key == newest, send) }
        }
    }
}

/** Tells what is in view: the end, the beginning, a message that was searched for. */
@Composable
private fun Watching(state: Chat, list: LazyListState, send: (Intent) -> Unit) {
    val atEnd by remember(list) { derivedStateOf { list.firstVisibleItemIndex == 0 } }
    val last = state.rows.lastOrNull()?.key
    // Ids grow with arrival, whatever the place: a late message may come to stand above the last one.
    val arrived = remember(state.rows) { state.rows.maxOfOrNull { if (it is ChatRow.Message && !it.own) it.id else 0 } }
    LaunchedEffect(atEnd, arrived) { if (atEnd) send(ChatIntent.SeenToEnd) }
    val focus = state.focus
    // The newest row stays in view when another arrives below it.
    LaunchedEffect(last) { if (focus == null && list.firstVisibleItemIndex <= 1) list.scrollToItem(0) }

    val nearTop by remember(list) {
        derivedStateOf {
            val info = list.layoutInfo
            // None is in view before the first layout.
            info.visibleItemsInfo.lastOrNull()?.let { it.index >= info.totalItemsCount - AHEAD } == true
        }
    }
    LaunchedEffect(nearTop, state.rows.size) { if (nearTop && state.hasOlder) send(ChatIntent.LoadOlder) }

    LaunchedEffect(focus, state.rows.size) {
        val index = state.rows.indexOfLast { it is ChatRow.Message && it.id == focus }
        if (focus == null || index < 0) return@LaunchedEffect
        list.scrollToItem(state.rows.lastIndex - index)
        send(ChatIntent.FocusShown)
    }
}

@Composable
private fun ThreadRow(row: ChatRow, newest: Boolean, send: (Intent) -> Unit) {
    when (row) {
        is ChatRow.Day -> Centred(formats.day(row.atMs, strings.common))
        is ChatRow.Unread -> UnreadLine(row.count)
        is ChatRow.Message -> MessageRow(row, newest, send)
        is ChatRow.Gap -> GapRow(row)
        is ChatRow.NewKey -> NewKeyRow(row, send)
    }
}

@Composable
private fun Centred(text: String) {
    Box(Modifier.fillMaxWidth().padding(vertical = Space.xs), Alignment.Center) {
        Words(text, style = Type.meta, color = colors.text2, align = TextAlign.Center)
    }
}

@Composable
private fun UnreadLine(count: Int) {
    Box(Modifier.fillMaxWidth(), Alignment.Center) {
        Words(
            strings.chat.unreadLine(count),
            Modifier
                .background(colors.accentSoft, CircleShape)
                .padding(horizontal = Space.m, vertical = 3.dp),
            Type.meta,
            align = TextAlign.Center,
        )
    }
}

/** Dashed: something is not here. */
@Composable
private fun GapRow(row: ChatRow.Gap) {
    val edge = colors.warn
    Row(
        Modifier
            .fillMaxWidth()
            .testTag(Tags.gap(row.id))
            .background(colors.warnSoft, RoundedCornerShape(Radius.medium))
            .drawBehind {
                val dashes = PathEffect.dashPathEffect(floatArrayOf(4.dp.toPx(), 3.dp.toPx()))
                drawRoundRect(
                    edge,
                    cornerRadius = CornerRadius(Radius.medium.toPx()),
                    style = Stroke(1.dp.toPx(), pathEffect = dashes),
                )
            }
            .padding(Space.m, Space.s),
        Arrangement.spacedBy(Space.s),
        Alignment.CenterVertically,
    ) {
        Glyph(Icon.MISSING, tint = colors.warn, size = 16.sp)
        Words(strings.chat.gap(strings.shown(row.sender), row.missing), Modifier.weight(1f), Type.small)
    }
}

@Composable
private fun NewKeyRow(row: ChatRow.NewKey, send: (Intent) -> Unit) {
    Box(Modifier.fillMaxWidth(), Alignment.Center) {
        Row(
            Modifier
                .testTag(Tags.newKey(row.id))
                .heightIn(min = HIT)
                .press({ send(ChatIntent.OpenNewKey) }, radius = 22.dp, label = strings.chat.check)
                .border(1.dp, colors.line, CircleShape)
                .padding(horizontal = Space.m, vertical = Space.s),
            Arrangement.spacedBy(6.dp),
            Alignment.CenterVertically,
        ) {
            Glyph(Icon.KEY, tint = colors.warn, size = 15.sp)
            Words(strings.chat.newKeyRow(strings.shown(row.sender), formats.time(row.atMs)), style = Type.small, color = colors.text2)
        }
    }
}
