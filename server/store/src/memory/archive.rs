//! Archives of the model.

use super::{MemoryStore, Model};
use crate::{ArchivePut, ArchiveRow, ArchiveStore, StoreError};
use async_trait::async_trait;
use consilium_types::{AccountId, ArchiveId, RecordId};
use std::collections::BTreeSet;

#[async_trait]
impl ArchiveStore for MemoryStore {
    async fn archive_put(
        &self,
        account: AccountId,
        archive: ArchiveId,
        rows: Vec<ArchiveRow>,
    ) -> Result<ArchivePut, StoreError> {
        self.with(|model| model.archive_put(account, archive, rows))
    }

    async fn archive_list(
        &self,
        account: AccountId,
        archive: ArchiveId,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<ArchiveRow>, StoreError> {
        self.with(|model| {
            let Some(records) = model.archives.get(&(account, archive)) else {
                return Vec::new();
            };
            let comes_later = |id: &RecordId| after.is_none_or(|after| *id > after);
            let rows = records.values().filter(|row| comes_later(&row.record));
            rows.take(limit).cloned().collect()
        })
    }

    async fn archive_delete(
        &self,
        account: AccountId,
        archive: ArchiveId,
        records: &[RecordId],
    ) -> Result<u64, StoreError> {
        self.with(|model| {
            let before = model.archive_records(account);
            if records.is_empty() {
                model.archives.remove(&(account, archive));
            } else if let Some(stored) = model.archives.get_mut(&(account, archive)) {
                stored.retain(|id, _| !records.contains(id));
            }
            before.saturating_sub(model.archive_records(account))
        })
    }
}

impl Model {
    fn archive_put(
        &mut self,
        account: AccountId,
        archive: ArchiveId,
        rows: Vec<ArchiveRow>,
    ) -> ArchivePut {
        if !self.accounts.contains_key(&account) {
            return ArchivePut::UnknownAccount;
        }
        let held = self.archive_records(account);
        let stored = self.archives.entry((account, archive)).or_default();
        let ids = rows.iter().map(|row| row.record);
        let new = ids.filter(|id| !stored.contains_key(id));
        let new = u64::try_from(new.collect::<BTreeSet<_>>().len()).unwrap_or(u64::MAX);
        if new > 0 && held.saturating_add(new) > self.limits.archive_records {
            return ArchivePut::Full;
        }
        for row in rows {
            stored.entry(row.record).or_insert(row);
        }
        ArchivePut::Stored
    }

    /// Records that an account holds in all its archives.
    pub(super) fn archive_records(&self, account: AccountId) -> u64 {
        let own = self.archives.iter().filter(|((id, _), _)| *id == account);
        own.map(|(_, records)| u64::try_from(records.len()).unwrap_or(u64::MAX))
            .fold(0, u64::saturating_add)
    }
}
