//! Why a call failed: every case of the core, and those of the border itself.

use crate::records::{PinRule, Refusal};
use consilium_client::api;
use consilium_client::import::ImportError;

/// A failed call. `code` is stable, for support and scripts; `text`
/// says what happened, what is safe and what to do. Neither ever holds content, names, numbers or
/// keys.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
pub enum ClientError {
    /// The session was locked.
    Locked,
    /// No account on this device.
    NoAccount,
    /// An account is here already.
    AccountExists,
    /// Another client has this installation open.
    InUse,
    /// A new PIN that is too easy.
    PinRefused {
        /// What it breaks.
        rule: PinRule,
    },
    /// Wrong PIN.
    WrongPin {
        /// Before entry closes.
        tries_left: u32,
        /// Milliseconds before the next try.
        wait_ms: u64,
    },
    /// Too early for another try.
    PinWait {
        /// Milliseconds to wait.
        wait_ms: u64,
    },
    /// Ten wrong PINs: the recovery code opens entry again.
    PinClosed,
    /// Only the PIN opens now: after seven days, a restart of the device, another finger or face.
    PinDue,
    /// The device did not recognise the person.
    NotRecognised,
    /// The device has no check of finger or face that could be used.
    NoBiometrics,
    /// Not a recovery code, or mistyped.
    RecoveryCodeMistyped,
    /// A well-formed recovery code of another account.
    RecoveryCodeWrong,
    /// The groups typed back are not those of the recovery code.
    RecoveryGroupsWrong,
    /// The recovery code was confirmed and is no longer on this device.
    RecoveryCodeGone,
    /// Not a phone number.
    PhoneNumber,
    /// The text is empty or too long.
    TextLength {
        /// Most bytes of UTF-8.
        limit: u32,
    },
    /// A name is too long.
    NameLength {
        /// Most characters.
        limit: u32,
    },
    /// No such contact.
    UnknownContact,
    /// No such conversation.
    UnknownConversation,
    /// No such message, or it expired.
    UnknownMessage,
    /// The contact is blocked.
    Blocked,
    /// Sending waits for the owner: the contact has a new account.
    NewKey,
    /// The account shows two statements for one place: its keys were copied or forged.
    Fork,
    /// Only the writer may, and only in the way asked for.
    NotYours,
    /// Nothing of that kind to do here.
    NothingToDo {
        /// In a few words.
        what: String,
    },
    /// The relay cannot be reached.
    Offline,
    /// The relay's certificate is not of a pinned issuer.
    RelayNotTrusted,
    /// The relay refused.
    RelayRefused {
        /// What it did not like.
        refusal: Refusal,
    },
    /// The relay asks to wait.
    RelayLater {
        /// Milliseconds to wait.
        retry_after_ms: u64,
    },
    /// The relay answered against its protocol.
    RelayProtocol,
    /// The clocks are over a day apart: nothing is sent.
    ClockOff {
        /// Relay's minus this device's.
        difference_ms: i64,
    },
    /// The account is gone at the relay, or this device is no longer in it.
    SignedOut,
    /// The answer to a registration was lost: the account may exist at the relay. All keys are on
    /// this device; unlock it and connect to find out.
    RegistrationUnconfirmed,
    /// The relay does not know the account whose registration was never confirmed: erase this
    /// installation and register again.
    NotRegistered,
    /// Another copy of this device took the line to the relay: `Session.connect` takes it
    /// back.
    Replaced,
    /// The platform's keystore failed.
    Keystore,
    /// The system gave no memory for the PIN check.
    Memory,
    /// The disk failed or is full.
    Storage,
    /// Files that do not fit together, or changed.
    Damaged,
    /// Made by a newer app.
    NewerData,
    /// A bug of the app.
    Internal {
        /// A fixed text.
        what: String,
    },
    /// The caller gave up with a `crate.CancelToken`; nothing was left half done.
    Cancelled,
    /// An argument that has not the form it must have. A bug of the calling app.
    Argument {
        /// What was expected, for example "an account id".
        what: String,
    },
    /// Not a relay file.
    RelayFile {
        /// What is wrong with it and how to mend that.
        reason: String,
    },
    /// The address book is larger than 64 MB.
    AddressBookTooLarge,
    /// Neither vCard nor CSV.
    NotAnAddressBook,
    /// An address book without a single telephone number.
    NoNumbers,
    /// A development tool, asked for where it has no place.
    NotDevelopment,
}

#[uniffi::export]
impl ClientError {
    /// Stable name of the case, for support and for scripts.
    #[must_use]
    pub fn code(&self) -> String {
        match self.own() {
            Ok(core) => core.code(),
            Err(Own::Cancelled) => "CANCELLED",
            Err(Own::Argument(_)) => "ARGUMENT",
            Err(Own::RelayFile(_)) => "RELAY-FILE",
            Err(Own::Import(ImportError::TooLarge)) => "IMPORT-TOO-LARGE",
            Err(Own::Import(ImportError::NotAnAddressBook)) => "IMPORT-NOT-AN-ADDRESS-BOOK",
            Err(Own::Import(ImportError::NoNumbers)) => "IMPORT-NO-NUMBERS",
            Err(Own::NotDevelopment) => "NOT-DEVELOPMENT",
            Err(Own::Internal(_)) => "INTERNAL",
        }
        .to_owned()
    }

    /// What happened, what is safe and what to do, in English.
    #[must_use]
    pub fn text(&self) -> String {
        match self.own() {
            Ok(core) => core.to_string(),
            Err(Own::Cancelled) => "Given up, as asked. Nothing was left half done.".into(),
            Err(Own::Argument(what)) => {
                format!("A fault in the app: expected {what}. Nothing was changed.")
            }
            Err(Own::RelayFile(reason)) => reason.to_owned(),
            Err(Own::Import(error)) => error.to_string(),
            Err(Own::NotDevelopment) => "Clocks are moved only for a development relay on this \
                machine. Nothing was changed."
                .into(),
            Err(Own::Internal(what)) => {
                format!("A fault in the app: {what}. What was stored is safe.")
            }
        }
    }
}

/// The cases that the core does not have.
enum Own<'a> {
    Cancelled,
    Argument(&'a str),
    RelayFile(&'a str),
    Import(ImportError),
    NotDevelopment,
    Internal(&'a str),
}

impl ClientError {
    /// An argument of a wrong form.
    pub(crate) fn argument(what: &str) -> Self {
        Self::Argument { what: what.into() }
    }

    /// The core's case, whose code and text this one has, or what kind of own case it is.
    fn own(&self) -> Result<api::ClientError, Own<'_>> {
        use api::ClientError as Core;
        Ok(match self {
            Self::Locked => Core::Locked,
            Self::NoAccount => Core::NoAccount,
            Self::AccountExists => Core::AccountExists,
            Self::InUse => Core::InUse,
            &Self::PinRefused { rule } => Core::PinRefused { rule },
            &Self::WrongPin {
                tries_left,
                wait_ms,
            } => Core::WrongPin {
                tries_left,
                wait_ms,
            },
            &Self::PinWait { wait_ms } => Core::PinWait { wait_ms },
            Self::PinClosed => Core::PinClosed,
            Self::PinDue => Core::PinDue,
            Self::NotRecognised => Core::NotRecognised,
            Self::NoBiometrics => Core::NoBiometrics,
            Self::RecoveryCodeMistyped => Core::RecoveryCodeMistyped,
            Self::RecoveryCodeWrong => Core::RecoveryCodeWrong,
            Self::RecoveryGroupsWrong => Core::RecoveryGroupsWrong,
            Self::RecoveryCodeGone => Core::RecoveryCodeGone,
            Self::PhoneNumber => Core::PhoneNumber,
            &Self::TextLength { limit } => Core::TextLength { limit },
            &Self::NameLength { limit } => Core::NameLength { limit },
            Self::UnknownContact => Core::UnknownContact,
            Self::UnknownConversation => Core::UnknownConversation,
            Self::UnknownMessage => Core::UnknownMessage,
            Self::Blocked => Core::Blocked,
            Self::NewKey => Core::NewKey,
            Self::Fork => Core::Fork,
            Self::NotYours => Core::NotYours,
            Self::NothingToDo { what } => Core::NothingToDo { what: what.clone() },
            Self::Offline => Core::Offline,
            Self::RelayNotTrusted => Core::RelayNotTrusted,
            &Self::RelayRefused { refusal } => Core::RelayRefused { refusal },
            &Self::RelayLater { retry_after_ms } => Core::RelayLater { retry_after_ms },
            Self::RelayProtocol => Core::RelayProtocol,
            &Self::ClockOff { difference_ms } => Core::ClockOff { difference_ms },
            Self::SignedOut => Core::SignedOut,
            Self::RegistrationUnconfirmed => Core::RegistrationUnconfirmed,
            Self::NotRegistered => Core::NotRegistered,
            Self::Replaced => Core::Replaced,
            Self::Keystore => Core::Keystore,
            Self::Memory => Core::Memory,
            Self::Storage => Core::Storage,
            Self::Damaged => Core::Damaged,
            Self::NewerData => Core::NewerData,
            Self::Internal { what } => return Err(Own::Internal(what)),
            Self::Cancelled => return Err(Own::Cancelled),
            Self::Argument { what } => return Err(Own::Argument(what)),
            Self::RelayFile { reason } => return Err(Own::RelayFile(reason)),
            Self::AddressBookTooLarge => return Err(Own::Import(ImportError::TooLarge)),
            Self::NotAnAddressBook => return Err(Own::Import(ImportError::NotAnAddressBook)),
            Self::NoNumbers => return Err(Own::Import(ImportError::NoNumbers)),
            Self::NotDevelopment => return Err(Own::NotDevelopment),
        })
    }
}

impl From<api::ClientError> for ClientError {
    fn from(error: api::ClientError) -> Self {
        use api::ClientError as Core;
        match error {
            Core::Locked => Self::Locked,
            Core::NoAccount => Self::NoAccount,
            Core::AccountExists => Self::AccountExists,
            Core::InUse => Self::InUse,
            Core::PinRefused { rule } => Self::PinRefused { rule },
            Core::WrongPin {
                tries_left,
                wait_ms,
            } => Self::WrongPin {
                tries_left,
                wait_ms,
            },
            Core::PinWait { wait_ms } => Self::PinWait { wait_ms },
            Core::PinClosed => Self::PinClosed,
            Core::PinDue => Self::PinDue,
            Core::NotRecognised => Self::NotRecognised,
            Core::NoBiometrics => Self::NoBiometrics,
            Core::RecoveryCodeMistyped => Self::RecoveryCodeMistyped,
            Core::RecoveryCodeWrong => Self::RecoveryCodeWrong,
            Core::RecoveryGroupsWrong => Self::RecoveryGroupsWrong,
            Core::RecoveryCodeGone => Self::RecoveryCodeGone,
            Core::PhoneNumber => Self::PhoneNumber,
            Core::TextLength { limit } => Self::TextLength { limit },
            Core::NameLength { limit } => Self::NameLength { limit },
            Core::UnknownContact => Self::UnknownContact,
            Core::UnknownConversation => Self::UnknownConversation,
            Core::UnknownMessage => Self::UnknownMessage,
            Core::Blocked => Self::Blocked,
            Core::NewKey => Self::NewKey,
            Core::Fork => Self::Fork,
            Core::NotYours => Self::NotYours,
            Core::NothingToDo { what } => Self::NothingToDo { what },
            Core::Offline => Self::Offline,
            Core::RelayNotTrusted => Self::RelayNotTrusted,
            Core::RelayRefused { refusal } => Self::RelayRefused { refusal },
            Core::RelayLater { retry_after_ms } => Self::RelayLater { retry_after_ms },
            Core::RelayProtocol => Self::RelayProtocol,
            Core::ClockOff { difference_ms } => Self::ClockOff { difference_ms },
            Core::SignedOut => Self::SignedOut,
            Core::RegistrationUnconfirmed => Self::RegistrationUnconfirmed,
            Core::NotRegistered => Self::NotRegistered,
            Core::Replaced => Self::Replaced,
            Core::Keystore => Self::Keystore,
            Core::Memory => Self::Memory,
            Core::Storage => Self::Storage,
            Core::Damaged => Self::Damaged,
            Core::NewerData => Self::NewerData,
            Core::Internal { what } => Self::Internal { what: what.into() },
        }
    }
}

impl From<ImportError> for ClientError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::TooLarge => Self::AddressBookTooLarge,
            ImportError::NotAnAddressBook => Self::NotAnAddressBook,
            ImportError::NoNumbers => Self::NoNumbers,
        }
    }
}

impl std::fmt::Display for ClientError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

impl std::error::Error for ClientError {}
