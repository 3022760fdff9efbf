//! What the engine decides, as values: `db::apply` carries them out in one transaction.

use super::chain::Placement;
use consilium_sodium::Secret;
use consilium_types::{AccountId, ArchiveId, ConversationId, DeviceId, MessageHash, Timestamp};
use zeroize::Zeroizing;

/// How this account stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Found by number; neither wrote.
    Found,
    /// They wrote first.
    Requested,
    /// Accepted, or written to.
    Accepted,
    /// Nothing of theirs is shown or answered.
    Blocked,
}

/// Kind of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Receipt {
    /// On a device.
    Delivered,
    /// Read by a person.
    Read,
}

/// How far an own message has come, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Not an own message.
    Incoming,
    /// Here.
    Waiting,
    /// On the relay's disk for every device.
    AtRelay,
    /// On a device of theirs.
    Delivered,
    /// Read.
    Read,
    /// Given up.
    NotSent,
}

/// What to note about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Marks {
    /// Sender's clock over five minutes ahead.
    pub clock_off: bool,
    /// Another content has its place.
    pub fork: bool,
    /// An outdated view of the recipient's statement, over a day after it changed.
    pub old_view: bool,
    /// A view that nobody knows.
    pub unknown_view: bool,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// Missing contents.
    Gap,
    /// Deleted for everyone.
    Deleted,
    /// Of a kind that needs a newer app.
    Unreadable,
    /// The account's keys were made anew.
    NewKey,
}

/// A row to show.
#[derive(Debug)]
pub struct NewRow {
    /// What it is.
    pub shape: Shape,
    /// Effective time: its 30 days count from here.
    pub at: Timestamp,
    /// Where it is shown: effective time, moved between its neighbours in the chain.
    pub sort: Timestamp,
    /// The text.
    pub body: Zeroizing<String>,
    /// The signed content, for keeping.
    pub signed: Zeroizing<Vec<u8>>,
    /// What it answers.
    pub reply_to: Option<MessageHash>,
    /// 0 routine, 1 soon, 2 urgent.
    pub urgency: super::payload::Urgency,
    /// How far it has come.
    pub progress: Progress,
    /// Counts as unread.
    pub unread: bool,
    /// To note.
    pub marks: Marks,
}

/// What changes a message that exists, or will.
#[derive(Debug)]
pub struct NewAmendment {
    /// The original.
    pub target: MessageHash,
    /// How.
    pub kind: AmendmentKind,
    /// Effective time.
    pub at: Timestamp,
    /// The new text of an edit.
    pub body: Zeroizing<String>,
    /// The signed content, for keeping.
    pub signed: Zeroizing<Vec<u8>>,
}

/// How a message is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmendmentKind {
    /// Another text.
    Edit,
    /// Deleted for everyone.
    Delete,
    /// "I have seen this."
    Seen,
}

/// A conversation is kept, or no longer.
#[derive(Debug)]
pub struct KeepChange {
    /// Which.
    pub conversation: ConversationId,
    /// Its archive.
    pub archive: ArchiveId,
    /// Its seed; none: no longer.
    pub seed: Option<Secret<32>>,
    /// Read the archive back: another device made it.
    pub read_back: bool,
}

/// A content's identity and place.
#[derive(Clone, Copy, Debug)]
pub struct NewLink {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its other account; the own one for the self conversation.
    pub peer: AccountId,
    /// Who wrote it.
    pub sender: AccountId,
    /// With which device.
    pub device: DeviceId,
    /// Message hash.
    pub hash: MessageHash,
    /// Its place.
    pub counter: u64,
    /// The content before it.
    pub prev: MessageHash,
}

/// All that one content changes.
#[derive(Debug)]
pub struct Changes {
    /// The content.
    pub link: NewLink,
    /// Its place.
    pub placement: Placement,
    /// Where the rows of opened gaps are shown.
    pub gaps_at: Timestamp,
    /// A row.
    pub row: Option<NewRow>,
    /// Amendments.
    pub amendments: Vec<NewAmendment>,
    /// The peer's new standing.
    pub standing: Option<Standing>,
    /// What the peer says of themselves.
    pub profile: Option<(String, String)>,
    /// Receipts that the content carries, for own messages (from the peer) or for messages of the
    /// peer's that another own device has read.
    pub receipts: Vec<(MessageHash, Receipt)>,
    /// Answer with a receipt.
    pub answer: bool,
    /// Keep or no longer keep a conversation.
    pub keep: Option<KeepChange>,
    /// Messages that somebody knows by another hash: shown with a mark.
    pub disputed: Vec<MessageHash>,
    /// The peer knows an outdated statement of this account: send the current one.
    pub tell_statement: bool,
    /// A request arrived.
    pub request: bool,
}
