//! Plain values that cross the border. They are the core's own: each is declared again only so
//! that uniffi knows its fields, and a field that differs does not compile.

mod conversation;
mod people;
mod setup;

pub use conversation::{
    Conversation, Delivery, EarlierText, Mark, Message, MessageBody, SearchHit, Urgency, WaitReason,
};
pub use people::{
    AddressBook, AddressBookEntry, Contact, ContactState, FindSummary, ImportSummary, QrCheck,
    SafetyNumber, Scheme, SendingPaused, Skipped,
};
pub use setup::{
    Biometrics, ClientState, CodeRequest, Connection, OwnAccount, PhoneCode, PinRule, PinStatus,
    Profile, RecoveryGroup, Refusal, RelayInfo, Spooled, Status,
};
