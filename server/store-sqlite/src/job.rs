//! What the writer is asked to do: a closure that works inside the transaction of a batch, and
//! whose caller hears after the commit.

use crate::change::Change;
use crate::ledger::Ledger;
use crate::options::Pieces;
use crate::phone_crypto::PhoneCrypto;
use crate::state::State;
use consilium_store::{StoreError, StoreLimits};
use consilium_types::Entropy;
use rusqlite::Connection;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// Answer to everybody after the writer has ended.
pub(crate) const CLOSED: StoreError = StoreError::Unavailable("closed");
/// Answer to those whose batch fell with another's failure.
pub(crate) const FELL: StoreError = StoreError::Unavailable("the commit failed");

/// What never changes while the store is open.
pub(crate) struct Settings {
    /// Bounds on mailboxes and archives.
    pub(crate) limits: StoreLimits,
    /// For nonces.
    pub(crate) entropy: Arc<dyn Entropy>,
    /// For phone numbers.
    pub(crate) phone: PhoneCrypto,
    /// Ids that are remembered.
    pub(crate) recent_ids: usize,
    /// Envelope bytes kept in memory for readers.
    pub(crate) recent_bytes: usize,
    /// How much is done at a time.
    pub(crate) pieces: Pieces,
    /// Rows in the tail before a merge.
    pub(crate) merge_rows: usize,
    /// Bytes of log before a checkpoint.
    pub(crate) checkpoint_bytes: u64,
}

/// What a job works with, inside the transaction of its batch.
pub(crate) struct Work<'a> {
    /// In a transaction.
    pub(crate) connection: &'a Connection,
    /// Ahead of what is published by the jobs before this one.
    pub(crate) state: &'a mut State,
    /// The writer's bookkeeping.
    pub(crate) ledger: &'a mut Ledger,
    /// What never changes.
    pub(crate) settings: &'a Settings,
    /// Steps taken.
    pub(crate) changes: &'a mut Vec<Change>,
    /// Steps to be taken if the job succeeds.
    pub(crate) staged: &'a mut Vec<Change>,
}

impl Work<'_> {
    /// Takes a step in memory at once. A job that fails after it takes its batch down.
    pub(crate) fn apply(&mut self, change: Change) {
        self.state.apply(&change);
        self.changes.push(change);
    }

    /// Takes a step in memory if this job succeeds.
    pub(crate) fn stage(&mut self, change: Change) {
        self.staged.push(change);
    }
}

/// How a job fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Alone: it runs within a savepoint, and only stages its changes.
    Savepoint,
    /// It checks in memory before it writes; a statement that fails then is the disk's failure, and
    /// everybody's.
    Checked,
}

/// Something to be done by the writer.
pub(crate) trait Job: Send {
    /// Does it, inside a transaction; keeps the outcome.
    fn run(&mut self, work: &mut Work<'_>) -> Result<(), StoreError>;
    /// Tells the caller, who hears of `fell` instead if the batch is not on disk.
    fn finish(self: Box<Self>, fell: Option<StoreError>);
}

/// A closure as a job.
pub(crate) struct Task<T, F> {
    work: Option<F>,
    outcome: Result<T, StoreError>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Task<T, F> {
    /// Will run `work` and send what it returns.
    pub(crate) fn new(work: F, reply: oneshot::Sender<Result<T, StoreError>>) -> Self {
        Self {
            work: Some(work),
            outcome: Err(FELL),
            reply,
        }
    }
}

impl<T, F> Job for Task<T, F>
where
    T: Send,
    F: FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, work: &mut Work<'_>) -> Result<(), StoreError> {
        if let Some(job) = self.work.take() {
            self.outcome = job(work);
        }
        match &self.outcome {
            Ok(_) => Ok(()),
            Err(error) => Err(error.clone()),
        }
    }

    fn finish(self: Box<Self>, fell: Option<StoreError>) {
        let outcome = match (self.outcome, fell) {
            (Ok(_), Some(fell)) => Err(fell),
            (outcome, _) => outcome,
        };
        // The caller may have gone away; the effect stands.
        let _ = self.reply.send(outcome);
    }
}

/// What the writer is sent.
pub(crate) enum Request {
    /// Something to be done.
    Do {
        /// What.
        job: Box<dyn Job>,
        /// How it fails.
        guard: Guard,
        /// Bytes of envelopes in it.
        bytes: usize,
        /// Room in the queue, given back when it is done.
        permit: OwnedSemaphorePermit,
    },
    /// Finish what is queued, then end.
    Close(oneshot::Sender<()>),
}
