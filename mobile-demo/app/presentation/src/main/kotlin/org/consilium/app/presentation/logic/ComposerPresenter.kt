package org.consilium.app.presentation.logic

import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.mapping.textOrNull
import org.consilium.app.presentation.mapping.toCore
import org.consilium.app.presentation.mapping.toQuote
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.Composer
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Urgency
import org.consilium.client.AccountId
import org.consilium.client.MessageId

/** Where a message is written: its draft, its urgency, what it answers or changes. */
internal class ComposerPresenter(
    private val desk: Desk,
    private val account: AccountId,
    private val askNewKey: () -> Unit,
) {
    private var text = ""
    private var urgency = Urgency.ROUTINE
    private var replyTo: MessageId? = null
    private var editing: MessageId? = null
    private var failure: Failure? = null
    private var sending = false

    /** What is typed and not sent, as the core has it. */
    private var saved = ""
    private var typedAnything = false
    private var saving: Job? = null

    /** What was typed before, unless the person has begun anew. */
    fun restore(draft: String) {
        if (typedAnything) return
        saved = draft
        text = draft
    }

    fun state(window: MessageWindow, paused: Boolean, recipients: Int) = Composer(
        text = text,
        urgency = urgency,
        recipients = recipients,
        tooLongBy = tooLongBy(text),
        replyTo = replyTo?.let(window::get)?.toQuote(desk.people),
        editing = editing?.number,
        paused = paused,
        failure = failure,
    )

    /** Whether [intent] is about writing. */
    fun accept(intent: ChatIntent, window: MessageWindow): Boolean {
        when (intent) {
            is ChatIntent.Type -> type(intent.text)
            ChatIntent.Send -> send()
            ChatIntent.ChooseUrgency -> sheet(ChatSheet.UrgencyChoice(urgency))
            is ChatIntent.SetUrgency -> {
                urgency = intent.urgency
                sheet(null)
            }
            is ChatIntent.Reply -> reply(MessageId(intent.message))
            is ChatIntent.Edit -> edit(MessageId(intent.message), window)
            ChatIntent.CancelReference -> cancelReference()
            else -> return false
        }
        return true
    }

    private fun type(typed: String) {
        text = typed
        typedAnything = true
        failure = null
        if (editing != null) return
        saving?.cancel()
        saving = desk.calls.launch {
            delay(PAUSE_MS)
            save()
        }
    }

    /** Keeps what is typed. A text too long to be sent is kept here only, until it is shortened. */
    suspend fun save() {
        val draft = if (editing != null) saved else text
        if (draft == saved || tooLongBy(draft) > 0) return
        desk.session.setDraft(account, draft)
        saved = draft
    }

    private fun reply(message: MessageId) {
        leaveEditing()
        replyTo = message
        sheet(null)
    }

    private fun edit(message: MessageId, window: MessageWindow) {
        val before = window[message]?.textOrNull() ?: return
        replyTo = null
        editing = message
        text = before
        typedAnything = true
        sheet(null)
    }

    private fun cancelReference() {
        replyTo = null
        leaveEditing()
    }

    /** The draft comes back in place of the text that was being changed. */
    private fun leaveEditing() {
        if (editing == null) return
        editing = null
        text = saved
        failure = null
    }

    private fun send() {
        if (sending) return
        if (text.isBlank() || tooLongBy(text) > 0) {
            failure = Failure(FailureCode.TEXT_LENGTH, limit = MAX_TEXT_BYTES)
            return
        }
        sending = true
        failure = null
        val sent = text
        desk.calls.launch {
            try {
                attempt(::refused) { deliver(sent) }
            } finally {
                sending = false
                show()
            }
        }
    }

    private suspend fun deliver(sent: String) {
        val changed = editing
        if (changed != null) desk.session.edit(changed, sent) else desk.session.sendText(account, sent, urgency.toCore(), replyTo)
        saving?.cancel()
        val wentOn = text != sent
        if (changed != null) {
            leaveEditing()
        } else {
            replyTo = null
            urgency = Urgency.ROUTINE
            if (!wentOn) text = ""
            save()
        }
    }

    private fun refused(refusal: Failure) {
        failure = refusal
        if (refusal.code == FailureCode.NEW_KEY) askNewKey()
    }

    private fun sheet(sheet: ChatSheet?) = desk.store.edit<Chat> { it.copy(sheet = sheet) }

    private fun show() = desk.store.edit<Chat> { if (it.account == account.hex) it.copy(composer = shown(it.composer)) else it }

    private fun shown(composer: Composer) = composer.copy(
        text = text,
        urgency = urgency,
        tooLongBy = tooLongBy(text),
        replyTo = composer.replyTo.takeIf { replyTo != null },
        editing = editing?.number,
        failure = failure,
    )

    private companion object {
        const val PAUSE_MS = 300L
    }
}
