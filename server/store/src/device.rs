//! Devices and their tokens.

use crate::StoreError;
use async_trait::async_trait;
use consilium_types::{AccountId, DeviceId, Timestamp};
use std::fmt;

/// A device as its account's newest statement names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRecord {
    /// Its id.
    pub device: DeviceId,
    /// Its account.
    pub account: AccountId,
    /// Ed25519, for login.
    pub device_pk: [u8; 32],
    /// Ed25519 from its newest prekey statement, for standby login.
    pub standby_pk: Option<[u8; 32]>,
    /// An order closed it: it gets and sends nothing.
    pub locked: bool,
}

/// BLAKE2b-256 of a token: all that the relay stores of one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenScope {
    /// Everything a device may do.
    Device,
    /// Fetching sealed envelopes, nothing else.
    Standby,
}

/// A live token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRecord {
    /// Whose.
    pub device: DeviceId,
    /// That device's account.
    pub account: AccountId,
    /// What it allows.
    pub scope: TokenScope,
    /// Until when.
    pub expires: Timestamp,
}

/// Operations on devices and tokens.
#[async_trait]
pub trait DeviceStore: Send + Sync {
    /// One device.
    async fn device(&self, device: DeviceId) -> Result<Option<DeviceRecord>, StoreError>;
    /// Locks or unlocks a device; locking ends its tokens. False if unknown.
    async fn set_locked(&self, device: DeviceId, locked: bool) -> Result<bool, StoreError>;
    /// Stores a token of a known device; false if the device is unknown or locked.
    async fn put_token(
        &self,
        token: TokenHash,
        device: DeviceId,
        scope: TokenScope,
        expires: Timestamp,
    ) -> Result<bool, StoreError>;
    /// The token if it lives at `now`.
    async fn token(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<TokenRecord>, StoreError>;
    /// Ends one token.
    async fn delete_token(&self, token: TokenHash) -> Result<(), StoreError>;
    /// Removes tokens that have expired; how many.
    async fn sweep_tokens(&self, now: Timestamp) -> Result<u64, StoreError>;
}
