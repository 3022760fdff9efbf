//! Envelopes from the relay: opened on all cores, then verified, applied and committed in one
//! transaction; acknowledged after that.

use super::Result;
use super::compose::Composer;
use super::core::{Core, Open};
use super::events::Event;
use super::learn::learn;
use crate::conversation::inbox;
use crate::db::{Held, Key, Rows, Touched, Tx};
use crate::net::StoredEnvelope;
use crate::seal::{
    Claims, Knowledge, Need, RejectReason, Sealed, Unverified, Verdict, Verified, verify,
};
use consilium_statement::AccountStatement;
use consilium_types::{AccountId, DeviceId, StatementHash, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;

/// Envelopes opened on one core before another one is worth waking.
const CHUNK: usize = 8;
/// Most cores used.
const MAX_CORES: usize = 4;
/// Counters fit SQLite's integers; a content above was not counted by an honest device.
const MAX_COUNTER: u64 = i64::MAX.unsigned_abs();
/// Held contents looked at in one transaction.
const HELD_BATCH: u32 = 256;

/// What a batch came to.
pub(super) struct Received {
    /// Everything up to here is on disk.
    pub(super) cursor: u64,
    /// Statements to fetch.
    pub(super) needed: Vec<AccountId>,
}

/// Takes a delivery in. When this returns, all of it is on disk: shown, quarantined or held.
pub(super) fn receive(core: &Core, open: &Open, envelopes: &[StoredEnvelope]) -> Result<Received> {
    let (cursor, needed) = commit(core, open, envelopes, |tx| advance_cursor(tx, envelopes))?;
    Ok(Received { cursor, needed })
}

/// Takes in what a standby fetch had spooled, in the same way, and leaves the cursor alone: its
/// sequence numbers are nobody's word. The statements that are missing are asked for when there is
/// a line.
pub(super) fn receive_spooled(
    core: &Core,
    open: &Open,
    envelopes: &[StoredEnvelope],
) -> Result<()> {
    commit(core, open, envelopes, |_| Ok(()))?;
    Ok(())
}

/// One transaction, with `finish` at its end; the accounts whose statements are needed.
fn commit<T>(
    core: &Core,
    open: &Open,
    envelopes: &[StoredEnvelope],
    finish: impl FnOnce(&Tx<'_>) -> Result<T>,
) -> Result<(T, Vec<AccountId>)> {
    let now = core.now();
    let opened = open_all(open, envelopes);
    core.probe.step("receive.opened");
    let mut touched = Vec::new();
    let mut needed = Vec::new();
    let mut quarantined = false;
    let written = open.db.write(|tx| -> Result<T> {
        for (stored, opened) in envelopes.iter().zip(opened) {
            let mut work = Work {
                core,
                open,
                tx,
                now,
                touched: &mut touched,
            };
            match opened.map(|content| work.judge(content, now)) {
                Err(reason) => {
                    quarantined |= tx.quarantine(&stored.envelope, reason.code(), now)?;
                }
                Ok(judged) => match judged? {
                    Judged::Done => {}
                    Judged::Rejected(reason) => {
                        quarantined |= tx.quarantine(&stored.envelope, reason, now)?;
                    }
                    Judged::Held(content, account) => {
                        tx.hold(content.as_bytes(), account, now)?;
                        needed.push(account);
                    }
                },
            }
        }
        core.probe.step("receive.applied");
        finish(tx)
    });
    let finished = written.inspect_err(|_| open.book.clear())?;
    core.probe.step("receive.committed");
    core.announce(touched);
    if quarantined {
        let count = open.db.read(|rows| rows.quarantined())?;
        core.emit(&Event::Quarantined { count });
    }
    needed.sort_unstable();
    needed.dedup();
    Ok((finished, needed))
}

/// Looks again at everything that is held for an account whose statement came.
pub(super) fn release_held(core: &Core, open: &Open, account: AccountId) -> Result<()> {
    let mut after = Some(0);
    while let Some(looked_at) = after {
        after = release_batch(core, open, account, looked_at)?;
    }
    Ok(())
}

/// The same for one transaction's worth; the row to go on after, if there may be more.
fn release_batch(core: &Core, open: &Open, account: AccountId, after: i64) -> Result<Option<i64>> {
    let now = core.now();
    let mut touched = Vec::new();
    let written = open.db.write(|tx| -> Result<Option<i64>> {
        let batch = tx.held(account, after, HELD_BATCH)?;
        let more = batch.len() >= usize::try_from(HELD_BATCH).unwrap_or(usize::MAX);
        let last = batch.last().map(|held| held.id).filter(|_| more);
        for Held {
            id,
            content,
            received,
        } in batch
        {
            let mut work = Work {
                core,
                open,
                tx,
                now,
                touched: &mut touched,
            };
            let judged = match Unverified::parse(content) {
                Ok(content) => work.judge(content, received)?,
                Err(reason) => Judged::Rejected(reason.code()),
            };
            match judged {
                Judged::Held(..) => {}
                Judged::Done => tx.release(id)?,
                Judged::Rejected(reason) => {
                    // The envelope is not kept with a held content, only the reason is.
                    tx.count(reason)?;
                    tx.release(id)?;
                }
            }
        }
        Ok(last)
    });
    let last = written.inspect_err(|_| open.book.clear())?;
    core.announce(touched);
    Ok(last)
}

fn advance_cursor(tx: &Tx<'_>, envelopes: &[StoredEnvelope]) -> Result<u64> {
    let before = tx.meta_number(Key::Cursor)?;
    let highest = envelopes.iter().map(|stored| stored.sequence).max();
    let cursor = highest.map_or(before, |highest| highest.max(before));
    if cursor != before {
        tx.set_number(Key::Cursor, cursor)?;
    }
    Ok(highest.unwrap_or(before))
}

fn open_all(
    open: &Open,
    envelopes: &[StoredEnvelope],
) -> Vec<std::result::Result<Unverified, RejectReason>> {
    let ring = open.ring();
    let one = |stored: &StoredEnvelope| ring.open(&Sealed::parse(&stored.envelope)?);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = envelopes
        .len()
        .div_ceil(cores.clamp(1, MAX_CORES))
        .max(CHUNK);
    if envelopes.len() <= share {
        return envelopes.iter().map(one).collect();
    }
    std::thread::scope(|scope| {
        let workers: Vec<_> = envelopes
            .chunks(share)
            .map(|chunk| {
                (
                    chunk.len(),
                    scope.spawn(move || chunk.iter().map(one).collect::<Vec<_>>()),
                )
            })
            .collect();
        let join = |(count, worker): (usize, std::thread::ScopedJoinHandle<'_, Vec<_>>)| {
            // A worker that died must not take its neighbours' envelopes with it.
            let lost = || (0..count).map(|_| Err(RejectReason::Layout)).collect();
            worker.join().unwrap_or_else(|_| lost())
        };
        workers.into_iter().flat_map(join).collect()
    })
}

enum Judged {
    Done,
    Rejected(&'static str),
    Held(Box<Unverified>, AccountId),
}

struct Work<'a> {
    core: &'a Core,
    open: &'a Open,
    tx: &'a Tx<'a>,
    now: Timestamp,
    touched: &'a mut Vec<Touched>,
}

impl Work<'_> {
    fn judge(&mut self, content: Unverified, received: Timestamp) -> Result<Judged> {
        let known = self.known(&content.claims())?;
        Ok(match verify(content, received, &known) {
            Verdict::Accepted(verified) => {
                self.accept(&verified)?;
                Judged::Done
            }
            Verdict::Hold(content, Need::Statement(account)) => Judged::Held(content, account),
            Verdict::Reject(reason) => Judged::Rejected(reason.code()),
            Verdict::Fork(statement) => {
                learn(
                    self.core,
                    self.open,
                    self.tx,
                    &statement,
                    self.now,
                    self.touched,
                )?;
                Judged::Rejected(RejectReason::StatementFork.code())
            }
        })
    }

    fn known(&self, claims: &Claims) -> Result<Known<'_>> {
        let mut statements = HashMap::new();
        for account in [claims.sender, claims.recipient, self.open.own] {
            if let Some(stored) = self.open.book.get(self.tx, account)? {
                statements.insert(account, stored);
            }
        }
        Ok(Known {
            own: self.open.own,
            device: self.open.device,
            now: self.now,
            rows: self.tx,
            statements,
        })
    }

    fn accept(&mut self, verified: &Verified) -> Result<()> {
        let (open, tx) = (self.open, self.tx);
        if verified.header().counter > MAX_COUNTER {
            tx.count("counter")?;
            return Ok(());
        }
        if let Some(statement) = verified.announced() {
            learn(self.core, open, tx, statement, self.now, self.touched)?;
        }
        // Exactly once: what was seen before is acknowledged, and nothing else (protocol §7.5).
        if tx.is_seen(verified.hash())? {
            return Ok(());
        }
        let facts = tx.facts(open.own, verified, self.now)?;
        let changes = inbox::receive(verified, &facts);
        tx.apply(open.own, &changes, self.now, self.touched)?;
        if changes.tell_statement {
            let composer = Composer {
                core: self.core,
                open,
                tx,
                now: self.now,
            };
            composer.tell_statement(changes.link.peer, self.touched)?;
        }
        Ok(())
    }
}

struct Known<'a> {
    own: AccountId,
    device: DeviceId,
    now: Timestamp,
    rows: &'a Rows<'a>,
    statements: HashMap<AccountId, Arc<crate::db::StoredStatement>>,
}

impl Knowledge for Known<'_> {
    fn own_account(&self) -> AccountId {
        self.own
    }

    fn own_device(&self) -> DeviceId {
        self.device
    }

    fn statement(&self, account: AccountId) -> Option<&AccountStatement> {
        self.statements
            .get(&account)
            .map(|stored| &stored.statement)
    }

    fn knows_statement(&self, account: AccountId, hash: StatementHash) -> bool {
        // A database that fails here fails the transaction a moment later.
        self.rows.knows_earlier(account, hash).unwrap_or(false)
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
