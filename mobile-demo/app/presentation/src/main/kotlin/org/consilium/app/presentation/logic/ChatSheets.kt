package org.consilium.app.presentation.logic

import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.mapping.textOrNull
import org.consilium.app.presentation.mapping.toDetails
import org.consilium.app.presentation.mapping.toEarlier
import org.consilium.app.presentation.mapping.toWarning
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.EarlierVersion
import org.consilium.app.presentation.state.Retention
import org.consilium.client.AccountId
import org.consilium.client.MessageId

/** What lies over a conversation: facts about a message, and questions before anything final. */
internal class ChatSheets(
    private val desk: Desk,
    private val account: AccountId,
    private val window: MessageWindow,
) {
    fun accept(intent: ChatIntent) {
        when (intent) {
            is ChatIntent.OpenMessage -> details(intent.message)
            is ChatIntent.ShowEarlier -> earlier(intent.message)
            is ChatIntent.Copy -> copy(intent.message)
            is ChatIntent.AskDelete -> askDelete(intent.message)
            ChatIntent.OpenMore -> show(ChatSheet.More)
            is ChatIntent.AskKeep -> show(ChatSheet.Keep(intent.on))
            ChatIntent.OpenQuarantine -> show(ChatSheet.Quarantine(desk.status.quarantined.toInt()))
            ChatIntent.AskBlock -> show(ChatSheet.Block(desk.people.name(account)))
            ChatIntent.CloseSheet -> show(null)
            else -> Unit
        }
    }

    private fun details(id: Long) {
        val message = window[MessageId(id)] ?: return
        val warning = desk.people[account]?.toWarning()
        val writable = warning == null || warning == ChatWarning.Unreachable || warning is ChatWarning.NewKey
        show(ChatSheet.Message(message.toDetails(desk.people, writable)))
    }

    private fun earlier(id: Long) {
        val message = window[MessageId(id)] ?: return
        val text = message.textOrNull() ?: return
        show(ChatSheet.Earlier(message.toEarlier(), EarlierVersion(text, message.at.ms)))
    }

    private fun copy(id: Long) {
        val text = window[MessageId(id)]?.textOrNull() ?: return
        show(null)
        desk.calls.launch {
            desk.platform.copy(text)
            desk.store.notice(DoneWhat.TEXT_COPIED)
        }
    }

    private fun askDelete(id: Long) {
        val message = window[MessageId(id)] ?: return
        val kept = desk.store.find<Chat>()?.retention is Retention.Kept
        show(ChatSheet.Delete(id, canForEveryone = message.own && message.textOrNull() != null, kept = kept))
    }

    private fun show(sheet: ChatSheet?) = desk.store.edit<Chat> { it.copy(sheet = sheet) }
}
