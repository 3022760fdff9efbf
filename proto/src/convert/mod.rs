//! Wire to domain and back, for everything a relay receives and answers. Every field is
//! destructured, so that a new one is a compile error until somebody decides about it.

pub mod account;
pub mod archive;
pub mod discovery;
pub mod mailbox;
pub mod prekey;
pub mod relay;

use bytes::Bytes;
use consilium_types::LogSafe;

/// A message that its sender should not have made. The texts hold no value of any field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct ProtoError {
    /// Which field, by its name in the schema.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Another length than the schema states.
    #[error("wrong length")]
    Length,
    /// Absent, though needed.
    #[error("missing")]
    Missing,
    /// More entries than the schema allows, or none where some are needed.
    #[error("wrong number of entries")]
    Count,
    /// Not of the form that the schema states.
    #[error("wrong form")]
    Form,
    /// The bytes are no protobuf of this message.
    #[error("no such message")]
    Encoding,
}

impl ProtoError {
    const fn new(field: &'static str, reason: Reason) -> Self {
        Self { field, reason }
    }
}

impl LogSafe for ProtoError {}

/// Exactly `N` bytes.
fn fixed<const N: usize>(field: &'static str, bytes: &[u8]) -> Result<[u8; N], ProtoError> {
    bytes
        .try_into()
        .map_err(|_| ProtoError::new(field, Reason::Length))
}

/// At most `max` bytes, and not empty.
fn record(field: &'static str, bytes: Bytes, max: usize) -> Result<Bytes, ProtoError> {
    match bytes.len() {
        0 => Err(ProtoError::new(field, Reason::Missing)),
        length if length > max => Err(ProtoError::new(field, Reason::Length)),
        _ => Ok(bytes),
    }
}

/// Between `min` and `max` entries.
fn counted<T>(
    field: &'static str,
    entries: Vec<T>,
    min: usize,
    max: usize,
) -> Result<Vec<T>, ProtoError> {
    if (min..=max).contains(&entries.len()) {
        Ok(entries)
    } else {
        Err(ProtoError::new(field, Reason::Count))
    }
}

/// Each entry as exactly `N` bytes.
fn ids<const N: usize, T>(
    field: &'static str,
    entries: &[Bytes],
    new: impl Fn([u8; N]) -> T,
) -> Result<Vec<T>, ProtoError> {
    entries
        .iter()
        .map(|entry| fixed(field, entry).map(&new))
        .collect()
}
