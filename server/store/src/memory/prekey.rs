//! Prekeys of the model.

use super::{BoxKey, MemoryStore, Model, Prekey};
use crate::{PrekeyRecord, PrekeyStore, PutPrekey, StoreError};
use async_trait::async_trait;
use bytes::Bytes;
use consilium_types::limits::PREKEY_GRACE_MS;
use consilium_types::{AccountId, Timestamp};

#[async_trait]
impl PrekeyStore for MemoryStore {
    async fn put_prekey(
        &self,
        prekey: PrekeyRecord,
        now: Timestamp,
    ) -> Result<PutPrekey, StoreError> {
        self.with(|model| model.put_prekey(&prekey, now))
    }

    async fn newest_prekeys(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, StoreError> {
        self.with(|model| {
            let known = accounts.iter().filter_map(|id| model.accounts.get(id));
            let devices = known.flat_map(|account| &account.statement.devices);
            let prekeys = devices.filter_map(|(id, _)| model.devices.get(id)?.prekeys.last());
            prekeys.map(|newest| newest.statement.clone()).collect()
        })
    }
}

impl Model {
    fn put_prekey(&mut self, prekey: &PrekeyRecord, now: Timestamp) -> PutPrekey {
        let device = self.devices.get(&prekey.device);
        let Some(device) = device.filter(|device| device.account == prekey.account) else {
            return PutPrekey::UnknownDevice;
        };
        if let Some(newest) = device.prekeys.last() {
            if newest.id == prekey.prekey && newest.statement == prekey.statement {
                return PutPrekey::Same;
            }
            if prekey.not_before <= newest.not_before {
                return PutPrekey::NotNewer;
            }
        }
        if self.has_box_key(prekey.box_pk) {
            return PutPrekey::DuplicateKey;
        }
        self.replace_prekey(prekey, now);
        PutPrekey::Stored
    }

    pub(super) fn has_box_key(&self, key: [u8; 32]) -> bool {
        let mut known = self.devices.values().flat_map(|device| &device.box_keys);
        known.any(|known| known.key == key)
    }

    pub(super) fn replace_prekey(&mut self, prekey: &PrekeyRecord, now: Timestamp) {
        let Some(device) = self.devices.get_mut(&prekey.device) else {
            return;
        };
        if let Some(newest) = device.prekeys.last_mut() {
            newest.replaced = Some(now);
        }
        let in_grace = |replaced: Timestamp| now.since(replaced) < PREKEY_GRACE_MS;
        device
            .prekeys
            .retain(|prekey| prekey.replaced.is_none_or(in_grace));
        device.prekeys.push(Prekey {
            id: prekey.prekey,
            not_before: prekey.not_before,
            standby_pk: prekey.standby_pk,
            statement: prekey.statement.clone(),
            replaced: None,
        });
        device.box_keys.retain(|known| known.not_after > now);
        device.box_keys.push(BoxKey {
            key: prekey.box_pk,
            not_after: prekey.not_after,
        });
    }
}
