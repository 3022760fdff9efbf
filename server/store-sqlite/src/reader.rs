//! Connections that read beside the writer, each request in a snapshot of its own.

use crate::connection::{self, Purpose};
use crate::error::OrFailed;
use crate::job::CLOSED;
use consilium_sodium::Secret;
use consilium_store::StoreError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// A few connections; who finds none free waits in line.
pub(crate) struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    turn: Arc<Semaphore>,
}

impl Readers {
    /// Opens `count` of them, at least one.
    pub(crate) fn open(path: &Path, key: &Secret<32>, count: u32) -> Result<Self, StoreError> {
        let count = usize::try_from(count.max(1)).unwrap_or(1);
        let free = (0..count)
            .map(|_| connection::open(path, key, Purpose::Read))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            free: Arc::new(Mutex::new(free)),
            turn: Arc::new(Semaphore::new(count)),
        })
    }

    /// Runs `work` on a thread that may block, within one read transaction.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = Arc::clone(&self.turn)
            .acquire_owned()
            .await
            .map_err(|_| CLOSED)?;
        let free = Arc::clone(&self.free);
        let task = tokio::task::spawn_blocking(move || {
            let taken = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(connection) = taken else {
                return Err(StoreError::Internal("no connection"));
            };
            let outcome = in_snapshot(&connection, work);
            free.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            drop(turn);
            outcome
        });
        task.await
            .map_err(|_| StoreError::Internal("a read failed"))?
    }

    /// Lets nobody in any more, and closes what is free.
    pub(crate) fn close(&self) {
        self.turn.close();
        self.free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

fn in_snapshot<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    // Dropped, it ends by a rollback: nothing was written.
    let transaction = connection.unchecked_transaction().or_failed()?;
    work(&transaction)
}
