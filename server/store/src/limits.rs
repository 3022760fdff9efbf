//! How much a store takes.

use consilium_types::limits::{MAX_ARCHIVE_RECORDS, MAX_MAILBOX};

/// Bounds that a store enforces. A relay runs with the default, which is the protocol's; the
/// conformance suite runs with small ones, to reach them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreLimits {
    /// Unacknowledged envelopes of a mailbox, then `Full`.
    pub mailbox: u64,
    /// Archive records of an account, then `Full`.
    pub archive_records: u64,
}

impl Default for StoreLimits {
    fn default() -> Self {
        Self {
            mailbox: MAX_MAILBOX,
            archive_records: MAX_ARCHIVE_RECORDS,
        }
    }
}
