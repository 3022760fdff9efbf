//! Installation, own account, line to the relay.

use crate::{AccountId, ConversationId, Result, Secret, Timestamp};
use consilium_client::api;

pub use api::{
    Biometrics, ClientState, CodeRequest, Connection, OwnAccount, PinRule, PinStatus, Profile,
    Refusal, Spooled, Status,
};

/// What a relay file says of its relay.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RelayInfo {
    /// Its name, as it is shown to people.
    pub name: String,
    /// The host that is connected to.
    pub host: String,
    /// The port that is connected to.
    pub port: u16,
    /// Whether it is a developer's relay on this machine.
    pub local_development: bool,
}

/// Where an installation stands.
#[uniffi::remote(Enum)]
pub enum ClientState {
    /// No account on this device: register or recover.
    Empty,
    /// An account, closed by its PIN.
    Locked,
    /// PIN entry closed itself after ten wrong PINs: the recovery code opens it.
    Closed,
}

/// How opening by finger or face stands.
#[uniffi::remote(Enum)]
pub enum Biometrics {
    /// This installation was opened without a gate.
    None,
    /// The PIN alone opens.
    Off,
    /// A finger or face opens.
    Ready,
    /// Switched on, but the PIN is due: seven days, or a restart of the device.
    PinDue,
}

/// What a fetch on standby left for the next session. Envelopes are not messages: receipts travel
/// in them too.
#[uniffi::remote(Record)]
pub struct Spooled {
    /// Envelopes that were not there before.
    pub new: u32,
    /// All envelopes that wait for the app to be unlocked.
    pub waiting: u32,
}

/// What a new PIN breaks.
#[uniffi::remote(Enum)]
pub enum PinRule {
    /// Fewer digits than six.
    TooFewDigits,
    /// A text of fewer than eight characters.
    TooShort,
    /// Over 256 characters.
    TooLong,
    /// The same few digits or characters again and again.
    Repeats,
    /// Digits or letters that count up or down.
    Run,
    /// A date or a year.
    Date,
    /// Neighbouring keys, or rows, columns and diagonals of keys.
    KeyPattern,
    /// Among those that many people choose.
    Common,
}

/// Why the relay refused, as far as a person can do something about it.
#[uniffi::remote(Enum)]
pub enum Refusal {
    /// The code of the SMS is not the one.
    CodeWrong,
    /// The code of the SMS is too old, or was tried too often.
    CodeExpired,
    /// What was sent is not acceptable to it.
    Input,
    /// This device may not do that.
    NotAllowed,
    /// Not now, or not in this order.
    NotNow,
    /// It exists already.
    Exists,
    /// It is not there.
    Missing,
    /// The relay is older than the app.
    RelayTooOld,
}

/// What the PIN screen may show before anything is opened.
#[uniffi::remote(Record)]
pub struct PinStatus {
    /// Wrong PINs left before entry closes.
    pub tries_left: u32,
    /// Milliseconds to wait before the next try, 0 for none.
    pub wait_ms: u64,
    /// Entry is closed until the recovery code is entered.
    pub closed: bool,
}

/// How people see the owner of an account; a hint for others until compared.
#[uniffi::remote(Record)]
pub struct Profile {
    /// Name, at most 128 characters.
    pub name: String,
    /// Profession, at most 128 characters.
    pub profession: String,
}

/// The answer to `Client.request_code`.
#[uniffi::remote(Record)]
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

/// The code that came by SMS, for the attempt it belongs to.
#[derive(Debug, uniffi::Record)]
pub struct PhoneCode {
    /// From `CodeRequest`.
    pub attempt: Vec<u8>,
    /// Six digits.
    pub code: Secret,
    /// The number of the attempt, E.164; kept in the own database.
    pub number: String,
}

impl PhoneCode {
    pub(crate) fn into_core(self) -> Result<api::PhoneCode> {
        let Self {
            attempt,
            code,
            number,
        } = self;
        Ok(api::PhoneCode {
            attempt,
            code: code.text("an SMS code in UTF-8")?.to_owned(),
            number,
        })
    }
}

/// A group of the recovery code, typed back.
#[derive(Debug, uniffi::Record)]
pub struct RecoveryGroup {
    /// Which, counted from 0.
    pub index: u32,
    /// As it was typed.
    pub text: Secret,
}

/// How the line to the relay stands.
#[uniffi::remote(Enum)]
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
    /// `Session.connect` is called again.
    Replaced,
}

/// What the status line shows.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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
