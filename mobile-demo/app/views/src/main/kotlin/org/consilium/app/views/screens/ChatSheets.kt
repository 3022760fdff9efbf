package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.EarlierVersion
import org.consilium.app.presentation.state.Retention
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.RadioRow
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.Sheet
import org.consilium.app.views.parts.Typed
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/** Whatever lies over a conversation. */
@Composable
internal fun ChatSheets(sheet: ChatSheet, chat: Chat, send: (Intent) -> Unit) {
    when (sheet) {
        is ChatSheet.Message -> MessageSheet(sheet.details, send)
        is ChatSheet.Earlier -> EarlierSheet(sheet, send)
        is ChatSheet.Delete -> DeleteSheet(sheet, send)
        is ChatSheet.UrgencyChoice -> UrgencySheet(sheet.chosen, send)
        ChatSheet.More -> MoreSheet(chat, send)
        is ChatSheet.Keep -> KeepSheet(sheet.on, send)
        is ChatSheet.NewKey -> NewKeySheet(sheet, send)
        is ChatSheet.Quarantine -> QuarantineSheet(sheet.count, send)
        is ChatSheet.Block -> BlockSheet(strings.shown(sheet.name), { send(ChatIntent.Block) }, { send(ChatIntent.CloseSheet) })
    }
}

private fun closing(send: (Intent) -> Unit): () -> Unit = { send(ChatIntent.CloseSheet) }

@Composable
private fun EarlierSheet(sheet: ChatSheet.Earlier, send: (Intent) -> Unit) {
    Sheet(strings.message.earlierTitle, closing(send), Icon.EDIT, colors.text2) {
        for (version in sheet.versions) Version(version, formats.dateTime(version.atMs), colors.text2)
        Rule()
        Version(sheet.now, strings.message.now + strings.common.and + formats.dateTime(sheet.now.atMs), colors.text)
    }
}

@Composable
private fun Version(version: EarlierVersion, head: String, color: Color) {
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.xs)) {
        Words(head, style = Type.meta, color = colors.text2)
        Typed(version.text, color = color)
    }
}

@Composable
private fun DeleteSheet(sheet: ChatSheet.Delete, send: (Intent) -> Unit) {
    val texts = strings.message
    Sheet(texts.deleteTitle, closing(send), Icon.DELETE, colors.danger) {
        val kept = if (sheet.kept) " " + texts.deleteKeptText else ""
        Words((if (sheet.canForEveryone) texts.deleteOwnText else texts.deleteText) + kept)
        Button(texts.doNotDelete, Tags.DO_NOT_DELETE, closing(send), loudness = Loudness.QUIET)
        Button(texts.deleteHere, Tags.DELETE_HERE, { send(ChatIntent.DeleteHere(sheet.message)) }, loudness = Loudness.DANGER_QUIET)
        if (sheet.canForEveryone) {
            Button(
                texts.deleteForEveryone,
                Tags.DELETE_FOR_EVERYONE,
                { send(ChatIntent.DeleteForEveryone(sheet.message)) },
                loudness = Loudness.DANGER,
            )
        }
    }
}

@Composable
private fun UrgencySheet(chosen: Urgency, send: (Intent) -> Unit) {
    val texts = strings.chat
    Sheet(texts.urgencyTitle, closing(send)) {
        for (urgency in Urgency.entries) {
            val detail = when (urgency) {
                Urgency.ROUTINE -> texts.routineText
                Urgency.SOON -> texts.soonText
                Urgency.URGENT -> texts.urgentText
            }
            RadioRow(
                strings.common.urgency(urgency),
                urgency == chosen,
                Tags.urgency(urgency),
                { send(ChatIntent.SetUrgency(urgency)) },
                detail = detail,
                icon = urgencyIcon(urgency),
                iconTint = urgencyColor(urgency),
            )
        }
    }
}

@Composable
private fun MoreSheet(chat: Chat, send: (Intent) -> Unit) {
    val texts = strings.chat
    val kept = chat.retention is Retention.Kept
    val title = if (chat.self) strings.list.self else strings.shown(chat.name)
    Sheet(title, closing(send)) {
        ActionRow(
            Icon.KEEP,
            if (kept) texts.stopKeeping else texts.keep,
            Tags.KEEP,
            colors.kept,
        ) { send(ChatIntent.AskKeep(!kept)) }
        if (!chat.self) {
            ActionRow(Icon.PERSON, texts.openContact, Tags.OPEN_CONTACT) { send(ChatIntent.OpenContact) }
            ActionRow(Icon.QR, texts.openNumber, Tags.OPEN_NUMBER) { send(ChatIntent.Compare) }
            if (chat.warning == ChatWarning.Blocked) {
                ActionRow(Icon.NO, texts.unblock, Tags.UNBLOCK) { send(ChatIntent.Unblock) }
            } else {
                ActionRow(Icon.NO, texts.blockPerson(title), Tags.BLOCK, colors.danger, colors.danger) { send(ChatIntent.AskBlock) }
            }
        }
    }
}

/** One thing that can be done, in a sheet. */
@Composable
internal fun ActionRow(
    icon: Icon,
    text: String,
    tag: String,
    tint: Color = colors.text2,
    color: Color = colors.text,
    onClick: () -> Unit,
) {
    Row(
        Modifier.fillMaxWidth().testTag(tag).heightIn(min = HIT).press(onClick).padding(horizontal = Space.xs, vertical = Space.s),
        Arrangement.spacedBy(Space.m),
        Alignment.CenterVertically,
    ) {
        Glyph(icon, tint = tint)
        Words(text, Modifier.weight(1f), color = color)
    }
}

@Composable
private fun KeepSheet(on: Boolean, send: (Intent) -> Unit) {
    val texts = strings.chat
    Sheet(if (on) texts.keepTitle else texts.stopKeepingTitle, closing(send), Icon.KEEP, colors.kept) {
        Words(if (on) texts.keepText else texts.stopKeepingText)
        val loudness = if (on) Loudness.FILLED else Loudness.DANGER_QUIET
        Button(if (on) texts.keep else texts.stopKeeping, Tags.KEEP, { send(ChatIntent.Keep(on)) }, loudness = loudness)
        Button(strings.common.cancel, Tags.NOT_NOW, closing(send), loudness = Loudness.PLAIN)
    }
}

@Composable
private fun NewKeySheet(sheet: ChatSheet.NewKey, send: (Intent) -> Unit) {
    val texts = strings.chat
    Sheet(texts.newKeyTitle(strings.shown(sheet.name)), closing(send), Icon.KEY) {
        Words(texts.newKeyUsually + " " + if (sheet.wasCompared) texts.newKeyPausedText else texts.newKeySending)
        Button(texts.scan, Tags.SCAN, { send(ChatIntent.Compare) }, icon = Icon.QR)
        Button(texts.compareNumbers, Tags.COMPARE, { send(ChatIntent.Compare) }, loudness = Loudness.QUIET, icon = Icon.CALL)
        if (sheet.wasCompared) {
            Button(texts.sendWithout, Tags.SEND_WITHOUT, { send(ChatIntent.SendWithoutChecking) }, loudness = Loudness.PLAIN)
            Words(texts.sendWithoutText, style = Type.small, color = colors.text2)
        } else {
            Button(texts.notNow, Tags.NOT_NOW, { send(ChatIntent.DismissNewKey) }, loudness = Loudness.PLAIN)
        }
    }
}

@Composable
private fun QuarantineSheet(count: Int, send: (Intent) -> Unit) {
    val texts = strings.chat
    Sheet(texts.quarantineTitle, closing(send), Icon.UNVERIFIED) {
        Words(texts.quarantined(count))
        Words(texts.quarantineText, color = colors.text2)
    }
}

/** Asks before an account is blocked. */
@Composable
internal fun BlockSheet(name: String, onBlock: () -> Unit, onClose: () -> Unit) {
    val texts = strings.chat
    Sheet(texts.blockTitle(name), onClose, Icon.NO, colors.danger) {
        Words(texts.blockText)
        Button(texts.doNotBlock, Tags.DO_NOT_BLOCK, onClose, loudness = Loudness.QUIET)
        Button(strings.list.block, Tags.BLOCK, onBlock, loudness = Loudness.DANGER)
    }
}
