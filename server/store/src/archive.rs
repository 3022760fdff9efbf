//! Sealed copies of kept conversations.

use crate::StoreError;
use async_trait::async_trait;
use bytes::Bytes;
use consilium_types::{AccountId, ArchiveId, RecordId};

/// One sealed copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveRow {
    /// Its id, that only an own device can make.
    pub record: RecordId,
    /// An envelope sealed to the archive's keys.
    pub envelope: Bytes,
}

/// What became of a put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchivePut {
    /// All are stored; those that existed were left as they were.
    Stored,
    /// The account holds `MAX_ARCHIVE_RECORDS`: none was stored.
    Full,
    /// No such account.
    UnknownAccount,
}

/// Operations on archives. No flag and no clock removes a record.
#[async_trait]
pub trait ArchiveStore: Send + Sync {
    /// Stores records that are not there yet.
    async fn archive_put(
        &self,
        account: AccountId,
        archive: ArchiveId,
        rows: Vec<ArchiveRow>,
    ) -> Result<ArchivePut, StoreError>;
    /// Up to `limit` records after an id, in order of id.
    async fn archive_list(
        &self,
        account: AccountId,
        archive: ArchiveId,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<ArchiveRow>, StoreError>;
    /// Deletes these records, or the whole archive if none is named; how many went.
    async fn archive_delete(
        &self,
        account: AccountId,
        archive: ArchiveId,
        records: &[RecordId],
    ) -> Result<u64, StoreError>;
}
