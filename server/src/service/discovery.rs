//! Contact discovery (R11, protocol §11): which submitted hashes belong to accounts that opted in.
//!
//! The index lives in memory and is rebuilt at start. Submitted hashes live for one request: they
//! are compared, wiped, and appear in no log, metric or row. Both schemes can be reversed by trying
//! all numbers; quotas bound what one account learns.

mod index;

use std::sync::{Arc, RwLock};

use consilium_proto::convert::discovery::Find;
use consilium_store::{Quota, RelayStore, StoreError};
use consilium_types::limits::MAX_DISCOVERY_PER_DAY;
use consilium_types::{AccountId, Clock, Timestamp};
use zeroize::Zeroize;

use super::ServiceError;
use crate::limits::Wait;
pub use index::{Index, hash};

/// Answers who can be found.
pub struct Discovery {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
    index: RwLock<Index>,
}

impl Discovery {
    /// Builds the index from the accounts that opted in.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load(
        store: Arc<dyn RelayStore>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let mut index = Index::default();
        for (account, phone) in store.discoverable().await? {
            index.insert(account, &phone);
        }
        Ok(Self {
            store,
            clock,
            index: RwLock::new(index),
        })
    }

    /// Who of these can be found. Every hash counts against the caller's quota of the day.
    ///
    /// # Errors
    /// [`ServiceError::Later`] until the day (UTC) ends, when the quota does not suffice.
    pub async fn find(
        &self,
        caller: AccountId,
        mut find: Find,
    ) -> Result<Vec<(u64, AccountId)>, ServiceError> {
        let granted = self.take_quota(caller, find.hashes.len()).await;
        let found = granted.map(|()| {
            let index = match self.index.read() {
                Ok(index) => index,
                Err(poisoned) => poisoned.into_inner(),
            };
            index.find(find.scheme, &find.hashes)
        });
        find.hashes.zeroize();
        found
    }

    /// Brings the index up to date with one account's number and choice.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refresh(&self, account: AccountId) -> Result<(), StoreError> {
        let known = self.store.account(account).await?;
        let phone = match known {
            Some(record) if record.discoverable => self.store.phone(account).await?,
            _ => None,
        };
        let mut index = match self.index.write() {
            Ok(index) => index,
            Err(poisoned) => poisoned.into_inner(),
        };
        index.remove(account);
        if let Some(phone) = phone {
            index.insert(account, &phone);
        }
        Ok(())
    }

    async fn take_quota(&self, caller: AccountId, amount: usize) -> Result<(), ServiceError> {
        let now = self.clock.now();
        let amount = u32::try_from(amount).unwrap_or(u32::MAX);
        let quota = self
            .store
            .take_discovery_quota(caller, amount, MAX_DISCOVERY_PER_DAY, now)
            .await?;
        match quota {
            Quota::Granted => Ok(()),
            Quota::Exceeded { .. } => Err(ServiceError::Later(Wait {
                ms: until_midnight(now),
            })),
        }
    }
}

fn until_midnight(now: Timestamp) -> u64 {
    let today = now.0.checked_rem(Timestamp::DAY_MS).unwrap_or_default();
    Timestamp::DAY_MS.saturating_sub(today)
}

#[cfg(test)]
mod tests;
