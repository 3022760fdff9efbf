//! The platform's keystore, implemented by the app.

use crate::{ClientError, Result, runtime};
use consilium_client::vault;
use std::fmt::Display;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// Why a keystore did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Error)]
pub enum KeystoreError {
    /// It cannot be reached just now, for instance before the first unlocking of the screen.
    Unavailable,
    /// It answered with an error, or threw what is no `KeystoreError`.
    Failed,
}

impl Display for KeystoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unavailable => "the device's keystore cannot be reached",
            Self::Failed => "the device's keystore failed",
        })
    }
}

impl std::error::Error for KeystoreError {}

impl From<uniffi::UnexpectedUniFFICallbackError> for KeystoreError {
    /// What was thrown is not looked at: it may hold anything.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Named slots for small secrets, apart from the app's files: on Android its Keystore, on Apple's
/// systems the Keychain. Called from threads of the core, never from the main thread. An
/// exception counts as `KeystoreError.Failed`.
#[uniffi::export(rust, foreign)]
pub trait PlatformKeystore: Send + Sync {
    /// Stores `secret` in `slot`, in place of what was there, whole or not at all; it is on disk
    /// when the call returns. A slot's name is 1 to 32 lower-case letters, digits and hyphens.
    fn store(&self, slot: String, secret: Vec<u8>) -> Result<(), KeystoreError>;

    /// What `slot` holds, or nothing.
    fn load(&self, slot: String) -> Result<Option<Vec<u8>>, KeystoreError>;

    /// Empties `slot` for good; that it was empty is no error.
    fn delete(&self, slot: String) -> Result<(), KeystoreError>;

    /// Whether security hardware holds the secrets, so that they do not leave the device even with
    /// its storage. Asked once, when the client is opened.
    fn hardware_backed(&self) -> Result<bool, KeystoreError>;
}

/// A keystore in a folder apart, for computers and development: whoever copies both folders needs
/// only the PIN. The folder is made if it is not there.
///
/// Fails with `Keystore`.
#[uniffi::export]
pub async fn folder_keystore(folder: String) -> Result<Arc<dyn PlatformKeystore>> {
    runtime::disk(move || {
        let keystore = vault::FolderKeystore::open(folder).map_err(|_| ClientError::Keystore)?;
        Ok(Arc::new(Folder(keystore)) as Arc<dyn PlatformKeystore>)
    })
    .await
}

/// The core's folder keystore as an app sees it.
struct Folder(vault::FolderKeystore);

impl PlatformKeystore for Folder {
    fn store(&self, slot: String, mut secret: Vec<u8>) -> Result<(), KeystoreError> {
        let stored = vault::Keystore::store(&self.0, &slot, &secret);
        secret.zeroize();
        Ok(stored?)
    }

    fn load(&self, slot: String) -> Result<Option<Vec<u8>>, KeystoreError> {
        let found = vault::Keystore::load(&self.0, &slot)?;
        Ok(found.map(|secret| secret.to_vec()))
    }

    fn delete(&self, slot: String) -> Result<(), KeystoreError> {
        Ok(vault::Keystore::delete(&self.0, &slot)?)
    }

    fn hardware_backed(&self) -> Result<bool, KeystoreError> {
        Ok(vault::Keystore::protection(&self.0) == vault::Protection::Hardware)
    }
}

impl From<vault::KeystoreError> for KeystoreError {
    fn from(error: vault::KeystoreError) -> Self {
        match error {
            vault::KeystoreError::Unavailable => Self::Unavailable,
            vault::KeystoreError::Folder(_) | vault::KeystoreError::Slot => Self::Failed,
        }
    }
}

/// An app's keystore as the core sees it.
pub(crate) struct Adapter {
    platform: Arc<dyn PlatformKeystore>,
    protection: vault::Protection,
}

impl Adapter {
    /// Asks the keystore how well it protects.
    pub(crate) fn new(platform: Arc<dyn PlatformKeystore>) -> Result<Self> {
        let hardware = platform
            .hardware_backed()
            .map_err(|_| ClientError::Keystore)?;
        let protection = if hardware {
            vault::Protection::Hardware
        } else {
            vault::Protection::Folder
        };
        Ok(Self {
            platform,
            protection,
        })
    }
}

/// A keystore that fails is one that cannot be reached: the core has nothing better to do about
/// the one than about the other.
const fn unavailable(_: KeystoreError) -> vault::KeystoreError {
    vault::KeystoreError::Unavailable
}

impl vault::Keystore for Adapter {
    fn store(&self, slot: &str, secret: &[u8]) -> Result<(), vault::KeystoreError> {
        let stored = self.platform.store(slot.to_owned(), secret.to_vec());
        stored.map_err(unavailable)
    }

    fn load(&self, slot: &str) -> Result<Option<Zeroizing<Vec<u8>>>, vault::KeystoreError> {
        let found = self.platform.load(slot.to_owned()).map_err(unavailable)?;
        Ok(found.map(Zeroizing::new))
    }

    fn delete(&self, slot: &str) -> Result<(), vault::KeystoreError> {
        self.platform.delete(slot.to_owned()).map_err(unavailable)
    }

    fn protection(&self) -> vault::Protection {
        self.protection
    }
}
