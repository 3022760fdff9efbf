package org.consilium.app.views

import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.Composer
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.EarlierVersion
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Line
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.MessageDetails
import org.consilium.app.presentation.state.Quote
import org.consilium.app.presentation.state.Retention
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.state.Wait

/** Every state of a conversation, by name. */
fun chatScreens(samples: Samples): Map<String, Screen> =
    roomScreens(samples) + composerScreens(samples) + sheetScreens(samples)

private fun incoming(samples: Samples, id: Long, text: String, ago: Long) =
    ChatRow.Message(id, own = false, sender = samples.farid, body = Body.Text(text), atMs = NOW_MS - ago)

private fun own(id: Long, text: String, ago: Long, dial: Dial) =
    ChatRow.Message(id, own = true, sender = "", body = Body.Text(text), atMs = NOW_MS - ago, dial = dial)

private fun usual(samples: Samples) = listOf(
    ChatRow.Day(NOW_MS - DAY),
    own(1, samples.earlierComing, DAY + HOUR, Dial.READ),
    ChatRow.Day(NOW_MS),
    incoming(samples, 2, samples.stable, 24 * MINUTE),
    ChatRow.Gap(3, samples.farid, 1),
    incoming(samples, 4, samples.longText, 20 * MINUTE),
    own(5, samples.thanks, 15 * MINUTE, Dial.DELIVERED)
        .copy(quote = Quote(2, own = false, sender = samples.farid, text = samples.stable)),
    own(6, samples.coming, 11 * MINUTE, Dial.READ).copy(edited = true),
)

private fun kinds(samples: Samples) = listOf(
    ChatRow.Unread(7),
    own(10, samples.coming, 60 * MINUTE, Dial.WAITING).copy(wait = Wait.MAILBOX_FULL),
    own(11, samples.coming, 55 * MINUTE, Dial.AT_RELAY),
    own(12, samples.coming, 50 * MINUTE, Dial.NOT_SENT),
    own(13, samples.chestPain, 45 * MINUTE, Dial.DELIVERED).copy(urgency = Urgency.URGENT, seenBy = listOf(samples.farid)),
    incoming(samples, 14, "", 40 * MINUTE).copy(body = Body.Deleted),
    incoming(samples, 15, "", 39 * MINUTE).copy(body = Body.NeedsNewerApp),
    incoming(samples, 16, samples.stable, 38 * MINUTE)
        .copy(urgency = Urgency.SOON, marks = setOf(Mark.CLOCK_OFF, Mark.UNKNOWN_VIEW)),
    incoming(samples, 17, samples.thanks, 30 * MINUTE).copy(quote = Quote(null, own = true, sender = "", text = null)),
    ChatRow.NewKey(18, samples.farid, NOW_MS - 20 * MINUTE),
    ChatRow.Gap(19, samples.farid, 12),
)

private fun chat(samples: Samples) = Chat(
    "c1",
    "a1",
    samples.farid,
    samples.hisProfession,
    compared = true,
    rows = usual(samples),
)

private fun roomScreens(samples: Samples): Map<String, Screen> {
    val chat = chat(samples)
    val urgent = incoming(samples, 20, samples.chestPain, 3 * MINUTE).copy(urgency = Urgency.URGENT)
    return mapOf(
        "chat" to chat,
        "chat-kept" to chat.copy(retention = Retention.Kept(NOW_MS - 7 * DAY)),
        "chat-urgent" to chat.copy(rows = chat.rows + urgent),
        "chat-urgent-pinned" to chat.copy(rows = chat.rows + urgent, pinnedUrgent = urgent),
        "chat-kinds" to chat.copy(rows = kinds(samples), quarantined = 2, compared = false),
        "chat-offline" to chat.copy(
            line = Line(LineState.Offline(NOW_MS - 11 * MINUTE), 2),
            rows = chat.rows + own(21, samples.coming, MINUTE, Dial.WAITING).copy(wait = Wait.QUEUED),
        ),
        "chat-new-key" to chat.copy(warning = ChatWarning.NewKey(NOW_MS - DAY), compared = false),
        "chat-paused" to chat.copy(warning = ChatWarning.NewKeyPaused, compared = false, composer = Composer(paused = true)),
        "chat-fork" to chat.copy(
            warning = ChatWarning.Fork,
            name = samples.longName,
            profession = samples.herProfession,
            composer = Composer(paused = true),
        ),
        "chat-unreachable" to chat.copy(warning = ChatWarning.Unreachable),
        "chat-blocked" to chat.copy(warning = ChatWarning.Blocked),
        "chat-request" to chat.copy(warning = ChatWarning.Request, rows = usual(samples).take(4), compared = false, name = ""),
        "chat-empty" to chat.copy(rows = emptyList(), compared = false),
        "chat-loading" to chat.copy(rows = emptyList(), loading = true),
        "chat-notes" to chat.copy(
            self = true,
            name = "",
            retention = Retention.Kept(null),
            rows = listOf(ChatRow.Day(NOW_MS), own(22, samples.note, HOUR, Dial.AT_RELAY)),
        ),
    )
}

private fun composerScreens(samples: Samples): Map<String, Screen> {
    val chat = chat(samples)
    val quote = Quote(2, own = false, sender = samples.farid, text = samples.stable)
    return mapOf(
        "chat-draft" to chat.copy(composer = Composer(samples.coming, Urgency.SOON)),
        "chat-writing-urgent" to chat.copy(composer = Composer(samples.longText, Urgency.URGENT)),
        "chat-reply" to chat.copy(composer = Composer(samples.thanks, replyTo = quote)),
        "chat-edit" to chat.copy(composer = Composer(samples.coming, editing = 6)),
        "chat-too-long" to chat.copy(composer = Composer(samples.longText, tooLongBy = 312)),
        "chat-refused" to chat.copy(composer = Composer(samples.coming, failure = Failure(FailureCode.NEW_KEY))),
    )
}

private fun sheetScreens(samples: Samples): Map<String, Screen> {
    val chat = chat(samples)
    val ownDetails = MessageDetails(
        6, own = true, text = samples.coming, atMs = NOW_MS - 11 * MINUTE, expiresMs = NOW_MS + 29 * DAY,
        dial = Dial.WAITING, wait = Wait.NO_PREKEY, urgency = Urgency.URGENT, seenBy = listOf(samples.farid, samples.elif),
        edited = true, canReply = true, canEdit = true, canRetry = true, canCopy = true,
    )
    val theirs = MessageDetails(
        4, own = false, text = samples.longText, atMs = NOW_MS - 20 * MINUTE, expiresMs = null,
        marks = setOf(Mark.FORK), canReply = true, canCopy = true,
    )
    val sheets = mapOf(
        "message-own" to ChatSheet.Message(ownDetails),
        "message-theirs" to ChatSheet.Message(theirs),
        "earlier" to ChatSheet.Earlier(
            listOf(EarlierVersion(samples.earlierComing, NOW_MS - 14 * MINUTE)),
            EarlierVersion(samples.coming, NOW_MS - 11 * MINUTE),
        ),
        "delete-own" to ChatSheet.Delete(6, canForEveryone = true, kept = true),
        "delete-theirs" to ChatSheet.Delete(4, canForEveryone = false, kept = false),
        "urgency" to ChatSheet.UrgencyChoice(Urgency.SOON),
        "more" to ChatSheet.More,
        "keep" to ChatSheet.Keep(on = true),
        "keep-no-longer" to ChatSheet.Keep(on = false),
        "quarantine" to ChatSheet.Quarantine(1),
        "block" to ChatSheet.Block(samples.farid),
    )
    val newKeys = mapOf(
        "new-key-paused" to chat.copy(
            warning = ChatWarning.NewKeyPaused,
            compared = false,
            composer = Composer(paused = true),
            sheet = ChatSheet.NewKey(samples.farid, wasCompared = true),
        ),
        "new-key" to chat.copy(
            warning = ChatWarning.NewKey(NOW_MS - DAY),
            compared = false,
            sheet = ChatSheet.NewKey(samples.farid, wasCompared = false),
        ),
    )
    return (sheets.mapValues { chat.copy(sheet = it.value) } + newKeys).mapKeys { "sheet-${it.key}" }
}
