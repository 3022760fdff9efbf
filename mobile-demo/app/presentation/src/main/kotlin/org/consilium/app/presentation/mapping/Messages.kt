package org.consilium.app.presentation.mapping

import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.EarlierVersion
import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.MessageDetails
import org.consilium.app.presentation.state.Preview
import org.consilium.app.presentation.state.Quote
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.state.Wait
import org.consilium.client.AccountId
import org.consilium.ffi.Delivery
import org.consilium.ffi.Message
import org.consilium.ffi.MessageBody
import org.consilium.ffi.WaitReason

/** A row of a conversation. [quoted] finds the message that another one answers. */
internal fun Message.toRow(people: People, quoted: (Message) -> Quote?): ChatRow = when (val body = body) {
    is MessageBody.Gap -> ChatRow.Gap(id.number, people.name(sender), body.missing.toLong())
    MessageBody.NewKey -> ChatRow.NewKey(id.number, people.name(sender), at.ms)
    is MessageBody.Text -> toMessage(Body.Text(body.text), people, quoted(this))
    MessageBody.Deleted -> toMessage(Body.Deleted, people, null)
    MessageBody.NeedsNewerApp -> toMessage(Body.NeedsNewerApp, people, null)
}

private fun Message.toMessage(body: Body, people: People, quote: Quote?) = ChatRow.Message(
    id = id.number,
    own = own,
    sender = if (own) "" else people.name(sender),
    body = body,
    atMs = at.ms,
    urgency = urgency.toState(),
    dial = delivery.toDial(),
    wait = (delivery as? Delivery.Waiting)?.reason?.toState(),
    edited = earlier.isNotEmpty() && body is Body.Text,
    quote = quote,
    seenBy = seenNames(people),
    acknowledged = people.own in seenBy,
    marks = marks.map { it.toState() }.toSet(),
)

/** Who said "I have seen this", the owner left out. */
private fun Message.seenNames(people: People) = seenBy.filter { it != people.own }.map(people::name)

/** What this message is when another one answers it. */
internal fun Message.toQuote(people: People): Quote =
    Quote(id.number, own, if (own) "" else people.name(sender), textOrNull())

/** The second line of a conversation's row. */
internal fun Message?.toPreview(): Preview = when (val body = this?.body) {
    null -> Preview.Nothing
    is MessageBody.Text -> Preview.Text(body.text, this.delivery.toDial())
    MessageBody.Deleted -> Preview.Deleted
    MessageBody.NeedsNewerApp -> Preview.NeedsNewerApp
    is MessageBody.Gap -> Preview.Gap
    MessageBody.NewKey -> Preview.NewKey
}

/** All that is known about a message; [writable] if the owner may write in its conversation. */
internal fun Message.toDetails(people: People, writable: Boolean): MessageDetails {
    val text = textOrNull()
    val dial = delivery.toDial()
    return MessageDetails(
        id = id.number,
        own = own,
        text = text,
        atMs = at.ms,
        expiresMs = expires?.ms,
        dial = dial,
        wait = (delivery as? Delivery.Waiting)?.reason?.toState(),
        urgency = urgency.toState(),
        seenBy = seenNames(people),
        marks = marks.map { it.toState() }.toSet(),
        edited = earlier.isNotEmpty() && text != null,
        canReply = text != null && writable,
        canEdit = text != null && own && writable,
        canRetry = text != null && dial in AGAIN && writable,
        canDelete = body !is MessageBody.Gap,
        canCopy = text != null,
    )
}

/** Own messages that can be sent again: those that nobody has yet. */
private val AGAIN = setOf(Dial.WAITING, Dial.AT_RELAY, Dial.NOT_SENT)

/** The earlier texts, oldest first. */
internal fun Message.toEarlier(): List<EarlierVersion> = earlier.map { EarlierVersion(it.text, it.at.ms) }

internal fun Message.textOrNull(): String? = (body as? MessageBody.Text)?.text

/** An urgent message that asks the owner for "I have seen this". */
internal fun Message.asks(own: AccountId): Boolean =
    !this.own && urgency == org.consilium.ffi.Urgency.URGENT && body is MessageBody.Text && own !in seenBy

internal fun Delivery.toDial(): Dial? = when (this) {
    Delivery.Incoming -> null
    is Delivery.Waiting -> Dial.WAITING
    Delivery.AtRelay -> Dial.AT_RELAY
    Delivery.Delivered -> Dial.DELIVERED
    Delivery.Read -> Dial.READ
    Delivery.NotSent -> Dial.NOT_SENT
}

private fun WaitReason.toState(): Wait = when (this) {
    WaitReason.QUEUED -> Wait.QUEUED
    WaitReason.NO_PREKEY -> Wait.NO_PREKEY
    WaitReason.MAILBOX_FULL -> Wait.MAILBOX_FULL
    WaitReason.DEVICE_LOCKED -> Wait.DEVICE_LOCKED
    WaitReason.SLOWED -> Wait.SLOWED
    WaitReason.PAUSED -> Wait.PAUSED
    WaitReason.CLOCK_OFF -> Wait.CLOCK_OFF
}

internal fun org.consilium.ffi.Urgency.toState(): Urgency = when (this) {
    org.consilium.ffi.Urgency.ROUTINE -> Urgency.ROUTINE
    org.consilium.ffi.Urgency.SOON -> Urgency.SOON
    org.consilium.ffi.Urgency.URGENT -> Urgency.URGENT
}

internal fun Urgency.toCore(): org.consilium.ffi.Urgency = when (this) {
    Urgency.ROUTINE -> org.consilium.ffi.Urgency.ROUTINE
    Urgency.SOON -> org.consilium.ffi.Urgency.SOON
    Urgency.URGENT -> org.consilium.ffi.Urgency.URGENT
}

private fun org.consilium.ffi.Mark.toState(): Mark = when (this) {
    org.consilium.ffi.Mark.CLOCK_OFF -> Mark.CLOCK_OFF
    org.consilium.ffi.Mark.FORK -> Mark.FORK
    org.consilium.ffi.Mark.OLD_VIEW -> Mark.OLD_VIEW
    org.consilium.ffi.Mark.UNKNOWN_VIEW -> Mark.UNKNOWN_VIEW
}
