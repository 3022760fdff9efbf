//! What the core tells an app. Every event names what to read again; none carries content.

use super::records::{Connection, MessageId};
use consilium_types::{AccountId, ConversationId, Timestamp};

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    Connection {
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
    /// The session locked itself, or was locked.
    Locked,
}

/// Gets every event, in order, on a thread of the core. Return soon; never call back from within
/// except to read.
pub trait EventListener: Send + Sync {
    /// What changed: at least one event, those of one commit together.
    fn on_events(&self, events: &[Event]);
}
