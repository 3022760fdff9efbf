//! Who waits for the end of a sync.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many wait until the relay and this device have nothing more for each other.
#[derive(Default)]
pub(super) struct Awaited(AtomicUsize);

impl Awaited {
    /// One more, until the guard is dropped.
    pub(super) fn begin(&self) -> Waiting<'_> {
        self.0.fetch_add(1, Ordering::AcqRel);
        Waiting(&self.0)
    }

    /// Whether anybody waits.
    pub(super) fn is_any(&self) -> bool {
        self.0.load(Ordering::Acquire) > 0
    }
}

/// Somebody who waits.
pub(super) struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
