package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.font.FontStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.ResolvedTextDirection
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import kotlin.math.ceil
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.Quote
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.state.Wait
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.DeliveryDial
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.InlineLink
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.Typed
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

private val BUBBLE_WIDTH = 308.dp

/** Of the message that is answered; a tap shows it whole. */
private const val QUOTE_LINES = 2

/** A message: an urgent one that waits for its reader across the whole width, others as bubbles. */
@Composable
internal fun MessageRow(row: ChatRow.Message, newest: Boolean, send: (Intent) -> Unit) {
    val open = !row.own && row.urgency == Urgency.URGENT && !row.acknowledged && row.body is Body.Text
    val spoken = Modifier.spoken(row, newest)
    if (open) UrgentCard(row, spoken, send) else Bubble(row, spoken, send)
}

@Composable
private fun Bubble(row: ChatRow.Message, spoken: Modifier, send: (Intent) -> Unit) {
    val ground = if (row.own) colors.accentSoft else colors.surface
    val edge = when {
        row.urgency == Urgency.URGENT -> colors.danger
        row.own -> ground
        else -> colors.line
    }
    val tail = Radius.small
    val round = Radius.large
    val shape = RoundedCornerShape(round, round, if (row.own) tail else round, if (row.own) round else tail)
    Box(Modifier.fillMaxWidth(), if (row.own) Alignment.CenterEnd else Alignment.CenterStart) {
        Column(
            Modifier
                .widthIn(max = BUBBLE_WIDTH)
                .then(spoken)
                .testTag(Tags.message(row.id))
                .press(
                    { send(ChatIntent.OpenMessage(row.id)) },
                    ground = ground,
                    label = strings.message.openActions,
                    radius = round,
                    shape = shape,
                    reaches = true,
                )
                .border(1.dp, edge, shape)
                .padding(Space.m, Space.s),
            Arrangement.spacedBy(2.dp),
        ) {
            Said(row, send)
        }
    }
}

@Composable
private fun Said(row: ChatRow.Message, send: (Intent) -> Unit) {
    UrgencyWord(row.urgency)
    row.quote?.let { QuoteLine(it) }
    TextAndMeta(row, send)
    WaitLine(row)
    if (row.seenBy.isNotEmpty()) SeenBy(row.seenBy)
    row.marks.forEach { MarkLine(it) }
}

/** The time stands at the end of the last line if there is room, else below it. */
@Composable
private fun TextAndMeta(row: ChatRow.Message, send: (Intent) -> Unit) {
    val lastLine = remember { LastLine() }
    val direction = LocalLayoutDirection.current
    Layout({
        BodyText(row.body) { lastLine.take(it, direction) }
        Meta(row, send)
    }) { (bodyMeasurable, metaMeasurable), constraints ->
        val loose = constraints.copy(minWidth = 0, minHeight = 0)
        val body = bodyMeasurable.measure(loose)
        val meta = metaMeasurable.measure(loose)
        val joined = lastLine.end + Space.m.roundToPx() + meta.width
        val beside = lastLine.known && joined <= constraints.maxWidth
        val width = maxOf(body.width, if (beside) joined else meta.width)
        val height = if (beside) maxOf(body.height, meta.height) else body.height + Space.xs.roundToPx() + meta.height
        layout(width, height) {
            body.placeRelative(0, 0)
            meta.placeRelative(width - meta.width, height - meta.height)
        }
    }
}

/** Where the last line of a text ends, counted from where lines begin. */
private class LastLine {
    var end = 0
        private set
    var known = false
        private set

    fun take(result: TextLayoutResult, direction: LayoutDirection) {
        val last = result.lineCount - 1
        val rightToLeft = result.getParagraphDirection(result.layoutInput.text.length) == ResolvedTextDirection.Rtl
        known = rightToLeft == (direction == LayoutDirection.Rtl)
        val length = if (rightToLeft) result.size.width - result.getLineLeft(last) else result.getLineRight(last)
        end = ceil(length).toInt()
    }
}

@Composable
private fun BodyText(body: Body, onLayout: (TextLayoutResult) -> Unit = {}) {
    val quiet = Type.text.copy(fontStyle = FontStyle.Italic)
    when (body) {
        is Body.Text -> Typed(body.text, onLayout = onLayout)
        Body.Deleted -> Words(strings.message.deleted, style = quiet, color = colors.text2, onLayout = onLayout)
        Body.NeedsNewerApp -> Words(strings.message.needsNewer, style = quiet, color = colors.text2, onLayout = onLayout)
    }
}

@Composable
private fun UrgencyWord(urgency: Urgency) {
    if (urgency == Urgency.ROUTINE) return
    val urgent = urgency == Urgency.URGENT
    val color = if (urgent) colors.danger else colors.warn
    Row(horizontalArrangement = Arrangement.spacedBy(Space.xs), verticalAlignment = Alignment.CenterVertically) {
        Glyph(if (urgent) Icon.URGENT else Icon.SOON, tint = color, size = 14.sp)
        Words(strings.common.urgency(urgency), style = Type.small.copy(fontWeight = FontWeight.SemiBold), color = color)
    }
}

/** The message that is answered, or what stands for it once it is gone. */
@Composable
internal fun QuoteLine(quote: Quote, modifier: Modifier = Modifier) {
    Row(modifier.height(IntrinsicSize.Min).padding(vertical = 2.dp)) {
        Spacer(Modifier.width(3.dp).fillMaxHeight().background(colors.lineStrong))
        Column(Modifier.padding(start = Space.s)) {
            val who = if (quote.own) strings.common.you else quote.sender
            val text = quote.text
            if (text != null) Named(who, style = Type.meta.copy(fontWeight = FontWeight.SemiBold), color = colors.text2)
            if (text == null) {
                Words(strings.message.quoteGone, style = Type.small, color = colors.text2)
            } else {
                Typed(text, style = Type.small, color = colors.text2, maxLines = QUOTE_LINES)
            }
        }
    }
}

/** Edited, time, dial, words. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Meta(row: ChatRow.Message, send: (Intent) -> Unit) {
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(6.dp, Alignment.End),
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        if (row.edited) {
            val words = strings.message.edited + strings.common.and + strings.message.seeEarlier
            InlineLink(words, Tags.earlier(row.id), { send(ChatIntent.ShowEarlier(row.id)) })
        }
        Words(formats.time(row.atMs), style = Type.meta, color = colors.text2)
        row.dial?.let { DialAndWord(it, row, send) }
    }
}

@Composable
private fun DialAndWord(dial: Dial, row: ChatRow.Message, send: (Intent) -> Unit) {
    val failed = dial == Dial.NOT_SENT
    val color = if (failed) colors.danger else colors.text2
    val word = strings.common.dial(dial)
    Row(horizontalArrangement = Arrangement.spacedBy(Space.xs), verticalAlignment = Alignment.CenterVertically) {
        DeliveryDial(dial, color, colors.accentSoft)
        if (failed) {
            val words = word + strings.common.and + strings.message.tapToRetry
            InlineLink(words, Tags.retry(row.id), { send(ChatIntent.Retry(row.id)) }, color)
        } else {
            Words(word, style = Type.meta, color = color)
        }
    }
}

/** Why it waits, if somebody has to do something; the rest is in the details. */
@Composable
private fun WaitLine(row: ChatRow.Message) {
    val wait = row.wait
    if (wait == null || row.dial != Dial.WAITING || wait == Wait.QUEUED) return
    Words(strings.message.waits(wait), style = Type.meta, color = colors.warn)
}

@Composable
private fun SeenBy(names: List<String>) {
    val list = names.map { strings.shown(it) }.joinToString(strings.common.and)
    Row(horizontalArrangement = Arrangement.spacedBy(Space.xs), verticalAlignment = Alignment.CenterVertically) {
        Glyph(Icon.EYE, tint = colors.text2, size = 14.sp)
        Words(strings.message.seenBy(list), style = Type.meta, color = colors.text2)
    }
}

@Composable
private fun MarkLine(mark: Mark) {
    val serious = mark == Mark.FORK || mark == Mark.UNKNOWN_VIEW
    val color = if (serious) colors.danger else colors.warn
    Row(horizontalArrangement = Arrangement.spacedBy(Space.xs)) {
        Glyph(if (mark == Mark.CLOCK_OFF) Icon.CLOCK else Icon.WARN, Modifier.padding(top = 1.dp), color, size = 14.sp)
        Words(strings.message.mark(mark), style = Type.meta, color = color)
    }
}

/** Red, across the whole width, until its reader says "I have seen this". */
@Composable
internal fun UrgentCard(row: ChatRow.Message, spoken: Modifier, send: (Intent) -> Unit) {
    val shape = RoundedCornerShape(Radius.large)
    Column(
        Modifier
            .fillMaxWidth()
            .then(spoken)
            .testTag(Tags.message(row.id))
            .clip(shape)
            .background(colors.surface)
            .border(2.dp, colors.dangerFill, shape),
    ) {
        UrgentHead(row)
        Column(Modifier.padding(Space.m), Arrangement.spacedBy(Space.s)) {
            Named(row.sender, style = Type.small.copy(fontWeight = FontWeight.SemiBold))
            row.quote?.let { QuoteLine(it) }
            BodyText(row.body)
            row.marks.forEach { MarkLine(it) }
            Button(strings.message.seen, Tags.acknowledge(row.id), { send(ChatIntent.Acknowledge(row.id)) })
            if (row.seenBy.isNotEmpty()) SeenBy(row.seenBy)
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun UrgentHead(row: ChatRow.Message) {
    FlowRow(
        Modifier.fillMaxWidth().background(colors.dangerFill).padding(Space.m, 5.dp),
        Arrangement.SpaceBetween,
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s), verticalAlignment = Alignment.CenterVertically) {
            Glyph(Icon.URGENT, tint = colors.onDanger, size = 16.sp)
            val bold = Type.small.copy(fontWeight = FontWeight.SemiBold)
            Words(strings.common.urgency(Urgency.URGENT), style = bold, color = colors.onDanger)
        }
        Words(formats.time(row.atMs), style = Type.small, color = colors.onDanger)
    }
}
