//! PIN, master key, keystore and the key file (protocol §12).
//!
//! ```text
//! master    = Argon2id13(PIN, salt 16, ops, mem)
//! vault key = K(master, vault-key, device secret)       device secret: one of two keystore slots
//! file      = header ‖ AEAD(vault key, nonce, aad = S(vault, header), secrets)
//! ```
//!
//! [`LockedVault`] counts wrong PINs and opens; [`Vault`] holds the secrets in guarded memory until
//! it is dropped.

mod attempt;
mod biometric;
mod clock_mark;
pub(crate) mod durable;
mod error;
mod file;
mod keystore;
mod locked;
mod pin;
mod pin_policy;
mod secrets;
mod unlocked;

#[cfg(test)]
mod vault_test;

/// The PIN of the people in this crate's unit tests of what lies above the vault: hundreds of them
/// unlock, and what a PIN costs is tested with others.
#[cfg(test)]
pub(crate) const CHEAP_PIN: &str = "739157";

pub use attempt::PinStatus;
pub use biometric::{BiometricError, BiometricFile, BiometricGate, Biometrics};
pub use clock_mark::ClockMark;
pub use error::VaultError;
pub use file::{HEADER_BYTES, VaultFile};
pub use keystore::{FolderKeystore, Keystore, KeystoreError, Protection};
pub(crate) use locked::STANDBY_SLOT;
pub use locked::{LockedVault, Platform};
pub use pin::Pin;
pub use pin_policy::{PASSPHRASE_MIN, PIN_MAX, PinRefused};
pub use secrets::VaultSecrets;
pub use unlocked::Vault;
