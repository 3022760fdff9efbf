//! Why a record is refused.

use consilium_sodium::SodiumError;
use consilium_types::LogSafe;

/// A record that its sender should not have made, or somebody changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Shorter or longer than its layout.
    #[error("the record has a wrong length")]
    Length,
    /// Another version than 1.
    #[error("the record's version is not known; update the app")]
    Version,
    /// An id that does not follow from its key.
    #[error("an id in the record does not match its key")]
    Id,
    /// A public key that is none.
    #[error("a key in the record is not acceptable")]
    Key,
    /// A signature that does not verify.
    #[error("a signature in the record does not verify")]
    Signature,
    /// A count out of its bounds, or a device named twice.
    #[error("the record's device list is not acceptable")]
    Devices,
    /// A validity that is not 30 days.
    #[error("the prekey's validity is not 30 days")]
    Validity,
    /// The library or the system failed, not the record.
    #[error("the cryptographic library failed: {0}")]
    Sodium(SodiumError),
}

impl LogSafe for RecordError {}

impl From<SodiumError> for RecordError {
    fn from(error: SodiumError) -> Self {
        match error {
            SodiumError::BadPublicKey => Self::Key,
            SodiumError::BadSignature => Self::Signature,
            other => Self::Sodium(other),
        }
    }
}
