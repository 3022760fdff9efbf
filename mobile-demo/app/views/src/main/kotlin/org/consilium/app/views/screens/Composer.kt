package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.Composer
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Entry
import org.consilium.app.views.parts.FieldKind
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.TapIcon
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.announced
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

private const val MAX_LINES = 6

/** Below the messages: what is urgent and open, an answer to a request, or where one writes. */
@Composable
internal fun Foot(state: Chat, send: (Intent) -> Unit) {
    Column(Modifier.fillMaxWidth()) {
        state.pinnedUrgent?.let {
            val spoken = Modifier.spoken(it, newest = it.key == state.rows.lastOrNull()?.key)
            Column(Modifier.padding(Space.m, 0.dp, Space.m, Space.s)) { UrgentCard(it, spoken, send) }
        }
        when (state.warning) {
            ChatWarning.Request -> RequestFoot(send)
            ChatWarning.Blocked -> Unit
            else -> Writing(state, send)
        }
    }
}

/** Nothing is answered on its own: accept, decline or block. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun RequestFoot(send: (Intent) -> Unit) {
    val texts = strings.list
    Column(Modifier.fillMaxWidth().background(colors.surface)) {
        Rule()
        FlowRow(Modifier.fillMaxWidth().padding(Space.m), Arrangement.spacedBy(Space.s), Arrangement.spacedBy(Space.xs)) {
            Button(texts.accept, Tags.ACCEPT, { send(ChatIntent.AcceptRequest) }, wide = false)
            Button(texts.decline, Tags.DECLINE, { send(ChatIntent.DeclineRequest) }, loudness = Loudness.QUIET, wide = false)
            Button(texts.block, Tags.BLOCK, { send(ChatIntent.AskBlock) }, loudness = Loudness.DANGER_PLAIN, wide = false)
        }
    }
}

@Composable
private fun Writing(state: Chat, send: (Intent) -> Unit) {
    val composer = state.composer
    Column(Modifier.fillMaxWidth().background(colors.surface)) {
        Rule()
        Column(Modifier.padding(Space.m, Space.xs, Space.m, Space.m), Arrangement.spacedBy(Space.xs)) {
            ToLine(state, send)
            Reference(composer, send)
            Row(horizontalArrangement = Arrangement.spacedBy(Space.s), verticalAlignment = Alignment.Bottom) {
                Entry(
                    strings.chat.field,
                    composer.text,
                    Tags.MESSAGE_FIELD,
                    { send(ChatIntent.Type(it)) },
                    Modifier.weight(1f),
                    kind = FieldKind.MESSAGE,
                    placeholder = strings.chat.field,
                    radius = Radius.sheet,
                    maxLines = MAX_LINES,
                    onSubmit = { send(ChatIntent.Send) },
                )
                SendButton(composer, send)
            }
            if (composer.tooLongBy > 0) {
                val words = strings.chat.tooLong(composer.tooLongBy)
                Words(words, Modifier.testTag(Tags.TOO_LONG).announced(), Type.small, colors.danger)
            }
            composer.failure?.let {
                Words(strings.failures.text(it), Modifier.testTag(Tags.FAILURE).announced(), Type.small, colors.danger)
            }
        }
    }
}

/** To whom it will go and how many that are, and how urgent it is: never hidden. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun ToLine(state: Chat, send: (Intent) -> Unit) {
    val texts = strings.chat
    FlowRow(
        Modifier.fillMaxWidth(),
        Arrangement.SpaceBetween,
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        val to = if (state.self) texts.toSelf else texts.to(strings.shown(state.name), state.composer.recipients)
        Words(to, Modifier.testTag(Tags.TO), Type.small, colors.text2, boldColor = colors.text)
        when {
            state.composer.paused -> Words(texts.sendingPaused, Modifier.padding(vertical = Space.m), Type.small, colors.warn)
            state.composer.editing == null && !state.self -> UrgencyChooser(state.composer.urgency, send)
        }
    }
}

@Composable
private fun UrgencyChooser(urgency: Urgency, send: (Intent) -> Unit) {
    val word = strings.common.urgency(urgency)
    val said = strings.chat.urgencyLabel(word)
    val color = urgencyColor(urgency)
    Row(
        Modifier
            .testTag(Tags.URGENCY)
            .heightIn(min = HIT)
            .press({ send(ChatIntent.ChooseUrgency) })
            .semantics { contentDescription = said }
            .padding(horizontal = Space.xs),
        Arrangement.spacedBy(Space.xs),
        Alignment.CenterVertically,
    ) {
        urgencyIcon(urgency)?.let { Glyph(it, tint = color, size = 15.sp) }
        Words(word, style = Type.small.copy(fontWeight = FontWeight.SemiBold), color = color)
        Glyph(Icon.DOWN, tint = color, size = 13.sp)
    }
}

@Composable
internal fun urgencyColor(urgency: Urgency) = when (urgency) {
    Urgency.ROUTINE -> colors.text
    Urgency.SOON -> colors.warn
    Urgency.URGENT -> colors.danger
}

internal fun urgencyIcon(urgency: Urgency): Icon? = when (urgency) {
    Urgency.ROUTINE -> null
    Urgency.SOON -> Icon.SOON
    Urgency.URGENT -> Icon.URGENT
}

/** What is answered or changed. */
@Composable
private fun Reference(composer: Composer, send: (Intent) -> Unit) {
    val quote = composer.replyTo
    if (quote == null && composer.editing == null) return
    Row(
        Modifier.fillMaxWidth().testTag(Tags.REFERENCE),
        Arrangement.spacedBy(Space.s),
        Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f)) {
            if (composer.editing != null) {
                Words(strings.chat.editing, style = Type.small, color = colors.text2)
            } else if (quote != null) {
                val who = if (quote.own) strings.common.you else strings.shown(quote.sender)
                Words(strings.chat.replyTo(who), style = Type.meta, color = colors.text2)
                QuoteLine(quote)
            }
        }
        TapIcon(Icon.NO, strings.chat.cancelReference, Tags.CANCEL_REFERENCE, { send(ChatIntent.CancelReference) }, tint = colors.text2)
    }
}

@Composable
private fun SendButton(composer: Composer, send: (Intent) -> Unit) {
    val ready = composer.text.isNotBlank() && composer.tooLongBy == 0 && !composer.paused
    val edits = composer.editing != null
    TapIcon(
        if (edits) Icon.CHECK else Icon.SEND,
        if (edits) strings.chat.saveEdit else strings.chat.send,
        Tags.SEND,
        { send(ChatIntent.Send) },
        tint = if (ready) colors.onAccent else colors.text2,
        ground = if (ready) colors.accent else colors.sunken,
        active = colors.accentHover,
        enabled = ready,
    )
}
