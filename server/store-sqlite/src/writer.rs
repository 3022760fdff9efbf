//! The one thread that writes, and group commit: whatever arrived while the last commit was syncing
//! goes into the next. Every caller hears after the commit that holds its effect.

use crate::background::{self, Background};
use crate::change::Change;
use crate::checkpoint::Checkpointer;
use crate::error::OrFailed;
use crate::job::{FELL, Guard, Job, Request, Settings, Work};
use crate::ledger::Ledger;
use crate::load;
use crate::state::State;
use consilium_store::StoreError;
use rusqlite::Connection;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::mpsc::{Receiver, error::TryRecvError};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// Requests in one commit, so that the first of them does not wait for ever.
const BATCH_REQUESTS: usize = 1024;
/// Bytes of envelopes in one commit.
const BATCH_BYTES: usize = 8 << 20;
/// The writer.
pub(crate) struct Writer {
    connection: Connection,
    state: State,
    ledger: Ledger,
    settings: Arc<Settings>,
    published: Arc<RwLock<State>>,
    background: Background,
    checkpointer: Checkpointer,
    damaged: bool,
}

impl Writer {
    /// Over a loaded state.
    pub(crate) fn new(
        connection: Connection,
        loaded: load::Loaded,
        settings: Arc<Settings>,
        published: Arc<RwLock<State>>,
        checkpointer: Checkpointer,
    ) -> Self {
        Self {
            connection,
            state: loaded.state,
            ledger: loaded.ledger,
            background: loaded.background,
            settings,
            published,
            checkpointer,
            damaged: false,
        }
    }

    /// Works until it is told to close, or nobody can send any more.
    pub(crate) fn run(mut self, mut requests: Receiver<Request>) {
        let mut closing = Vec::new();
        while let Some(first) = self.next(&mut requests) {
            self.write_batch(first, &mut requests, &mut closing);
            if !closing.is_empty() {
                requests.close();
            }
            for _ in 0..self.turns() {
                self.work_behind();
            }
        }
        self.finish();
        for reply in closing {
            let _ = reply.send(());
        }
    }

    /// Pieces of background work after a batch: more where the tail outgrows the merges.
    fn turns(&self) -> usize {
        let tail = self.state.tail.len();
        tail.checked_div(self.settings.merge_rows)
            .unwrap_or_default()
            .max(1)
    }

    /// The next request; in the time until one comes, background work goes on.
    fn next(&mut self, requests: &mut Receiver<Request>) -> Option<Request> {
        loop {
            if !self.background.wants_to_run(&self.state, &self.settings) {
                return requests.blocking_recv();
            }
            match requests.try_recv() {
                Ok(request) => return Some(request),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => self.work_behind(),
            }
        }
    }

    fn write_batch(
        &mut self,
        first: Request,
        requests: &mut Receiver<Request>,
        closing: &mut Vec<oneshot::Sender<()>>,
    ) {
        let mut batch = Batch::default();
        let begun = self.begin();
        let mut next = Some(first);
        while let Some(request) = next.take() {
            match request {
                Request::Close(reply) => closing.push(reply),
                Request::Do {
                    job,
                    guard,
                    bytes,
                    permit,
                } => {
                    batch.bytes = batch.bytes.saturating_add(bytes);
                    batch.permits.push(permit);
                    if batch.fell.is_none() && begun.is_ok() {
                        self.run_job(job, guard, &mut batch);
                    } else {
                        batch.done.push(job);
                    }
                }
            }
            let goes_on = begun.is_ok()
                && batch.fell.is_none()
                && batch.done.len() < BATCH_REQUESTS
                && batch.bytes < BATCH_BYTES;
            if goes_on {
                next = requests.try_recv().ok();
            }
        }
        let fell = begun
            .and_then(|()| batch.fell.take().map_or(Ok(()), Err))
            .and_then(|()| self.commit(&batch.changes))
            .err();
        if fell.is_some() {
            self.recover();
        }
        for job in batch.done {
            job.finish(fell.as_ref().map(|_| FELL));
        }
    }

    fn run_job(&mut self, mut job: Box<dyn Job>, guard: Guard, batch: &mut Batch) {
        let outcome = match guard {
            Guard::Checked => job.run(&mut self.work(batch)),
            Guard::Savepoint => self.run_guarded(job.as_mut(), batch),
        };
        if let (Err(error), Guard::Checked) = (outcome, guard) {
            batch.fell = Some(error);
        }
        batch.done.push(job);
    }

    /// Runs a job within a savepoint: its failure undoes what it did and nothing else.
    fn run_guarded(&mut self, job: &mut dyn Job, batch: &mut Batch) -> Result<(), StoreError> {
        batch.staged.clear();
        if let Err(error) = self.execute("SAVEPOINT job") {
            batch.fell = Some(error.clone());
            return Err(error);
        }
        let outcome = job.run(&mut self.work(batch));
        if outcome.is_err() {
            if let Err(error) = self.execute("ROLLBACK TO job") {
                batch.fell = Some(error);
            }
            batch.staged.clear();
        }
        if let Err(error) = self.execute("RELEASE job") {
            batch.fell = Some(error);
        }
        for change in batch.staged.drain(..) {
            self.state.apply(&change);
            batch.changes.push(change);
        }
        outcome
    }

    fn work<'a>(&'a mut self, batch: &'a mut Batch) -> Work<'a> {
        Work {
            connection: &self.connection,
            state: &mut self.state,
            ledger: &mut self.ledger,
            settings: &self.settings,
            changes: &mut batch.changes,
            staged: &mut batch.staged,
        }
    }

    /// One piece of background work, in a commit of its own.
    fn work_behind(&mut self) {
        if !self.background.wants_to_run(&self.state, &self.settings) {
            return;
        }
        let mut batch = Batch::default();
        let outcome = self.begin().and_then(|()| {
            let mut background = std::mem::take(&mut self.background);
            let outcome = background::step(&mut background, &mut self.work(&mut batch));
            self.background = background;
            outcome
        });
        let outcome = outcome.and_then(|()| self.commit(&batch.changes));
        if let Err(error) = outcome {
            tracing::warn!(%error, "background work of the store failed; it is tried again");
            self.recover();
            self.background.pause();
        }
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        if self.damaged {
            self.reload()?;
        }
        self.execute("BEGIN IMMEDIATE")
    }

    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        self.ledger.write_acknowledged(&self.connection)?;
        self.execute("COMMIT")?;
        self.background.resume();
        self.publish(changes);
        self.checkpointer
            .after_commit(&self.connection, self.settings.checkpoint_bytes);
        let empties = self.ledger.empties_log && self.ledger.log_holds_deleted;
        if empties && self.checkpointer.empty(&self.connection) {
            self.ledger.log_holds_deleted = false;
        }
        self.ledger.empties_log = empties && self.ledger.log_holds_deleted;
        Ok(())
    }

    fn publish(&mut self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        for change in changes {
            self.background.note(change, &self.state);
        }
        let mut published = self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            published.apply(change);
        }
    }

    /// Throws away what a failed batch left in memory and reads it from the disk again.
    fn recover(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            tracing::error!(%error, "the store could not undo a failed batch");
        }
        self.damaged = true;
        if let Err(error) = self.reload() {
            tracing::error!(%error, "the store could not read its state again");
        }
    }

    fn reload(&mut self) -> Result<(), StoreError> {
        let loaded = load::load(&self.connection, &self.settings)?;
        *self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) =
            loaded.state.copy(self.settings.recent_bytes);
        self.state = loaded.state;
        self.ledger = loaded.ledger;
        self.background = loaded.background;
        self.damaged = false;
        Ok(())
    }

    /// Leaves little to do for the next start.
    fn finish(&mut self) {
        self.background.merge_before_close(&self.state);
        while !self.damaged && self.background.is_merging() {
            self.work_behind();
            if self.background.is_paused() {
                break;
            }
        }
        self.checkpointer.finish(&self.connection);
    }

    fn execute(&self, statement: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(statement)
            .and_then(|mut statement| statement.execute([]))
            .map(|_| ())
            .or_failed()
    }
}

/// What has been done since the last commit.
#[derive(Default)]
struct Batch {
    done: Vec<Box<dyn Job>>,
    permits: Vec<OwnedSemaphorePermit>,
    changes: Vec<Change>,
    staged: Vec<Change>,
    bytes: usize,
    fell: Option<StoreError>,
}
