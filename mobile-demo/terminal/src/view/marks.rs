//! What is said about a single message: how far it has come, and what to know about it.

use super::style::Role;
use consilium_client::api::{Delivery, Mark, Message, WaitReason};

/// Waiting, at the relay, delivered, read, not sent.
pub(crate) const fn mark(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Incoming => " ",
        Delivery::Waiting { .. } => "·",
        Delivery::AtRelay => "○",
        Delivery::Delivered => "◐",
        Delivery::Read => "●",
        Delivery::NotSent => "!",
    }
}

/// The same in a word.
pub(crate) const fn word(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Incoming => "received",
        Delivery::Waiting { .. } => "waiting",
        Delivery::AtRelay => "at the relay",
        Delivery::Delivered => "delivered",
        Delivery::Read => "read",
        Delivery::NotSent => "not sent",
    }
}

/// What a mark on a message says.
pub(super) fn mark_note(mark: Mark) -> (Role, String) {
    let (role, text) = match mark {
        Mark::ClockOff => (Role::Warn, "The sender's clock was over five minutes off."),
        Mark::Fork => (
            Role::Danger,
            "The sender sent another message in the same place. Both are shown.",
        ),
        Mark::OldView => (
            Role::Warn,
            "The sender did not know your newest device list yet.",
        ),
        Mark::UnknownView => (
            Role::Danger,
            "The sender was shown a device list of yours that you never made. Tell your admin.",
        ),
    };
    (role, text.to_owned())
}

/// Why a message of one's own has not gone, if it has not.
pub(super) fn delivery_note(message: &Message) -> Option<(Role, String)> {
    let text = match message.delivery {
        Delivery::NotSent => {
            let text = format!("Not sent. Try again: retry {}", message.id.0);
            return Some((Role::Danger, text));
        }
        Delivery::Waiting { reason } => match reason {
            WaitReason::Queued => return None,
            WaitReason::NoPrekey => "Waits: not reachable for over a month.",
            WaitReason::MailboxFull => "Waits: their mailbox is full.",
            WaitReason::DeviceLocked => "Waits: their device is locked by their organisation.",
            WaitReason::Slowed => "Waits: the relay asked to slow down.",
            WaitReason::Paused => "Waits: their key changed. Compare it first: verify",
            WaitReason::ClockOff => "Waits: this device's clock is over a day off.",
        },
        _ => return None,
    };
    Some((Role::Warn, text.to_owned()))
}
