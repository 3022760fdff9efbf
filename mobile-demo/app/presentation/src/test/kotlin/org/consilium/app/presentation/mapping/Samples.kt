package org.consilium.app.presentation.mapping

import org.consilium.client.AccountId
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.client.Timestamp
import org.consilium.ffi.Contact
import org.consilium.ffi.ContactState
import org.consilium.ffi.Conversation
import org.consilium.ffi.Delivery
import org.consilium.ffi.Message
import org.consilium.ffi.MessageBody
import org.consilium.ffi.Profile
import org.consilium.ffi.Urgency

/** 19 November 2025, 08:15 UTC. */
internal const val NOON = 1_763_540_100_000L
internal const val HOUR = 3_600_000L

internal val OWN = AccountId("00")
internal val FARID = AccountId("fa")
internal val ELIF = AccountId("e1")
internal val ROOM = ConversationId("c1")

internal fun contact(account: AccountId = FARID, name: String = "Farid Nordwind") = Contact(
    account = account,
    conversation = ROOM,
    name = name,
    profile = Profile(name, "cardiologist"),
    inAddressBook = false,
    state = ContactState.ACCEPTED,
    compared = false,
    newKeySince = null,
    paused = null,
    replaces = null,
    unreachable = false,
)

internal fun message(
    id: Long = 1,
    sender: AccountId = FARID,
    body: MessageBody = MessageBody.Text("Bed 12 stable"),
    at: Long = NOON,
) = Message(
    id = MessageId(id),
    conversation = ROOM,
    sender = sender,
    own = sender == OWN,
    body = body,
    at = Timestamp(at),
    expires = null,
    replyTo = null,
    urgency = Urgency.ROUTINE,
    delivery = if (sender == OWN) Delivery.AtRelay else Delivery.Incoming,
    read = true,
    earlier = emptyList(),
    seenBy = emptyList(),
    marks = emptyList(),
)

internal fun conversation(account: AccountId = FARID, last: Message? = message()) = Conversation(
    id = ConversationId("c-${account.hex}"),
    account = account,
    name = "Farid Nordwind",
    request = false,
    kept = false,
    keptSince = null,
    unread = 0u,
    urgent = 0u,
    last = last,
    draft = "",
)

internal val PEOPLE = People(OWN, listOf(contact(), contact(ELIF, "Elif Starrenberg")))
