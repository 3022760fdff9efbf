//! Copying the write-ahead log into the database, so that it stays small while nobody waits.
//!
//! A thread of its own copies the bulk and syncs it while the writer goes on. As the writer adds to
//! the log meanwhile, that alone would never reach the end of it: so the writer copies and syncs the
//! short rest itself, and its next commit starts the log from the beginning.

use crate::connection::{BUSY, PAGE_BYTES};
use crate::error::OrFailed;
use consilium_store::StoreError;
use rusqlite::Connection;
use rusqlite::wal::CheckpointMode;
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// A log of so many times the size at which it is copied makes the writer wait for the copy.
const MOST_STEPS: u64 = 4;

/// The writer's end.
pub(crate) struct Checkpointer {
    requests: Option<SyncSender<()>>,
    copied: Receiver<()>,
    thread: Option<JoinHandle<()>>,
    /// Closing any handle of the file gives up the locks that SQLite holds on it (POSIX): this one
    /// stays open as long as the writer.
    _database: Arc<File>,
    log_pages: Arc<AtomicU64>,
    running: bool,
    base: u64,
}

impl Checkpointer {
    /// Starts the thread on its own connection and handle of the file, and counts the log's pages
    /// through the writer's.
    pub(crate) fn start(
        writer: &mut Connection,
        own: Connection,
        database: File,
    ) -> Result<Self, StoreError> {
        let database = Arc::new(database);
        let synced = Arc::clone(&database);
        let log_pages = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&log_pages);
        writer
            .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages: i32| {
                count.store(u64::try_from(pages).unwrap_or_default(), Ordering::Relaxed);
                Ok(())
            }))
            .or_failed()?;
        let (requests, queue) = sync_channel(1);
        let (finished, copied) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || copy_when_asked(&own, &synced, &queue, &finished))
            .map_err(|_| StoreError::Unavailable("no thread"))?;
        Ok(Self {
            requests: Some(requests),
            copied,
            thread: Some(thread),
            _database: database,
            log_pages,
            running: false,
            base: 0,
        })
    }

    /// Asks for a copy when the log has grown by `limit` bytes, and completes the last one.
    pub(crate) fn after_commit(&mut self, writer: &Connection, limit: u64) {
        let pages = self.log_pages.load(Ordering::Relaxed);
        let step = limit.checked_div(PAGE_BYTES).unwrap_or_default().max(1);
        self.base = self.base.min(pages);
        let grown = pages.saturating_sub(self.base);
        if self.running {
            let waits = grown >= step.saturating_mul(MOST_STEPS);
            if self.has_copied(waits) {
                // A reader that still needs the log keeps it from starting anew: a whole step
                // passes before the next try.
                let complete = passive(writer).unwrap_or_default();
                self.base = if complete { 0 } else { pages };
            }
        } else if grown >= step {
            let ask = |requests: &SyncSender<()>| requests.try_send(()).is_ok();
            self.running = self.requests.as_ref().is_some_and(ask);
        }
    }

    fn has_copied(&mut self, waits: bool) -> bool {
        let copied = if waits {
            self.copied.recv().is_ok()
        } else {
            self.copied.try_recv() != Err(TryRecvError::Empty)
        };
        self.running = !(copied || waits);
        copied
    }

    /// Copies what is left and empties the log file, if no reader and no copy is in the way.
    pub(crate) fn empty(&mut self, writer: &Connection) -> bool {
        if self.running {
            return false;
        }
        let at_once = writer.busy_timeout(Duration::ZERO);
        let outcome = writer.wal_checkpoint_v2(None::<&str>, CheckpointMode::TRUNCATE);
        let as_before = writer.busy_timeout(BUSY);
        self.base = 0;
        at_once.is_ok() && as_before.is_ok() && outcome.is_ok()
    }

    /// Stops the thread, copies everything and empties the log.
    pub(crate) fn finish(&mut self, writer: &Connection) {
        self.requests = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the store's checkpoint thread failed");
        }
        if writer
            .wal_checkpoint_v2(None::<&str>, CheckpointMode::TRUNCATE)
            .is_err()
        {
            tracing::warn!("the store's log could not be emptied; the next start reads it");
        }
    }
}

fn copy_when_asked(
    connection: &Connection,
    database: &File,
    requests: &Receiver<()>,
    finished: &SyncSender<()>,
) {
    while requests.recv().is_ok() {
        passive(connection);
        // SQLite leaves that to whoever copies the end of the log. The writer does, while every
        // send waits: so most of it is on disk by then. If it fails, the writer's own sync does too.
        if database.sync_data().is_err() {
            tracing::warn!("the store's file could not be synced now");
        }
        if finished.send(()).is_err() {
            return;
        }
    }
}

/// Copies what can be copied without waiting; whether that was everything.
fn passive(connection: &Connection) -> Option<bool> {
    match connection.wal_checkpoint_v2(None::<&str>, CheckpointMode::PASSIVE) {
        Ok((in_log, copied)) => Some(in_log == copied),
        Err(_) => {
            tracing::warn!("the store's log could not be copied now; it grows until it can");
            None
        }
    }
}
