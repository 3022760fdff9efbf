//! Mailboxes: the hot path.

use crate::StoreError;
use async_trait::async_trait;
use bytes::Bytes;
use consilium_types::{DeviceId, EnvelopeId, PrekeyId, Timestamp};

/// One envelope for one device. Its sender is no part of it.
#[derive(Clone, Debug)]
pub struct Append {
    /// The sender's random id of it.
    pub envelope_id: EnvelopeId,
    /// Whose mailbox.
    pub device: DeviceId,
    /// The prekey it is sealed to, as the envelope says.
    pub prekey: PrekeyId,
    /// The ciphertext.
    pub envelope: Bytes,
}

/// What became of one envelope. Where several apply, the first of: unknown device, locked,
/// duplicate, stale prekey, full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendOutcome {
    /// On disk, at this position of the mailbox.
    Stored {
        /// 1 and up.
        sequence: u64,
    },
    /// The same device had an envelope of this id lately (best effort).
    Duplicate,
    /// No such device.
    UnknownDevice,
    /// Not the device's newest prekey, nor one replaced less than a day ago.
    StalePrekey,
    /// 50,000 envelopes are unacknowledged.
    Full,
    /// The device is locked.
    Locked,
}

/// A stored envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEnvelope {
    /// Position in the device's mailbox: 1 and up, in order of arrival.
    pub sequence: u64,
    /// Rounded down to the hour.
    pub arrived: Timestamp,
    /// The ciphertext.
    pub envelope: Bytes,
}

/// A mailbox's cumulative cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Cursor {
    /// Everything up to here is acknowledged.
    pub acknowledged: u64,
    /// Highest position ever given, 0 for none.
    pub newest: u64,
}

/// What an expiry step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Expired {
    /// Envelopes removed.
    pub count: u64,
    /// More are due: call again.
    pub more: bool,
}

/// Operations on mailboxes.
#[async_trait]
pub trait MailboxStore: Send + Sync {
    /// Stores envelopes; one outcome each, in order. Returns once they are on disk. Many calls may
    /// share one commit.
    async fn append(
        &self,
        batch: Vec<Append>,
        now: Timestamp,
    ) -> Result<Vec<AppendOutcome>, StoreError>;
    /// Up to `limit` envelopes after a position, oldest first, acknowledged or not.
    async fn fetch(
        &self,
        device: DeviceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<StoredEnvelope>, StoreError>;
    /// The cursor; zero for an unknown device.
    async fn cursor(&self, device: DeviceId) -> Result<Cursor, StoreError>;
    /// Moves the cursor forward, never back, never past the newest. The rows stay.
    async fn acknowledge(&self, device: DeviceId, up_to: u64) -> Result<(), StoreError>;
    /// Deletes one envelope; false if it is not there.
    async fn delete(&self, device: DeviceId, sequence: u64) -> Result<bool, StoreError>;
    /// Removes envelopes that arrived (by the hour) `RETENTION_MS` or longer ago, at most `budget`,
    /// those stored first going first. Positions are never given again.
    async fn expire(&self, now: Timestamp, budget: u64) -> Result<Expired, StoreError>;
}
