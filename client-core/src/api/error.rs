//! Why a call failed, in words for the person who has to act, and a stable code for support.

use super::records::{PinRule, Refusal};
use consilium_types::LogSafe;

/// A failed call. `Display` says what happened, what is safe and what to do; it never holds
/// content, names, numbers or keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The session was locked.
    #[error("The app is locked. Unlock it with your PIN.")]
    Locked,
    /// No account on this device.
    #[error("There is no account on this device yet. Register, or recover one.")]
    NoAccount,
    /// An account is here already.
    #[error("This device has an account already. Unlock it.")]
    AccountExists,
    /// Another session of this installation is open.
    #[error("The app is open already. Close it there first.")]
    InUse,
    /// A new PIN that is too easy.
    #[error("Choose another PIN: {rule}.")]
    PinRefused {
        /// What it breaks.
        rule: PinRule,
    },
    /// Wrong PIN.
    #[error("Wrong PIN. {tries_left} tries are left.")]
    WrongPin {
        /// Before entry closes.
        tries_left: u32,
        /// Before the next try.
        wait_ms: u64,
    },
    /// Too early for another try.
    #[error("Too many wrong PINs. Wait {} s, then try again.", .wait_ms.div_ceil(1000))]
    PinWait {
        /// Milliseconds of boot clock.
        wait_ms: u64,
    },
    /// Ten wrong PINs.
    #[error("Too many wrong PINs. Enter your recovery code to choose a new PIN.")]
    PinClosed,
    /// Only the PIN opens now: after seven days, a restart of the device, another finger or face.
    #[error("Enter your PIN: a finger or face does not open the app now.")]
    PinDue,
    /// The device did not recognise the person.
    #[error("Not recognised. Try again, or enter your PIN.")]
    NotRecognised,
    /// The device has no check of finger or face that could be used.
    #[error("This device cannot open the app by finger or face. Set one up in its settings first.")]
    NoBiometrics,
    /// Not a recovery code, or mistyped.
    #[error("This is not a recovery code. Check it against the paper: 34 letters and digits.")]
    RecoveryCodeMistyped,
    /// A well-formed code of another account.
    #[error("This recovery code belongs to another account.")]
    RecoveryCodeWrong,
    /// The groups typed back are not those of the code.
    #[error("These are not the groups of your recovery code. Look again.")]
    RecoveryGroupsWrong,
    /// The recovery code was confirmed and is no longer on this device.
    #[error("The recovery code was confirmed and is only on your paper now.")]
    RecoveryCodeGone,
    /// Not a phone number.
    #[error("This is not a phone number. Write it with its country, for example +31 6 12345678.")]
    PhoneNumber,
    /// The text is empty or too long.
    #[error("A message has 1 to {limit} bytes of text.")]
    TextLength {
        /// Largest payload of a content.
        limit: u32,
    },
    /// A name is too long.
    #[error("Names have at most {limit} characters.")]
    NameLength {
        /// Characters.
        limit: u32,
    },
    /// No such contact.
    #[error("This contact is not known on this device.")]
    UnknownContact,
    /// No such conversation.
    #[error("This conversation is not known on this device.")]
    UnknownConversation,
    /// No such message, or it expired.
    #[error("This message is no longer on this device.")]
    UnknownMessage,
    /// The contact is blocked.
    #[error("You blocked this contact. Unblock it to write.")]
    Blocked,
    /// Sending waits for the owner.
    #[error("Not sent: this contact's key changed. Compare the safety number first.")]
    NewKey,
    /// The account shows two statements for one place.
    #[error("Not sent: this account's keys were copied or forged. Talk to the person another way.")]
    Fork,
    /// Only the writer may, and only in the way asked for.
    #[error("Only a text that you wrote can be changed or deleted for everyone.")]
    NotYours,
    /// Nothing of that kind to do here.
    #[error("There is nothing to do for this: {what}.")]
    NothingToDo {
        /// In a few words.
        what: String,
    },
    /// The relay cannot be reached.
    #[error("The relay cannot be reached. What you wrote is kept here and leaves later.")]
    Offline,
    /// Certificate of another issuer.
    #[error(
        "The relay's certificate is not the pinned one. Nothing was sent. Try another network, \
         or tell your admin: code TLS-PIN."
    )]
    RelayNotTrusted,
    /// The relay refused.
    #[error("The relay refused: {refusal}.")]
    RelayRefused {
        /// What it did not like.
        refusal: Refusal,
    },
    /// The relay asks to wait.
    #[error("The relay is busy. Try again in {} s.", .retry_after_ms.div_ceil(1000))]
    RelayLater {
        /// Milliseconds.
        retry_after_ms: u64,
    },
    /// The relay answered against its protocol.
    #[error("The relay's answer makes no sense. Nothing was changed.")]
    RelayProtocol,
    /// Clocks a day apart.
    #[error("This device's clock is over a day off. Set it right; nothing is sent until then.")]
    ClockOff {
        /// Relay's minus this device's.
        difference_ms: i64,
    },
    /// The account is gone at the relay, or this device is no longer in it.
    #[error("This device is no longer part of the account. Recover the account to go on.")]
    SignedOut,
    /// The answer to a registration was lost: the account may exist at the relay.
    #[error(
        "The relay's answer did not come: your account may be registered already. Nothing is lost, \
         all keys are on this device. Unlock it with your PIN to find out."
    )]
    RegistrationUnconfirmed,
    /// The relay does not know the account whose registration was never confirmed.
    #[error(
        "The registration did not reach the relay, which does not know this account. Erase this \
         installation and register again."
    )]
    NotRegistered,
    /// A newer connection of this very device took the line over.
    #[error(
        "Another copy of this device is connected. If you know of none, its data were stolen: \
         recover the account with the recovery code. Connect again to take the line back."
    )]
    Replaced,
    /// The platform keystore failed.
    #[error("This device's keystore does not answer. Restart the device.")]
    Keystore,
    /// The system gave no memory for the PIN check.
    #[error("Not enough memory to check the PIN. Close other apps and try again.")]
    Memory,
    /// The disk failed.
    #[error("This device's storage failed or is full.")]
    Storage,
    /// Files that do not fit together, or changed.
    #[error("This device's data are damaged. Recover the account with the recovery code.")]
    Damaged,
    /// Made by a newer app.
    #[error("These data were written by a newer app. Update this one.")]
    NewerData,
    /// Our bug.
    #[error("A fault in the app: {what}. What was stored is safe.")]
    Internal {
        /// A fixed text.
        what: &'static str,
    },
}

impl LogSafe for ClientError {}

impl ClientError {
    /// Stable name of the case, for support and for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Locked => "LOCKED",
            Self::NoAccount => "NO-ACCOUNT",
            Self::AccountExists => "ACCOUNT-EXISTS",
            Self::InUse => "IN-USE",
            Self::PinRefused { .. } => "PIN-REFUSED",
            Self::WrongPin { .. } => "PIN-WRONG",
            Self::PinWait { .. } => "PIN-WAIT",
            Self::PinClosed => "PIN-CLOSED",
            Self::PinDue => "PIN-DUE",
            Self::NotRecognised => "NOT-RECOGNISED",
            Self::NoBiometrics => "NO-BIOMETRICS",
            Self::RecoveryCodeMistyped => "RECOVERY-MISTYPED",
            Self::RecoveryCodeWrong => "RECOVERY-WRONG",
            Self::RecoveryGroupsWrong => "RECOVERY-GROUPS",
            Self::RecoveryCodeGone => "RECOVERY-GONE",
            Self::PhoneNumber => "PHONE-NUMBER",
            Self::TextLength { .. } => "TEXT-LENGTH",
            Self::NameLength { .. } => "NAME-LENGTH",
            Self::UnknownContact => "UNKNOWN-CONTACT",
            Self::UnknownConversation => "UNKNOWN-CONVERSATION",
            Self::UnknownMessage => "UNKNOWN-MESSAGE",
            Self::Blocked => "BLOCKED",
            Self::NewKey => "NEW-KEY",
            Self::Fork => "FORK",
            Self::NotYours => "NOT-YOURS",
            Self::NothingToDo { .. } => "NOTHING-TO-DO",
            Self::Offline => "OFFLINE",
            Self::RelayNotTrusted => "TLS-PIN",
            Self::RelayRefused { .. } => "RELAY-REFUSED",
            Self::RelayLater { .. } => "RELAY-LATER",
            Self::RelayProtocol => "RELAY-PROTOCOL",
            Self::ClockOff { .. } => "CLOCK",
            Self::SignedOut => "SIGNED-OUT",
            Self::RegistrationUnconfirmed => "REGISTRATION-UNCONFIRMED",
            Self::NotRegistered => "NOT-REGISTERED",
            Self::Replaced => "REPLACED",
            Self::Keystore => "KEYSTORE",
            Self::Memory => "MEMORY",
            Self::Storage => "STORAGE",
            Self::Damaged => "DAMAGED",
            Self::NewerData => "NEWER-DATA",
            Self::Internal { .. } => "INTERNAL",
        }
    }
}
