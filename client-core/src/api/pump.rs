//! From the outbox to the relay: prekeys, seals, batches, and what the answers mean.

use super::Result;
use super::core::{Core, Open};
use crate::conversation::outbox::{Fate, due_again};
use crate::db::{OutboxEntry, Touched, Tx, Wait};
use crate::net::{OutgoingEnvelope, SendOutcome};
use crate::prekey::{PrekeyMemory, accept_prekey};
use crate::seal::{Sealed, Signed, seal};
use bytes::Bytes;
use consilium_statement::PrekeyStatement;
use consilium_types::limits::MAX_SEND_BATCH;
use consilium_types::{AccountId, DeviceId, Timestamp};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A prekey is asked for again when it was fetched this long ago: the relay takes envelopes for a
/// prekey that was replaced less than a day ago.
const PREKEY_FRESH_MS: u64 = 6 * 3_600_000;
/// Accounts asked about in one request (proto `GetPrekeysRequest`).
pub(super) const MAX_PREKEY_ACCOUNTS: usize = 64;
/// Envelopes sealed on one core before another one is worth waking.
const CHUNK: usize = 4;
const MAX_CORES: usize = 4;

/// Envelopes ready to leave, and what else is needed before others are.
#[derive(Default)]
pub(super) struct Prepared {
    pub(super) batch: Vec<Leaving>,
    pub(super) needed: Vec<AccountId>,
}

/// An envelope on its way: its row in the outbox and its bytes.
pub(super) struct Leaving {
    pub(super) entry: OutboxEntry,
    pub(super) outgoing: OutgoingEnvelope,
}

/// Seals what is due and not on its way already.
pub(super) fn prepare(core: &Core, open: &Open, flying: &HashSet<i64>) -> Result<Prepared> {
    let now = core.now();
    let jobs = open.db.read(|rows| -> Result<_> {
        let limit = MAX_SEND_BATCH.saturating_add(flying.len());
        let mut due = rows.outbox_due(now, 0, limit)?;
        due.retain(|entry| !flying.contains(&entry.id));
        due.truncate(MAX_SEND_BATCH);
        let mut contents: HashMap<i64, Arc<Signed>> = HashMap::new();
        let mut prekeys: HashMap<DeviceId, Arc<PrekeyStatement>> = HashMap::new();
        let mut jobs = Vec::with_capacity(due.len());
        let mut needed = HashSet::new();
        for entry in due {
            let prekey = match prekeys.get(&entry.device) {
                Some(prekey) => Some(Arc::clone(prekey)),
                None => usable(open, rows, &entry, now)?.map(Arc::new),
            };
            let Some(prekey) = prekey else {
                needed.insert(entry.account);
                continue;
            };
            prekeys.insert(entry.device, Arc::clone(&prekey));
            let content = match contents.get(&entry.outgoing) {
                Some(content) => Arc::clone(content),
                None => {
                    let Some(content) = rows.outgoing(entry.outgoing)? else {
                        continue;
                    };
                    let content = Arc::new(content);
                    contents.insert(entry.outgoing, Arc::clone(&content));
                    content
                }
            };
            jobs.push((entry, content, prekey));
        }
        Ok((jobs, needed))
    })?;
    let (jobs, needed) = jobs;
    let sealed = seal_all(&jobs);
    core.probe.step("send.sealed");
    let mut batch = Vec::with_capacity(jobs.len());
    for ((entry, _, _), sealed) in jobs.into_iter().zip(sealed) {
        let outgoing = OutgoingEnvelope {
            id: entry.envelope_id,
            device: entry.device,
            envelope: Bytes::from(sealed?.into_bytes()),
        };
        batch.push(Leaving { entry, outgoing });
    }
    Ok(Prepared {
        batch,
        needed: needed.into_iter().take(MAX_PREKEY_ACCOUNTS).collect(),
    })
}

type Job = (OutboxEntry, Arc<Signed>, Arc<PrekeyStatement>);

fn seal_all(jobs: &[Job]) -> Vec<Result<Sealed>> {
    let one = |(_, content, prekey): &Job| seal(content, prekey).map_err(Into::into);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = jobs.len().div_ceil(cores.clamp(1, MAX_CORES)).max(CHUNK);
    if jobs.len() <= share {
        return jobs.iter().map(one).collect();
    }
    std::thread::scope(|scope| {
        let workers: Vec<_> = jobs
            .chunks(share)
            .map(|chunk| {
                (
                    chunk.len(),
                    scope.spawn(move || chunk.iter().map(one).collect::<Vec<_>>()),
                )
            })
            .collect();
        let join = |(count, worker): (usize, std::thread::ScopedJoinHandle<'_, Vec<_>>)| {
            let what = "a sealing worker ended";
            let lost = || {
                (0..count)
                    .map(|_| Err(super::ClientError::Internal { what }))
                    .collect()
            };
            worker.join().unwrap_or_else(|_| lost())
        };
        workers.into_iter().flat_map(join).collect()
    })
}

/// The prekey to seal to: the newest one known, if it is fresh and may be used (protocol §5).
fn usable(
    open: &Open,
    rows: &crate::db::Rows<'_>,
    entry: &OutboxEntry,
    now: Timestamp,
) -> Result<Option<PrekeyStatement>> {
    let Some(stored) = rows.prekey(entry.device)? else {
        return Ok(None);
    };
    if now.distance(stored.fetched) > PREKEY_FRESH_MS {
        return Ok(None);
    }
    let Some(account) = open.book.peek(rows, entry.account)? else {
        return Ok(None);
    };
    let memory = PrekeyMemory {
        not_before: stored.not_before,
        envelope_version: stored.version,
    };
    let accepted = accept_prekey(&stored.statement, &account.statement, memory, now).is_ok();
    Ok(accepted.then_some(stored.statement))
}

/// Takes served prekeys in. Envelopes for devices of `asked` accounts that none can be used for
/// wait, visibly; nothing is ever sent another way (protocol §5, threats L20).
pub(super) fn take_prekeys(
    core: &Core,
    open: &Open,
    asked: &[AccountId],
    served: &[PrekeyStatement],
) -> Result<()> {
    let now = core.now();
    let mut touched = Vec::new();
    open.db.write(|tx| -> Result<()> {
        for prekey in served {
            take_prekey(open, tx, prekey, now)?;
        }
        for entry in tx.outbox_due(now, 0, usize::MAX)? {
            if !asked.contains(&entry.account) {
                continue;
            }
            let reachable = usable(open, tx, &entry, now)?.is_some();
            if !reachable {
                let due = due_again(Fate::NoPrekey, entry.attempts, now);
                tx.envelope_waits(&entry, due, Wait::NoPrekey, &mut touched)?;
            }
            let before = tx.contact(open.own, entry.account)?;
            if before.is_some_and(|contact| contact.unreachable == reachable) {
                tx.set_unreachable(entry.account, !reachable)?;
                touched.push(Touched::Contact(entry.account));
            }
        }
        Ok(())
    })?;
    core.announce(touched);
    Ok(())
}

fn take_prekey(open: &Open, tx: &Tx<'_>, prekey: &PrekeyStatement, now: Timestamp) -> Result<()> {
    let Some(account) = open.book.get(tx, prekey.account())? else {
        return Ok(());
    };
    let stored = tx.prekey(prekey.device())?;
    let memory = stored.map_or_else(PrekeyMemory::default, |stored| PrekeyMemory {
        not_before: stored.not_before,
        envelope_version: stored.version,
    });
    match accept_prekey(prekey, &account.statement, memory, now) {
        Ok(()) => tx.set_prekey(prekey, now)?,
        Err(refused) => {
            tracing::debug!(reason = refused.code(), "a served prekey is not used");
            tx.count(&format!("prekey_{}", refused.code()))?;
        }
    }
    Ok(())
}

/// Notes the relay's answers to a batch; the accounts whose statements are to be asked for.
pub(super) fn settle(
    core: &Core,
    open: &Open,
    batch: &[Leaving],
    outcomes: &[SendOutcome],
) -> Result<Vec<AccountId>> {
    let now = core.now();
    let mut touched = Vec::new();
    let mut outdated = Vec::new();
    open.db.write(|tx| -> Result<()> {
        for (leaving, outcome) in batch.iter().zip(outcomes) {
            let entry = &leaving.entry;
            let (fate, wait) = fate_of(*outcome);
            match fate {
                Fate::Done => tx.envelope_done(entry, &mut touched)?,
                Fate::SealAnew => tx.expire_prekey(entry.device)?,
                Fate::AskStatement => outdated.push(entry.account),
                Fate::NoPrekey | Fate::Full | Fate::Locked | Fate::Slowed { .. } => {}
            }
            if fate != Fate::Done {
                let due = due_again(fate, entry.attempts, now);
                tx.envelope_waits(entry, due, wait, &mut touched)?;
            }
        }
        Ok(())
    })?;
    core.probe.step("send.settled");
    core.announce(touched);
    outdated.sort_unstable();
    outdated.dedup();
    Ok(outdated)
}

const fn fate_of(outcome: SendOutcome) -> (Fate, Wait) {
    match outcome {
        SendOutcome::Stored | SendOutcome::Duplicate => (Fate::Done, Wait::Queued),
        SendOutcome::UnknownDevice => (Fate::AskStatement, Wait::Queued),
        SendOutcome::StalePrekey => (Fate::SealAnew, Wait::Queued),
        SendOutcome::Full => (Fate::Full, Wait::Full),
        SendOutcome::Locked => (Fate::Locked, Wait::Locked),
        SendOutcome::Later { retry_after_ms } => (Fate::Slowed { retry_after_ms }, Wait::Slowed),
        // Every envelope has one of four sizes: a relay that says otherwise is broken, and asked
        // again at leisure.
        SendOutcome::Refused => (Fate::Full, Wait::Slowed),
    }
}
