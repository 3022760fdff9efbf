//! Why a vault does not open or cannot be written.

use std::io;

use consilium_sodium::SodiumError;
use consilium_types::LogSafe;

use super::biometric::BiometricError;
use super::keystore::KeystoreError;

/// What went wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The PIN is not the one.
    #[error("wrong PIN: {tries_left} tries left")]
    WrongPin {
        /// Before PIN entry closes.
        tries_left: u8,
        /// Before the next try, in milliseconds of the boot clock.
        wait_ms: u64,
    },
    /// Not yet: after wrong PINs the next try has to wait. Nothing was checked or counted.
    #[error("too many wrong PINs: wait {} seconds", ms.div_ceil(1000))]
    Wait {
        /// Milliseconds of the boot clock.
        ms: u64,
    },
    /// Ten wrong PINs: PIN entry opens again with the recovery code.
    #[error("PIN entry is closed after ten wrong PINs: enter the recovery code")]
    Closed,
    /// The recovery code is another account's.
    #[error("this recovery code belongs to another account: use the one of this account")]
    WrongRecoveryCode,
    /// The system refused memory. The PIN was not counted.
    #[error("not enough free memory: close other apps and try again")]
    Memory,
    /// There is no vault here.
    #[error("there is no account on this device: set one up or recover it")]
    Missing,
    /// There is a vault here already.
    #[error("there is an account on this device already: unlock it")]
    Exists,
    /// Another process has the vault.
    #[error("the account is in use by another window or program: close it first")]
    InUse,
    /// The keystore no longer has the device secret that this file was written with: the file is
    /// an old copy or from another device, or the keystore was emptied.
    #[error("the device no longer has the key of this vault: recover the account")]
    KeyGone,
    /// The file is no vault, or was changed.
    #[error("the vault is damaged: recover the account")]
    Damaged,
    /// The file asks for a weaker password hash than this app ever writes: it was changed.
    #[error("the vault was tampered with: recover the account")]
    BelowFloor,
    /// Written by a newer app.
    #[error("the vault was written by a newer app: update this one")]
    Newer,
    /// More prekeys than a vault holds.
    #[error("the vault is full")]
    Full,
    /// The keystore failed.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// A finger or face does not open now.
    #[error("enter the PIN: a finger or face does not open now")]
    PinDue,
    /// The platform's check of the person came to no end.
    #[error(transparent)]
    Biometric(#[from] BiometricError),
    /// The file system failed.
    #[error("the vault cannot be written or read ({0}): check for free storage")]
    Storage(io::ErrorKind),
    /// The cryptographic library failed.
    #[error(transparent)]
    Sodium(SodiumError),
}

impl LogSafe for VaultError {}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        Self::Storage(error.kind())
    }
}

impl From<SodiumError> for VaultError {
    fn from(error: SodiumError) -> Self {
        match error {
            SodiumError::Memory => Self::Memory,
            other => Self::Sodium(other),
        }
    }
}
