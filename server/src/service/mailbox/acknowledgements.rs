//! Cursors on their way to the store: the highest a device, written together every now and then.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use consilium_store::RelayStore;
use consilium_types::DeviceId;
use futures_util::future::join_all;
use tokio::sync::Notify;

/// Cursors that wait to be written.
#[derive(Default)]
pub(super) struct Acknowledgements {
    waiting: Mutex<HashMap<DeviceId, u64>>,
    some: Notify,
}

impl Acknowledgements {
    /// A device has everything up to here.
    pub(super) fn add(&self, device: DeviceId, up_to: u64) {
        let mut waiting = self.lock();
        let first = waiting.is_empty();
        let known = waiting.entry(device).or_default();
        *known = up_to.max(*known);
        drop(waiting);
        if first {
            self.some.notify_one();
        }
    }

    /// The cursor of a device that waits, 0 for none.
    pub(super) fn pending(&self, device: DeviceId) -> u64 {
        self.lock().get(&device).copied().unwrap_or_default()
    }

    /// Returns once something waits.
    pub(super) async fn some(&self) {
        self.some.notified().await;
    }

    /// Writes what waits. What the store does not take now waits on.
    pub(super) async fn write(&self, store: &dyn RelayStore) {
        let waiting: Vec<_> = self.lock().iter().map(|(d, up_to)| (*d, *up_to)).collect();
        let writes = waiting.into_iter().map(|(device, up_to)| async move {
            let written = store.acknowledge(device, up_to).await.is_ok();
            (device, up_to, written)
        });
        for (device, up_to, written) in join_all(writes).await {
            let mut waiting = self.lock();
            // Left in place until written, so that a reader of the cursor sees it all along.
            if written && waiting.get(&device) == Some(&up_to) {
                waiting.remove(&device);
            }
        }
        if !self.lock().is_empty() {
            self.some.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DeviceId, u64>> {
        match self.waiting.lock() {
            Ok(waiting) => waiting,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}
