//! Prekeys.

use crate::StoreError;
use async_trait::async_trait;
use bytes::Bytes;
use consilium_types::{AccountId, DeviceId, PrekeyId, Timestamp};

/// A verified prekey statement, as its bytes and what the relay indexes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrekeyRecord {
    /// Its account.
    pub account: AccountId,
    /// Its device.
    pub device: DeviceId,
    /// Its id.
    pub prekey: PrekeyId,
    /// Validity starts.
    pub not_before: Timestamp,
    /// Validity ends.
    pub not_after: Timestamp,
    /// Standby key of the device.
    pub standby_pk: [u8; 32],
    /// The X25519 part: no other device may have it (L09).
    pub box_pk: [u8; 32],
    /// As received.
    pub statement: Bytes,
}

/// What became of a prekey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutPrekey {
    /// It is the device's newest now.
    Stored,
    /// Exactly this one is its newest already: a retry.
    Same,
    /// `not_before` is not later than the newest's: nothing was changed.
    NotNewer,
    /// Its box key belongs to another prekey that is known: nothing was changed. It
    /// is known until its device publishes another one after the end of its validity.
    DuplicateKey,
    /// The device is not in its account's newest statement.
    UnknownDevice,
}

/// Operations on prekeys.
#[async_trait]
pub trait PrekeyStore: Send + Sync {
    /// Publishes a device's next prekey. Envelopes for the one it replaces are taken for another
    /// `PREKEY_GRACE_MS` from `now`; one whose grace is over by now stays refused, whatever the clock
    /// does later.
    async fn put_prekey(
        &self,
        prekey: PrekeyRecord,
        now: Timestamp,
    ) -> Result<PutPrekey, StoreError>;
    /// Newest prekey statements of all devices of these accounts: accounts in the order asked,
    /// devices in that of the statement.
    async fn newest_prekeys(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, StoreError>;
}
