//! What can go wrong with a store; never an expected outcome.

use consilium_types::LogSafe;

/// A failure of the store itself. The texts hold no row data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The store is busy, full or shutting down: the same call may succeed later.
    #[error("the store is not available now ({0}); retry")]
    Unavailable(&'static str),
    /// What was read cannot be what was written.
    #[error("the store is damaged: {table}; restore a backup")]
    Corrupt {
        /// Where.
        table: &'static str,
    },
    /// The key does not open this database, or the file is no database.
    #[error("the store's key does not open its database; check store.key_file")]
    WrongKey,
    /// Written by another version of the relay.
    #[error("the store has schema {found}, this relay knows up to {known}; upgrade the relay")]
    Schema {
        /// Found in the file.
        found: u32,
        /// Newest that this binary knows.
        known: u32,
    },
    /// The backend refused a statement: a bug of ours or a failing disk.
    #[error("the store failed ({0})")]
    Internal(&'static str),
}

impl LogSafe for StoreError {}
