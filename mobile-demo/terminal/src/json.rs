//! Records and events as JSON, for scripts. Ids are hexadecimal, times unix milliseconds.

use consilium_client::api::{
    Connection, Contact, ContactState, Conversation, Delivery, Event, Mark, Message, MessageBody,
    MessageId, OwnAccount, PinStatus, SendingPaused, Status, Urgency, WaitReason,
};
use consilium_types::{ConversationId, Timestamp};
use serde_json::{Value, json};

fn time(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| json!(at.as_millis()))
}

pub(crate) fn contact(contact: &Contact) -> Value {
    json!({
        "account": contact.account.to_hex(),
        "conversation": contact.conversation.to_hex(),
        "name": contact.name,
        "profile_name": contact.profile.name,
        "profession": contact.profile.profession,
        "in_address_book": contact.in_address_book,
        "state": match contact.state {
            ContactState::Found => "found",
            ContactState::Requested => "requested",
            ContactState::Accepted => "accepted",
            ContactState::Blocked => "blocked",
        },
        "compared": contact.compared,
        "new_key_since": time(contact.new_key_since),
        "paused": contact.paused.map(|paused| match paused {
            SendingPaused::NewKey => "new_key",
            SendingPaused::Fork => "fork",
        }),
        "replaces": contact.replaces.map(|account| account.to_hex()),
        "unreachable": contact.unreachable,
    })
}

pub(crate) fn conversation(item: &Conversation) -> Value {
    json!({
        "conversation": item.id.to_hex(),
        "account": item.account.to_hex(),
        "name": item.name,
        "request": item.request,
        "kept": item.kept,
        "kept_since": time(item.kept_since),
        "unread": item.unread,
        "urgent": item.urgent,
        "last": item.last.as_ref().map(message),
        "draft": item.draft,
    })
}

pub(crate) fn message(message: &Message) -> Value {
    let (kind, text, missing) = match &message.body {
        MessageBody::Text { text } => ("text", Some(text.as_str()), None),
        MessageBody::Deleted => ("deleted", None, None),
        MessageBody::NeedsNewerApp => ("needs_newer_app", None, None),
        MessageBody::Gap { missing } => ("gap", None, Some(*missing)),
        MessageBody::NewKey => ("new_key", None, None),
    };
    let (delivery, waits_for) = delivery(message.delivery);
    let earlier = message.earlier.iter();
    let earlier = earlier.map(|text| json!({"text": text.text, "at": text.at.as_millis()}));
    json!({
        "message": message.id.0,
        "conversation": message.conversation.to_hex(),
        "sender": message.sender.to_hex(),
        "own": message.own,
        "kind": kind,
        "text": text,
        "missing": missing,
        "at": message.at.as_millis(),
        "expires": time(message.expires),
        "reply_to": message.reply_to.map(|id| id.0),
        "urgency": match message.urgency {
            Urgency::Routine => "routine",
            Urgency::Soon => "soon",
            Urgency::Urgent => "urgent",
        },
        "delivery": delivery,
        "waits_for": waits_for,
        "read": message.read,
        "earlier": earlier.collect::<Vec<_>>(),
        "seen_by": message.seen_by.iter().map(|account| account.to_hex()).collect::<Vec<_>>(),
        "marks": message.marks.iter().map(|mark| mark_name(*mark)).collect::<Vec<_>>(),
    })
}

const fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::ClockOff => "clock_off",
        Mark::Fork => "fork",
        Mark::OldView => "old_view",
        Mark::UnknownView => "unknown_view",
    }
}

const fn delivery(delivery: Delivery) -> (&'static str, Option<&'static str>) {
    match delivery {
        Delivery::Incoming => ("incoming", None),
        Delivery::AtRelay => ("at_relay", None),
        Delivery::Delivered => ("delivered", None),
        Delivery::Read => ("read", None),
        Delivery::NotSent => ("not_sent", None),
        Delivery::Waiting { reason } => {
            let reason = match reason {
                WaitReason::Queued => "queued",
                WaitReason::NoPrekey => "no_prekey",
                WaitReason::MailboxFull => "mailbox_full",
                WaitReason::DeviceLocked => "device_locked",
                WaitReason::Slowed => "slowed",
                WaitReason::Paused => "paused",
                WaitReason::ClockOff => "clock_off",
            };
            ("waiting", Some(reason))
        }
    }
}

pub(crate) const fn connection(state: Connection) -> &'static str {
    match state {
        Connection::Stopped => "stopped",
        Connection::Connecting => "connecting",
        Connection::Online => "online",
        Connection::Offline { .. } => "offline",
        Connection::NotTrusted => "not_trusted",
        Connection::Replaced => "replaced",
    }
}

pub(crate) fn status(status: &Status) -> Value {
    json!({
        "connection": connection(status.connection),
        "waiting": status.waiting,
        "clock_difference_ms": status.clock_difference_ms,
        "clock_refused": status.clock_refused,
        "erasure_waits": status.erasure_waits,
        "quarantined": status.quarantined,
        "held": status.held,
        "number_leaves_at": time(status.number_leaves_at),
        "number_arrives_at": time(status.number_arrives_at),
    })
}

pub(crate) fn own(own: &OwnAccount) -> Value {
    json!({
        "account": own.account.to_hex(),
        "conversation": own.conversation.to_hex(),
        "name": own.profile.name,
        "profession": own.profile.profession,
        "number": own.number,
        "discoverable": own.discoverable,
        "recovery_confirmed": own.recovery_confirmed,
    })
}

pub(crate) fn pin(status: PinStatus) -> Value {
    json!({
        "tries_left": status.tries_left,
        "wait_ms": status.wait_ms,
        "closed": status.closed,
    })
}

/// `row` is the message of an event about one, if it is still there.
pub(crate) fn event(event: &Event, row: Option<&Message>) -> Value {
    let mut value = about(event);
    if let (Some(row), Value::Object(object)) = (row, &mut value) {
        object.insert("row".to_owned(), message(row));
    }
    value
}

fn at(name: &str, conversation: &ConversationId, message: &MessageId) -> Value {
    json!({
        "event": name,
        "conversation": conversation.to_hex(),
        "message": message.0,
    })
}

fn about(event: &Event) -> Value {
    match event {
        Event::MessageAdded {
            conversation,
            message,
            own,
        } => json!({
            "event": "message_added",
            "conversation": conversation.to_hex(),
            "message": message.0,
            "own": own,
        }),
        Event::MessageChanged {
            conversation,
            message,
        } => at("message_changed", conversation, message),
        Event::MessageRemoved {
            conversation,
            message,
        } => at("message_removed", conversation, message),
        Event::ConversationChanged { conversation } => {
            json!({"event": "conversation_changed", "conversation": conversation.to_hex()})
        }
        Event::ContactChanged { account } => {
            json!({"event": "contact_changed", "account": account.to_hex()})
        }
        Event::NewKey { account } => json!({"event": "new_key", "account": account.to_hex()}),
        Event::NewAccountForNumber { before, now } => json!({
            "event": "new_account_for_number",
            "before": before.to_hex(),
            "now": now.to_hex(),
        }),
        Event::Fork { account } => json!({"event": "fork", "account": account.to_hex()}),
        Event::RequestArrived { account } => {
            json!({"event": "request_arrived", "account": account.to_hex()})
        }
        Event::Connection { state } => {
            json!({"event": "connection", "state": connection(*state)})
        }
        Event::Quarantined { count } => json!({"event": "quarantined", "count": count}),
        Event::ClockOff { difference_ms } => {
            json!({"event": "clock_off", "difference_ms": difference_ms})
        }
        Event::ForeignPrekey => json!({"event": "foreign_prekey"}),
        Event::NumberMove { moves_at } => {
            json!({"event": "number_move", "moves_at": moves_at.as_millis()})
        }
        Event::SignedOut => json!({"event": "signed_out"}),
        Event::NotRegistered => json!({"event": "not_registered"}),
        Event::Locked => json!({"event": "locked"}),
    }
}
