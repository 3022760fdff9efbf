//! Why nothing could be fetched or kept without the PIN.

use crate::vault::KeystoreError;
use consilium_sodium::SodiumError;
use consilium_types::LogSafe;
use std::io;

/// What went wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StandbyError {
    /// No account, none any more, or another relay's: there is nothing to fetch for.
    #[error("nothing can be fetched for this device: unlock the app once")]
    NotSetUp,
    /// The keystore failed.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The file system failed.
    #[error("the spool cannot be written or read ({0}): check for free storage")]
    Storage(io::ErrorKind),
    /// The cryptographic library failed.
    #[error(transparent)]
    Sodium(#[from] SodiumError),
}

impl LogSafe for StandbyError {}

impl From<io::Error> for StandbyError {
    fn from(error: io::Error) -> Self {
        Self::Storage(error.kind())
    }
}
