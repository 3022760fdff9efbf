package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.MessageDetails
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.DeliveryDial
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.Sheet
import org.consilium.app.views.parts.Typed
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/** All that is known about a message, and what can be done with it. */
@Composable
internal fun MessageSheet(details: MessageDetails, send: (Intent) -> Unit) {
    Sheet(strings.message.title, { send(ChatIntent.CloseSheet) }) {
        details.text?.let { Typed(it) }
        Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s)) { Facts(details) }
        Rule()
        Column(Modifier.fillMaxWidth()) { Actions(details, send) }
    }
}

@Composable
private fun Facts(details: MessageDetails) {
    val texts = strings.message
    val moment = (if (details.own) texts.sent else texts.received) + " " + formats.dateTime(details.atMs)
    Fact(Icon.CLOCK, moment)
    details.dial?.let { dial ->
        val wait = details.wait
        val words = strings.common.dial(dial) + if (wait == null) "" else ". " + texts.waits(wait)
        Row(Modifier.testTag(Tags.DETAILS_STATE), Arrangement.spacedBy(Space.m), Alignment.CenterVertically) {
            DeliveryDial(dial, colors.text2, colors.surface, Modifier.padding(horizontal = 1.dp))
            Words(words, Modifier.weight(1f), Type.small)
        }
    }
    if (details.urgency != Urgency.ROUTINE) {
        urgencyIcon(details.urgency)?.let { Fact(it, strings.common.urgency(details.urgency), urgencyColor(details.urgency)) }
    }
    val expires = details.expiresMs
    if (expires == null) {
        Fact(Icon.KEEP, texts.neverExpires, colors.kept)
    } else {
        Fact(Icon.ERASE, texts.expires(formats.date(expires)))
    }
    if (details.seenBy.isNotEmpty()) {
        Fact(Icon.EYE, texts.seenBy(details.seenBy.map { strings.shown(it) }.joinToString(strings.common.and)))
    }
    for (mark in details.marks) {
        val serious = mark == Mark.FORK || mark == Mark.UNKNOWN_VIEW
        Fact(Icon.WARN, texts.mark(mark), if (serious) colors.danger else colors.warn)
    }
}

@Composable
private fun Fact(icon: Icon, text: String, tint: Color = colors.text2) {
    Row(horizontalArrangement = Arrangement.spacedBy(Space.m), verticalAlignment = Alignment.CenterVertically) {
        Glyph(icon, tint = tint, size = 17.sp)
        Words(text, Modifier.weight(1f), Type.small)
    }
}

@Composable
private fun Actions(details: MessageDetails, send: (Intent) -> Unit) {
    val texts = strings.message
    val id = details.id
    if (details.canRetry) ActionRow(Icon.SEND, texts.retry, Tags.RETRY, colors.accent) { send(ChatIntent.Retry(id)) }
    if (details.canReply) ActionRow(Icon.CHAT, texts.reply, Tags.REPLY) { send(ChatIntent.Reply(id)) }
    if (details.canEdit) ActionRow(Icon.EDIT, texts.edit, Tags.EDIT) { send(ChatIntent.Edit(id)) }
    if (details.edited) ActionRow(Icon.LOG, texts.earlierTitle, Tags.earlier(id)) { send(ChatIntent.ShowEarlier(id)) }
    if (details.canCopy) ActionRow(Icon.FILE, texts.copy, Tags.COPY) { send(ChatIntent.Copy(id)) }
    if (details.canDelete) {
        ActionRow(Icon.DELETE, texts.delete, Tags.DELETE, colors.danger, colors.danger) { send(ChatIntent.AskDelete(id)) }
    }
}
