//! Plain values that cross the border between the core and an app.
//!
//! Ids are opaque; [`MessageId`] is this device's own number for a message and means nothing
//! elsewhere. Times are unix milliseconds.

pub use crate::vault::{Biometrics, PinRefused as PinRule};
use consilium_types::{AccountId, ConversationId, Timestamp};

/// A message (or gap) as this device numbers it. Grows with arrival; not the order of display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(pub i64);

/// Where an installation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientState {
    /// No account on this device: register or recover.
    Empty,
    /// An account, closed by its PIN.
    Locked,
    /// PIN entry closed itself after ten wrong PINs: the recovery code opens it.
    Closed,
}

/// Why the relay refused, as far as a person can do something about it. The words are this client's,
/// never the relay's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The code of the SMS is not the one.
    #[error("the code is wrong")]
    CodeWrong,
    /// The code of the SMS is too old, or was tried too often.
    #[error("the code has expired or was tried too often; ask for another")]
    CodeExpired,
    /// What was sent is not acceptable to it.
    #[error("it does not accept what was sent")]
    Input,
    /// This device may not do that.
    #[error("this device may not do that")]
    NotAllowed,
    /// Not now, or not in this order.
    #[error("that does not fit what it holds now")]
    NotNow,
    /// It exists already.
    #[error("that exists already")]
    Exists,
    /// It is not there.
    #[error("it has no such thing")]
    Missing,
    /// The relay does not know the request.
    #[error("it does not know this request; the relay is older than the app")]
    RelayTooOld,
}

/// What the PIN screen may show before anything is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinStatus {
    /// Wrong PINs left before entry closes.
    pub tries_left: u32,
    /// Milliseconds of boot clock to wait before the next try, 0 for none.
    pub wait_ms: u64,
    /// Entry is closed until the recovery code is entered.
    pub closed: bool,
}

/// How people see the owner of an account; a hint for others until compared.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Profile {
    /// Name, at most 128 characters.
    pub name: String,
    /// Profession, at most 128 characters.
    pub profession: String,
}

/// The answer to [`Client::request_code`](super::Client::request_code).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRequest {
    /// Names the attempt; give it back with the code.
    pub attempt: Vec<u8>,
    /// The number as it was understood, E.164.
    pub number: String,
    /// The code expires after this.
    pub expires_in_ms: u64,
    /// Another code can be asked for after this.
    pub retry_after_ms: u64,
}

/// What [`Standby::fetch`](super::Standby::fetch) left for the next session. Envelopes are not
/// messages: receipts and other contents without a text travel in them too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spooled {
    /// Envelopes that were not there before.
    pub new: u32,
    /// All envelopes that wait for the app to be unlocked.
    pub waiting: u32,
}

/// The code that came by SMS, for the attempt it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCode {
    /// From [`CodeRequest`].
    pub attempt: Vec<u8>,
    /// Six digits.
    pub code: String,
    /// The number of the attempt, E.164; kept in the own database.
    pub number: String,
}

/// One entry of an address book. Names never leave the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressBookEntry {
    /// As the address book has it.
    pub name: String,
    /// As people write them: any national or international form.
    pub numbers: Vec<String>,
}

/// What became of an address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportSummary {
    /// Entries given.
    pub entries: u32,
    /// Different numbers understood.
    pub numbers: u32,
    /// Texts that are no phone number here.
    pub not_understood: u32,
}

/// Which discovery hash is used (R11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scheme {
    /// Scheme 1, the default: HMAC-SHA1 with the published key.
    #[default]
    HmacSha1,
    /// Scheme 0: SHA1, for relays that know nothing else.
    Sha1,
}

/// What discovery found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindSummary {
    /// Numbers asked about.
    pub asked: u32,
    /// Accounts found, new or known.
    pub found: Vec<AccountId>,
    /// Accounts that were not known before.
    pub new: Vec<AccountId>,
}

/// How the owner stands to another account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactState {
    /// Found by number; neither has written.
    Found,
    /// They wrote; the owner has not answered. Nothing is answered on its own.
    Requested,
    /// The owner accepted them or wrote to them.
    Accepted,
    /// Nothing of theirs is shown or answered.
    Blocked,
}

/// Why nothing is sent to a contact until its owner acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendingPaused {
    /// Somebody compared before has a new account: compare again, or send without checking.
    NewKey,
    /// The account showed two statements for one place: somebody copied its keys. Talk to them.
    Fork,
}

/// Another account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub account: AccountId,
    /// The direct conversation with it.
    pub conversation: ConversationId,
    /// Best name there is: address book, else what they say, else empty.
    pub name: String,
    /// What they say of themselves.
    pub profile: Profile,
    /// Whether [`Contact::name`] comes from the own address book.
    pub in_address_book: bool,
    /// How the owner stands to it.
    pub state: ContactState,
    /// The safety number was compared for exactly these two root keys.
    pub compared: bool,
    /// A notice to show: its keys were made anew (same account) since then. Cleared by
    /// [`Session::dismiss_new_key`](super::Session::dismiss_new_key).
    pub new_key_since: Option<Timestamp>,
    /// Nothing is sent until the owner acts.
    pub paused: Option<SendingPaused>,
    /// The account that had this person's number before, if that was another.
    pub replaces: Option<AccountId>,
    /// No device of it could be sealed to for over a month's validity.
    pub unreachable: bool,
}

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Urgency {
    /// No hurry.
    #[default]
    Routine,
    /// Soon.
    Soon,
    /// Urgent: shown first until acknowledged.
    Urgent,
}

/// Why a message waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// This contact is paused: see [`SendingPaused`].
    Paused,
    /// This device's clock is over a day off.
    ClockOff,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierText {
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// A row of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// The message.
    pub message: Message,
    /// The words around the hit.
    pub excerpt: String,
}

/// Numbers to compare in person or by telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyNumber {
    /// Twelve groups of five digits.
    pub groups: Vec<String>,
}

/// What scanning somebody's code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrCheck {
    /// These are the keys: the contact counts as compared now.
    Match,
    /// Their code shows other keys for this pair: do not send, tell your admin.
    Mismatch,
    /// Not a code of this app.
    NotACode,
}

/// How the line to the relay stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not asked to connect.
    Stopped,
    /// On its way.
    Connecting,
    /// Up.
    Online,
    /// Down; tries again on its own.
    Offline {
        /// Since when.
        since: Timestamp,
    },
    /// The relay's certificate is not the pinned one. Nothing was sent. Code TLS-PIN.
    NotTrusted,
    /// A newer connection of this very device took over: there is a copy of it. Stays away until
    /// [`Session::connect`](super::Session::connect) is called again.
    Replaced,
}

/// What the status line shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The line.
    pub connection: Connection,
    /// Messages that have not reached the relay.
    pub waiting: u32,
    /// Relay's clock minus this device's, from the last contact.
    pub clock_difference_ms: i64,
    /// Over a day off: nothing is sent.
    pub clock_refused: bool,
    /// Erasure waits, because this device's clock jumped.
    pub erasure_waits: bool,
    /// Envelopes that could not be verified and are not shown.
    pub quarantined: u32,
    /// Messages whose sender's keys are still being asked for.
    pub held: u32,
    /// Another account asked for the owner's phone number; it moves then unless refused.
    pub number_leaves_at: Option<Timestamp>,
    /// The phone number arrives at this account then.
    pub number_arrives_at: Option<Timestamp>,
}

/// What the relay and this device know about the own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAccount {
    /// Its id.
    pub account: AccountId,
    /// The conversation with oneself.
    pub conversation: ConversationId,
    /// Name and profession, as others are told.
    pub profile: Profile,
    /// The number that was registered, E.164.
    pub number: String,
    /// Whether this device asked to be found by number.
    pub discoverable: bool,
    /// Whether the recovery code was confirmed as written down.
    pub recovery_confirmed: bool,
}
