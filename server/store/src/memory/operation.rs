//! What the model keeps about itself.

use super::MemoryStore;
use crate::{ClockMark, Counts, OperationStore, Quota, StoreError};
use async_trait::async_trait;
use consilium_types::{AccountId, Timestamp};

#[async_trait]
impl OperationStore for MemoryStore {
    async fn take_discovery_quota(
        &self,
        account: AccountId,
        amount: u32,
        limit: u32,
        now: Timestamp,
    ) -> Result<Quota, StoreError> {
        self.with(|model| {
            if !model.accounts.contains_key(&account) {
                return Quota::Exceeded { left: 0 };
            }
            let today = now.0.checked_div(Timestamp::DAY_MS).unwrap_or_default();
            let used = match model.quota.get(&account) {
                Some((day, used)) if *day == today => *used,
                _ => 0,
            };
            let left = limit.saturating_sub(used);
            if amount > left {
                return Quota::Exceeded { left };
            }
            let used = used.saturating_add(amount);
            model.quota.insert(account, (today, used));
            Quota::Granted
        })
    }

    async fn clock_mark(&self) -> Result<Option<ClockMark>, StoreError> {
        self.with(|model| model.clock_mark)
    }

    async fn set_clock_mark(&self, mark: ClockMark) -> Result<(), StoreError> {
        self.with(|model| model.clock_mark = Some(mark))
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.with(|model| {
            let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            let mailboxes = || model.devices.values().map(|device| &device.mailbox);
            let unacknowledged = mailboxes().map(|mailbox| {
                let from = mailbox.acknowledged.saturating_add(1);
                mailbox.envelopes.range(from..).count()
            });
            Counts {
                accounts: count(model.accounts.len()),
                devices: count(model.devices.len()),
                envelopes: count(mailboxes().map(|mailbox| mailbox.envelopes.len()).sum()),
                unacknowledged: count(unacknowledged.sum()),
                archive_records: count(model.archives.values().map(|records| records.len()).sum()),
                tokens: count(model.tokens.len()),
                file_bytes: 0,
            }
        })
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.with(|_| ())
    }

    async fn close(&self) -> Result<(), StoreError> {
        let closed = self.with(|model| model.closed = true);
        // Closed already: nothing to do.
        let _ = closed;
        Ok(())
    }
}
