//! What can be chosen about a store, and its defaults.

use consilium_sodium::SystemEntropy;
use consilium_store::StoreLimits;
use consilium_types::Entropy;
use std::fmt;
use std::sync::Arc;

/// How much is done in one transaction by what nobody waits for: as much as a send may wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pieces {
    /// Envelopes or archive records that expire or are purged.
    pub rows: usize,
    /// Mailboxes that are merged or swept: each may touch a page of its own.
    pub mailboxes: usize,
    /// Index entries that are merged or swept.
    pub index_entries: usize,
    /// Index entries of expired rows that a mailbox may have before it is swept.
    pub sweep_at: u64,
}

impl Default for Pieces {
    fn default() -> Self {
        Self {
            rows: 128,
            mailboxes: 32,
            index_entries: 4096,
            sweep_at: 128,
        }
    }
}

/// How a store is opened. The default is right for a relay.
#[derive(Clone)]
pub struct Options {
    /// Bounds on mailboxes and archives.
    pub limits: StoreLimits,
    /// Source of the nonces of encrypted fields.
    pub entropy: Arc<dyn Entropy>,
    /// Connections that read beside the writer; each holds a page cache.
    pub readers: u32,
    /// Requests that wait for the writer; the next ones wait at the door.
    pub queue: usize,
    /// Bytes of envelopes that wait for the writer.
    pub queue_bytes: u32,
    /// Bytes of newest envelopes kept in memory, so that a connected device is served from there.
    pub recent_bytes: usize,
    /// Rows that are indexed in memory only before they are merged into the index on disk.
    pub merge_rows: usize,
    /// How much is done at a time.
    pub pieces: Pieces,
    /// Ids of newest envelopes that are known, to answer `Duplicate`.
    pub recent_ids: usize,
    /// Bytes of write-ahead log after which it is copied into the database.
    pub checkpoint_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: StoreLimits::default(),
            entropy: Arc::new(SystemEntropy),
            readers: 4,
            queue: 4096,
            queue_bytes: 64 << 20,
            recent_bytes: 32 << 20,
            merge_rows: 100_000,
            pieces: Pieces::default(),
            recent_ids: 200_000,
            checkpoint_bytes: 4 << 20,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("limits", &self.limits)
            .field("readers", &self.readers)
            .field("queue", &self.queue)
            .finish_non_exhaustive()
    }
}
