//! The platform's keystore, behind an interface that an app implements.

use std::io;
use std::path::PathBuf;

use consilium_types::LogSafe;
use zeroize::Zeroizing;

use super::durable;

/// Longest secret that a slot holds.
const SLOT_MAX: u64 = 4096;

/// How well a keystore protects what it holds; an app shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// The device's security hardware: the secret does not leave the device, even with its storage.
    Hardware,
    /// Files apart from the vault, and nothing more: for computers and tests. Whoever copies both
    /// folders needs only the PIN.
    Folder,
}

/// Named slots for small secrets, apart from the app's files.
pub trait Keystore: Send + Sync {
    /// Stores `secret` in `slot`, in place of what was there, whole or not at all; it is on disk
    /// when the call returns.
    ///
    /// # Errors
    /// [`KeystoreError`]; the slot then holds what it held.
    fn store(&self, slot: &str, secret: &[u8]) -> Result<(), KeystoreError>;

    /// What `slot` holds.
    ///
    /// # Errors
    /// [`KeystoreError`].
    fn load(&self, slot: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeystoreError>;

    /// Empties `slot` for good; that it was empty is no error.
    ///
    /// # Errors
    /// [`KeystoreError`].
    fn delete(&self, slot: &str) -> Result<(), KeystoreError>;

    /// How well it protects.
    fn protection(&self) -> Protection;
}

/// The keystore did not answer as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeystoreError {
    /// It cannot be reached just now, for instance before the first unlocking of the screen.
    #[error("the device's keystore cannot be reached: unlock the device and try again")]
    Unavailable,
    /// The folder of a [`FolderKeystore`] cannot be read or written.
    #[error("the keystore folder cannot be used ({0}): check that it exists and is writable")]
    Folder(io::ErrorKind),
    /// Not a slot's name: 1 to 32 lower-case letters, digits and hyphens.
    #[error("the keystore has no slot of that name")]
    Slot,
}

impl LogSafe for KeystoreError {}

impl From<io::Error> for KeystoreError {
    fn from(error: io::Error) -> Self {
        Self::Folder(error.kind())
    }
}

/// A keystore in a folder apart. It is no phone's hardware: it shows what the real one is asked,
/// and keeps the device secret out of the vault's folder, no more.
#[derive(Debug)]
pub struct FolderKeystore(PathBuf);

impl FolderKeystore {
    /// Opens or creates the folder.
    ///
    /// # Errors
    /// [`KeystoreError::Folder`].
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, KeystoreError> {
        let folder = folder.into();
        durable::create_folder(&folder)?;
        Ok(Self(folder))
    }
}

impl Keystore for FolderKeystore {
    fn store(&self, slot: &str, secret: &[u8]) -> Result<(), KeystoreError> {
        Ok(durable::replace(&self.0, checked(slot)?, secret)?)
    }

    fn load(&self, slot: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeystoreError> {
        let found = durable::read(&self.0, checked(slot)?, SLOT_MAX)?;
        Ok(found.map(Zeroizing::new))
    }

    fn delete(&self, slot: &str) -> Result<(), KeystoreError> {
        Ok(durable::remove(&self.0, checked(slot)?)?)
    }

    fn protection(&self) -> Protection {
        Protection::Folder
    }
}

fn checked(slot: &str) -> Result<&str, KeystoreError> {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let fits = (1..=32).contains(&slot.len()) && slot.bytes().all(allowed);
    fits.then_some(slot).ok_or(KeystoreError::Slot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_holds_what_was_stored_last_until_it_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let keystore = FolderKeystore::open(folder.path().join("keys")).unwrap();
        assert_eq!(keystore.load("a").unwrap(), None);
        keystore.store("a", b"one").unwrap();
        keystore.store("a", b"two").unwrap();
        let again = FolderKeystore::open(folder.path().join("keys")).unwrap();
        assert_eq!(again.load("a").unwrap().unwrap().as_slice(), b"two");
        again.delete("a").unwrap();
        again.delete("a").unwrap();
        assert_eq!(keystore.load("a").unwrap(), None);
        assert_eq!(keystore.protection(), Protection::Folder);
    }

    #[test]
    fn a_slot_s_name_cannot_leave_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let keystore = FolderKeystore::open(folder.path()).unwrap();
        for name in ["", "..", "../a", "a/b", "A", "a.new", "ä", &"a".repeat(33)] {
            assert_eq!(keystore.store(name, b"x"), Err(KeystoreError::Slot));
            assert_eq!(keystore.load(name), Err(KeystoreError::Slot));
            assert_eq!(keystore.delete(name), Err(KeystoreError::Slot));
        }
    }
}
