//! Address book, contacts, comparing.

use crate::{AccountId, ConversationId, Profile, Timestamp};
use consilium_client::api;

pub use api::{
    AddressBookEntry, Contact, ContactState, FindSummary, ImportSummary, QrCheck, SafetyNumber,
    Scheme, SendingPaused,
};
pub use consilium_client::import::{AddressBook, Skipped};

/// One entry of an address book. Names never leave the device.
#[uniffi::remote(Record)]
pub struct AddressBookEntry {
    /// As the address book has it.
    pub name: String,
    /// As people write them: any national or international form.
    pub numbers: Vec<String>,
}

/// What was read from an address book file.
#[uniffi::remote(Record)]
pub struct AddressBook {
    /// Entries that have a number.
    pub entries: Vec<AddressBookEntry>,
    /// What was left out.
    pub skipped: Skipped,
}

/// What was left out of an address book, and why.
#[uniffi::remote(Record)]
pub struct Skipped {
    /// Entries without any telephone number.
    pub without_number: u32,
    /// Numbers of fax machines, pagers and the like, and texts that cannot be a number.
    pub not_telephone: u32,
    /// Cards or rows that could not be read.
    pub malformed: u32,
    /// Entries and numbers beyond what is taken.
    pub beyond_limit: u32,
}

/// What became of an address book.
#[uniffi::remote(Record)]
pub struct ImportSummary {
    /// Entries given.
    pub entries: u32,
    /// Different numbers understood.
    pub numbers: u32,
    /// Texts that are no phone number here.
    pub not_understood: u32,
}

/// Which discovery hash is used.
#[uniffi::remote(Enum)]
pub enum Scheme {
    /// The default: HMAC-SHA1 with the published key.
    HmacSha1,
    /// SHA1, for relays that know nothing else.
    Sha1,
}

/// What discovery found.
#[uniffi::remote(Record)]
pub struct FindSummary {
    /// Numbers asked about.
    pub asked: u32,
    /// Accounts found, new or known.
    pub found: Vec<AccountId>,
    /// Accounts that were not known before.
    pub new: Vec<AccountId>,
}

/// How the owner stands to another account.
#[uniffi::remote(Enum)]
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
#[uniffi::remote(Enum)]
pub enum SendingPaused {
    /// Somebody compared before has a new account: compare again, or send without checking.
    NewKey,
    /// The account showed two statements for one place: somebody copied its keys. Talk to them.
    Fork,
}

/// Another account.
#[uniffi::remote(Record)]
pub struct Contact {
    /// Its id.
    pub account: AccountId,
    /// The direct conversation with it.
    pub conversation: ConversationId,
    /// Best name there is: address book, else what they say, else empty.
    pub name: String,
    /// What they say of themselves.
    pub profile: Profile,
    /// Whether the name comes from the own address book.
    pub in_address_book: bool,
    /// How the owner stands to it.
    pub state: ContactState,
    /// The safety number was compared for exactly these two root keys.
    pub compared: bool,
    /// A notice to show: its keys were made anew (same account) since then. Cleared by
    /// `Session.dismiss_new_key`.
    pub new_key_since: Option<Timestamp>,
    /// Nothing is sent until the owner acts.
    pub paused: Option<SendingPaused>,
    /// The account that had this person's number before, if that was another.
    pub replaces: Option<AccountId>,
    /// No device of it could be sealed to for over a month's validity.
    pub unreachable: bool,
}

/// Numbers to compare in person or by telephone.
#[uniffi::remote(Record)]
pub struct SafetyNumber {
    /// Twelve groups of five digits.
    pub groups: Vec<String>,
}

/// What scanning somebody's code says.
#[uniffi::remote(Enum)]
pub enum QrCheck {
    /// These are the keys: the contact counts as compared now.
    Match,
    /// Their code shows other keys for this pair: do not send, tell your admin.
    Mismatch,
    /// Not a code of this app.
    NotACode,
}
