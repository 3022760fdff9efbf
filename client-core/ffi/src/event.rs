//! What an app is told. Every event names what to read again; none carries content.

use crate::records::Connection;
use crate::{AccountId, ConversationId, MessageId, Timestamp};
use consilium_client::api;

/// Something changed. An event says what to read again and carries no content.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Event {
    /// A message, gap or notice is new.
    MessageAdded {
        /// Where.
        conversation: ConversationId,
        /// Which.
        message: MessageId,
        /// Whether it is the owner's.
        own: bool,
    },
    /// A message's text, delivery or marks changed.
    MessageChanged {
        /// Where.
        conversation: ConversationId,
        /// Which.
        message: MessageId,
    },
    /// A message or gap is gone: deleted, expired or filled.
    MessageRemoved {
        /// Where.
        conversation: ConversationId,
        /// Which.
        message: MessageId,
    },
    /// Unread count, kept, draft or name changed, or many of its messages did.
    ConversationChanged {
        /// Which.
        conversation: ConversationId,
    },
    /// A contact's name, state or keys changed.
    ContactChanged {
        /// Which.
        account: AccountId,
    },
    /// A contact made its keys anew (same account, same safety number): show a notice.
    NewKey {
        /// Whose.
        account: AccountId,
    },
    /// A number that belonged to a known contact now leads to another account.
    NewAccountForNumber {
        /// The contact known before.
        before: AccountId,
        /// The new one; never merged.
        now: AccountId,
    },
    /// Two statements for one place: sending to this account stopped.
    Fork {
        /// Whose.
        account: AccountId,
    },
    /// Somebody unknown wrote.
    RequestArrived {
        /// Who.
        account: AccountId,
    },
    /// The line to the relay changed.
    ConnectionChanged {
        /// How it stands.
        state: Connection,
    },
    /// Envelopes could not be verified and are not shown.
    Quarantined {
        /// How many there are now.
        count: u32,
    },
    /// This device's clock differs from the relay's by over a day: nothing is sent.
    ClockOff {
        /// Relay's minus this device's.
        difference_ms: i64,
    },
    /// The relay serves a prekey for this device that it did not make: its key was copied.
    ForeignPrekey,
    /// Another account asked for the owner's phone number.
    NumberMove {
        /// It moves then unless refused.
        moves_at: Timestamp,
    },
    /// The account is gone at the relay, or this device is no longer in it.
    SignedOut,
    /// The registration of this installation never reached the relay: erase it, register again.
    NotRegistered,
    /// The session locked itself, or was locked. The last event there is.
    Locked,
    /// The listener was too slow and missed some events: read everything again.
    Resync,
}

impl From<api::Event> for Event {
    fn from(event: api::Event) -> Self {
        use api::Event as Core;
        match event {
            Core::MessageAdded {
                conversation,
                message,
                own,
            } => Self::MessageAdded {
                conversation,
                message,
                own,
            },
            Core::MessageChanged {
                conversation,
                message,
            } => Self::MessageChanged {
                conversation,
                message,
            },
            Core::MessageRemoved {
                conversation,
                message,
            } => Self::MessageRemoved {
                conversation,
                message,
            },
            Core::ConversationChanged { conversation } => {
                Self::ConversationChanged { conversation }
            }
            Core::ContactChanged { account } => Self::ContactChanged { account },
            Core::NewKey { account } => Self::NewKey { account },
            Core::NewAccountForNumber { before, now } => Self::NewAccountForNumber { before, now },
            Core::Fork { account } => Self::Fork { account },
            Core::RequestArrived { account } => Self::RequestArrived { account },
            Core::Connection { state } => Self::ConnectionChanged { state },
            Core::Quarantined { count } => Self::Quarantined { count },
            Core::ClockOff { difference_ms } => Self::ClockOff { difference_ms },
            Core::ForeignPrekey => Self::ForeignPrekey,
            Core::NumberMove { moves_at } => Self::NumberMove { moves_at },
            Core::SignedOut => Self::SignedOut,
            Core::NotRegistered => Self::NotRegistered,
            Core::Locked => Self::Locked,
        }
    }
}
