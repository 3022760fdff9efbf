//! Devices and tokens of the model.

use super::{Device, MemoryStore, Token};
use crate::{DeviceRecord, DeviceStore, StoreError, TokenHash, TokenRecord, TokenScope};
use async_trait::async_trait;
use consilium_types::{DeviceId, Timestamp};

#[async_trait]
impl DeviceStore for MemoryStore {
    async fn device(&self, device: DeviceId) -> Result<Option<DeviceRecord>, StoreError> {
        self.with(|model| {
            let known = model.devices.get(&device)?;
            Some(DeviceRecord {
                device,
                account: known.account,
                device_pk: known.device_pk,
                standby_pk: known.prekeys.last().map(|newest| newest.standby_pk),
                locked: known.locked,
            })
        })
    }

    async fn set_locked(&self, device: DeviceId, locked: bool) -> Result<bool, StoreError> {
        self.with(|model| {
            let Some(known) = model.devices.get_mut(&device) else {
                return false;
            };
            known.locked = locked;
            if locked {
                model.tokens.retain(|_, token| token.device != device);
            }
            true
        })
    }

    async fn put_token(
        &self,
        token: TokenHash,
        device: DeviceId,
        scope: TokenScope,
        expires: Timestamp,
    ) -> Result<bool, StoreError> {
        self.with(|model| {
            let is_open = |known: &Device| !known.locked;
            if !model.devices.get(&device).is_some_and(is_open) {
                return false;
            }
            let live = Token {
                device,
                scope,
                expires,
            };
            model.tokens.insert(token, live);
            true
        })
    }

    async fn token(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<TokenRecord>, StoreError> {
        self.with(|model| {
            let live = model.tokens.get(&token)?;
            let device = model.devices.get(&live.device)?;
            (now < live.expires).then_some(TokenRecord {
                device: live.device,
                account: device.account,
                scope: live.scope,
                expires: live.expires,
            })
        })
    }

    async fn delete_token(&self, token: TokenHash) -> Result<(), StoreError> {
        self.with(|model| {
            model.tokens.remove(&token);
        })
    }

    async fn sweep_tokens(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.with(|model| {
            let before = model.tokens.len();
            model.tokens.retain(|_, token| token.expires > now);
            let swept = before.saturating_sub(model.tokens.len());
            u64::try_from(swept).unwrap_or(u64::MAX)
        })
    }
}
