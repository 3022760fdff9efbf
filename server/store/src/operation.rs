//! What the relay keeps about itself, and what its operator may see.

use crate::StoreError;
use async_trait::async_trait;
use consilium_types::{AccountId, Timestamp};

/// Sizes and counts: all that an operator sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Accounts.
    pub accounts: u64,
    /// Devices.
    pub devices: u64,
    /// Envelopes stored.
    pub envelopes: u64,
    /// Envelopes not acknowledged.
    pub unacknowledged: u64,
    /// Archive records.
    pub archive_records: u64,
    /// Tokens that are stored: live ones, and those that no sweep has removed yet.
    pub tokens: u64,
    /// Bytes of the store's files.
    pub file_bytes: u64,
}

/// The clocks as last seen: a jump between two marks stops expiry (protocol §10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockMark {
    /// Wall clock.
    pub wall: Timestamp,
    /// Which start of the machine.
    pub boot: [u8; 16],
    /// Boot clock, ms.
    pub boot_ms: u64,
    /// Expiry is on hold until the operator confirms.
    pub held: bool,
}

/// Answer to a request for quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// Counted.
    Granted,
    /// Not counted: this many are left today.
    Exceeded {
        /// Units left.
        left: u32,
    },
}

/// Operations of the relay on itself.
#[async_trait]
pub trait OperationStore: Send + Sync {
    /// Takes `amount` of an account's discovery quota of `limit` for the day of `now` (UTC). An
    /// unknown account has none.
    async fn take_discovery_quota(
        &self,
        account: AccountId,
        amount: u32,
        limit: u32,
        now: Timestamp,
    ) -> Result<Quota, StoreError>;
    /// The last clock mark.
    async fn clock_mark(&self) -> Result<Option<ClockMark>, StoreError>;
    /// Replaces the clock mark.
    async fn set_clock_mark(&self, mark: ClockMark) -> Result<(), StoreError>;
    /// Counts and sizes.
    async fn counts(&self) -> Result<Counts, StoreError>;
    /// Answers once the store works: a write reached the disk.
    async fn check(&self) -> Result<(), StoreError>;
    /// Finishes what is queued and closes. Later calls are [`StoreError::Unavailable`], a second
    /// `close` is none.
    async fn close(&self) -> Result<(), StoreError>;
}
