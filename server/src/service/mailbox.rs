//! Mailboxes: sends, deliveries, cursors (protocol §9).
//!
//! Sends of all sockets meet in one task, the [`Pump`]: whatever has arrived goes to the store in
//! one call, and when that is on disk, every sender gets its answers and every connected recipient
//! its envelopes straight from memory, in the order of their positions. So a commit wakes each
//! socket once, and no envelope is copied or read back.

mod acknowledgements;
mod pump;

use std::sync::Arc;

use bytes::Bytes;
use consilium_store::{Cursor, RelayStore, StoreError, StoredEnvelope};
use consilium_types::{Clock, DeviceId};
use tokio::sync::mpsc;

use self::acknowledgements::Acknowledgements;
pub use self::pump::Pump;
use super::ServiceError;
use crate::presence::{Outbox, Presence};
use crate::session::Submission;
use crate::telemetry::Metrics;

/// Sends that wait for the pump; beyond, sockets wait, hence their clients.
const QUEUE: usize = 1024;

/// Stores, serves and deletes envelopes.
pub struct Mailboxes {
    store: Arc<dyn RelayStore>,
    sends: mpsc::Sender<Sent>,
    acknowledgements: Arc<Acknowledgements>,
}

/// Sends of one socket.
struct Sent {
    outbox: Arc<Outbox>,
    submissions: Vec<Submission>,
}

impl Mailboxes {
    /// The service, and the task that has to run for it.
    pub fn new(
        store: Arc<dyn RelayStore>,
        clock: Arc<dyn Clock>,
        presence: Arc<Presence>,
        metrics: Arc<Metrics>,
    ) -> (Self, Pump) {
        let (sends, received) = mpsc::channel(QUEUE);
        let acknowledgements = Arc::new(Acknowledgements::default());
        let mailboxes = Self {
            store: Arc::clone(&store),
            sends,
            acknowledgements: Arc::clone(&acknowledgements),
        };
        let pump = Pump::new(store, clock, presence, metrics, received, acknowledgements);
        (mailboxes, pump)
    }

    /// Hands sends to the pump; their answers come to `outbox`. Waits while the relay is busy.
    pub async fn submit(&self, outbox: &Arc<Outbox>, submissions: Vec<Submission>) {
        let sent = Sent {
            outbox: Arc::clone(outbox),
            submissions,
        };
        // The pump ends after the last socket: nobody is left who would miss an answer.
        let _ = self.sends.send(sent).await;
    }

    /// Envelopes after a position, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn fetch(
        &self,
        device: DeviceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<StoredEnvelope>, StoreError> {
        self.store.fetch(device, after, limit).await
    }

    /// The device's cursor.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cursor(&self, device: DeviceId) -> Result<Cursor, StoreError> {
        let pending = self.acknowledgements.pending(device);
        let mut cursor = self.store.cursor(device).await?;
        cursor.acknowledged = cursor.acknowledged.max(pending.min(cursor.newest));
        Ok(cursor)
    }

    /// The cursor as its device is told it: on disk before it is told, and `newest` is what can
    /// still be had, so that nobody waits for what expired unfetched.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn reachable_cursor(&self, device: DeviceId) -> Result<Cursor, StoreError> {
        let pending = self.acknowledgements.pending(device);
        self.store.acknowledge(device, pending).await?;
        let mut cursor = self.store.cursor(device).await?;
        if cursor.newest > cursor.acknowledged {
            let next = self.store.fetch(device, cursor.acknowledged, 1).await?;
            if next.is_empty() {
                cursor.newest = cursor.acknowledged;
            }
        }
        Ok(cursor)
    }

    /// Moves the device's cursor. It is on disk a moment later: a cursor that a crash sets back
    /// means envelopes that come again, which the client knows by their message hash.
    pub fn acknowledge(&self, device: DeviceId, up_to: u64) {
        self.acknowledgements.add(device, up_to);
    }

    /// Deletes one envelope; false if it is not there.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn delete(&self, device: DeviceId, sequence: u64) -> Result<bool, ServiceError> {
        Ok(self.store.delete(device, sequence).await?)
    }
}

/// An envelope as the pump remembers it while the store has it.
struct Pending {
    device: DeviceId,
    envelope: Bytes,
}

#[cfg(test)]
mod tests;
