//! Sealed copies of kept conversations (protocol §10). Nothing expires here.

use std::sync::Arc;

use consilium_proto::convert::archive::{Delete, List, Put};
use consilium_store::{ArchivePut, ArchiveRow, RelayStore};
use consilium_types::AccountId;

use super::ServiceError;

/// Keeps archives.
pub struct Archives {
    store: Arc<dyn RelayStore>,
}

impl Archives {
    /// Over a store.
    pub fn new(store: Arc<dyn RelayStore>) -> Self {
        Self { store }
    }

    /// Stores records; those that exist stay as they are.
    ///
    /// # Errors
    /// [`ServiceError::Precondition`] when the account's archives are full.
    pub async fn put(&self, account: AccountId, put: Put) -> Result<(), ServiceError> {
        let rows = put
            .records
            .into_iter()
            .map(|(record, envelope)| ArchiveRow { record, envelope })
            .collect();
        match self.store.archive_put(account, put.archive, rows).await? {
            ArchivePut::Stored => Ok(()),
            ArchivePut::Full => Err(ServiceError::Precondition(
                "the account's archives are full: keep fewer conversations",
            )),
            ArchivePut::UnknownAccount => Err(ServiceError::Unauthenticated),
        }
    }

    /// Records in order of id, and whether there are more.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn list(
        &self,
        account: AccountId,
        list: List,
    ) -> Result<(Vec<ArchiveRow>, bool), ServiceError> {
        let one_more = list.limit.saturating_add(1);
        let mut rows = self
            .store
            .archive_list(account, list.archive, list.after, one_more)
            .await?;
        let more = rows.len() > list.limit;
        rows.truncate(list.limit);
        Ok((rows, more))
    }

    /// Deletes records, or the whole archive; how many went.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn delete(&self, account: AccountId, delete: Delete) -> Result<u64, ServiceError> {
        Ok(self
            .store
            .archive_delete(account, delete.archive, &delete.records)
            .await?)
    }
}
