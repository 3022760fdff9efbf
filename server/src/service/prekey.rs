//! Prekeys (protocol §5).

use std::sync::Arc;

use bytes::Bytes;
use consilium_statement::PrekeyStatement;
use consilium_store::{PrekeyRecord, PutPrekey, RelayStore, TokenRecord};
use consilium_types::limits::PREKEY_RELAY_SKEW_MS;
use consilium_types::{AccountId, Clock};

use super::ServiceError;
use super::account::duplicate_key;
use consilium_sodium::VerifyingKey;

/// Takes and serves prekeys.
pub struct Prekeys {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
}

impl Prekeys {
    /// Over a store.
    pub fn new(store: Arc<dyn RelayStore>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// Publishes the caller device's next prekey.
    ///
    /// # Errors
    /// [`ServiceError::Record`], [`ServiceError::Foreign`], [`ServiceError::Precondition`] for a
    /// clock over an hour off or one not newer, [`ServiceError::DuplicateKey`].
    pub async fn put(&self, caller: &TokenRecord, prekey: Bytes) -> Result<(), ServiceError> {
        let device = self
            .store
            .device(caller.device)
            .await?
            .ok_or(ServiceError::Unauthenticated)?;
        let key = VerifyingKey::from_imported(device.device_pk);
        let record = self.check(prekey, &key)?;
        if (record.account, record.device) != (caller.account, caller.device) {
            return Err(ServiceError::Foreign);
        }
        match self.store.put_prekey(record, self.clock.now()).await? {
            PutPrekey::Stored | PutPrekey::Same => Ok(()),
            PutPrekey::NotNewer => Err(ServiceError::Precondition(
                "the prekey is not newer than the one published before: make a new one",
            )),
            PutPrekey::DuplicateKey => Err(duplicate_key(caller.account)),
            PutPrekey::UnknownDevice => Err(ServiceError::Unauthenticated),
        }
    }

    /// Newest prekeys of all devices of these accounts.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn get(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, ServiceError> {
        Ok(self.store.newest_prekeys(accounts).await?)
    }

    /// Checks a prekey statement against the key of its device and the relay's clock.
    ///
    /// # Errors
    /// [`ServiceError::Record`], [`ServiceError::Precondition`].
    pub fn check(&self, bytes: Bytes, key: &VerifyingKey) -> Result<PrekeyRecord, ServiceError> {
        let statement = PrekeyStatement::parse(&bytes)?;
        statement.verify(key)?;
        if statement.not_before().distance(self.clock.now()) > PREKEY_RELAY_SKEW_MS {
            return Err(ServiceError::Precondition(
                "the prekey's time is over an hour off the relay's clock: set the device's clock",
            ));
        }
        Ok(PrekeyRecord {
            account: statement.account(),
            device: statement.device(),
            prekey: statement.id(),
            not_before: statement.not_before(),
            not_after: statement.not_after(),
            standby_pk: *statement.standby().as_bytes(),
            box_pk: *statement.box_key().as_bytes(),
            statement: bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use consilium_types::Timestamp;

    #[tokio::test]
    async fn a_prekey_over_an_hour_off_the_relays_clock_is_refused() {
        let world = World::new().await;
        let (keys, caller) = world.member("+31612345678").await;
        let put = async |at: Timestamp| {
            let prekey = keys.prekey_from(at).as_bytes().to_vec().into();
            world.app.prekeys.put(&caller, prekey).await
        };
        let (now, hour) = (world.now(), PREKEY_RELAY_SKEW_MS);
        for wrong in [now.minus(hour + 1), now.plus(hour + 1)] {
            let refused = put(wrong).await.unwrap_err();
            assert!(matches!(refused, ServiceError::Precondition(_)));
        }
        put(now.plus(hour)).await.unwrap();
        let older = put(now.plus(1)).await.unwrap_err();
        assert!(matches!(older, ServiceError::Precondition(_)));
    }

    #[tokio::test]
    async fn only_its_device_publishes_a_prekey() {
        let world = World::new().await;
        let (alice, _) = world.member("+31612345678").await;
        let (_, bob) = world.member("+31687654321").await;
        let prekey = alice.prekey_from(world.now().plus(1)).as_bytes().to_vec();
        let refused = world.app.prekeys.put(&bob, prekey.into()).await;
        assert!(matches!(refused.unwrap_err(), ServiceError::Record(_)));
        let served = world.app.prekeys.get(&[alice.statement.account()]).await;
        assert_eq!(served.unwrap(), [alice.prekey.as_bytes()]);
    }
}
