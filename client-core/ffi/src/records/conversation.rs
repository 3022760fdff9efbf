//! Conversations and messages.

use crate::{AccountId, ConversationId, MessageId, Timestamp};
use consilium_client::api;

pub use api::{
    Conversation, Delivery, EarlierText, Mark, Message, MessageBody, SearchHit, Urgency, WaitReason,
};

/// A conversation in the list.
#[uniffi::remote(Record)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The other account; the own one for notes to oneself.
    pub account: AccountId,
    /// Name to show.
    pub name: String,
    /// Somebody unknown wrote: accept, decline or block.
    pub request: bool,
    /// Kept: nothing in it expires.
    pub kept: bool,
    /// Since when it is kept.
    pub kept_since: Option<Timestamp>,
    /// Unread messages.
    pub unread: u32,
    /// Urgent messages that the owner has not acknowledged.
    pub urgent: u32,
    /// The newest message.
    pub last: Option<Message>,
    /// What is typed and not sent.
    pub draft: String,
}

/// How urgent its sender calls a message.
#[uniffi::remote(Enum)]
pub enum Urgency {
    /// No hurry.
    Routine,
    /// Soon.
    Soon,
    /// Urgent: shown first until acknowledged.
    Urgent,
}

/// Why a message waits.
#[uniffi::remote(Enum)]
pub enum WaitReason {
    /// It leaves with the next contact to the relay.
    Queued,
    /// No device of theirs has a prekey that may be used: not reachable for over a month.
    NoPrekey,
    /// Their mailbox is full.
    MailboxFull,
    /// Their device is locked by their organisation.
    DeviceLocked,
    /// The relay asked to slow down.
    Slowed,
    /// This contact is paused: see `crate.SendingPaused`.
    Paused,
    /// This device's clock is over a day off.
    ClockOff,
}

/// How far a message has come.
#[uniffi::remote(Enum)]
pub enum Delivery {
    /// Somebody else's.
    Incoming,
    /// On this device.
    Waiting {
        /// Why.
        reason: WaitReason,
    },
    /// On the relay's disk, for every device of theirs.
    AtRelay,
    /// On a device of theirs.
    Delivered,
    /// Read.
    Read,
    /// It expired here before it could be sent, or the relay will not take it.
    NotSent,
}

/// What a row in a conversation is.
#[uniffi::remote(Enum)]
pub enum MessageBody {
    /// Text.
    Text {
        /// The newest text.
        text: String,
    },
    /// Its sender deleted it for everyone.
    Deleted,
    /// Of a kind that this version does not know: needs a newer app.
    NeedsNewerApp,
    /// Messages of this sender that did not arrive; goes when they do.
    Gap {
        /// How many.
        missing: u64,
    },
    /// Its sender's keys were made anew at this point (recovery).
    NewKey,
}

/// Something to know about a message.
#[uniffi::remote(Enum)]
pub enum Mark {
    /// Sender's clock was over five minutes off.
    ClockOff,
    /// Sender sent another message in the same place: both are shown.
    Fork,
    /// Sender used an outdated device list of the owner for over a day.
    OldView,
    /// Sender named a device list of the owner that nobody knows: an alarm.
    UnknownView,
}

/// An earlier text of an edited message.
#[uniffi::remote(Record)]
pub struct EarlierText {
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// A row of a conversation.
#[uniffi::remote(Record)]
pub struct Message {
    /// This device's number for it.
    pub id: MessageId,
    /// Where.
    pub conversation: ConversationId,
    /// Who wrote it.
    pub sender: AccountId,
    /// Whether the owner wrote it.
    pub own: bool,
    /// What it says.
    pub body: MessageBody,
    /// When: the earlier of sent and received.
    pub at: Timestamp,
    /// When it goes, here and at the relay; none while the conversation is kept.
    pub expires: Option<Timestamp>,
    /// The message it answers, if this device still has it.
    pub reply_to: Option<MessageId>,
    /// How urgent.
    pub urgency: Urgency,
    /// How far it has come.
    pub delivery: Delivery,
    /// The owner has read it.
    pub read: bool,
    /// Earlier texts, oldest first; empty if it was never edited.
    pub earlier: Vec<EarlierText>,
    /// Accounts that acknowledged an urgent message ("I have seen this").
    pub seen_by: Vec<AccountId>,
    /// What to know about it.
    pub marks: Vec<Mark>,
}

/// A found text.
#[uniffi::remote(Record)]
pub struct SearchHit {
    /// The message.
    pub message: Message,
    /// The words around the hit.
    pub excerpt: String,
}
