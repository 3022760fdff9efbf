//! One connection: the realtime socket's receiving and sending halves, and the chores beside them.

use super::chores::{self, Chore};
use super::core::Core;
use super::events::Event;
use super::link::TICK;
use super::lull::lull;
use super::records::Connection;
use super::{ClientError, Result, pump, receive, upkeep};
use crate::db::{Key, Rows};
use crate::net::{
    Backoff, Closed, NetError, RealtimeEvent, RealtimeReceiver, RealtimeSender, SendBatch,
    SendOutcome, StoredEnvelope,
};
use consilium_types::AccountId;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::mpsc;

/// Batches on their way at a time: enough to hide the relay's commit.
const WINDOW: usize = 4;
/// Envelopes taken in with one commit.
const RECEIVE_BATCH: usize = 512;
/// Answers waiting for the sending half.
const ANSWERS: usize = 16;

/// One connection, until it ends.
pub(super) async fn online(core: &Arc<Core>, backoff: &mut Backoff) -> Result<Closed> {
    if !matches!(core.line.state(), Connection::Offline { .. }) {
        core.set_connection(Connection::Connecting);
    }
    let token = core.token().await?;
    upkeep::at_login(core).await?;
    let (sender, receiver) = match core.relay.connect_realtime(&token).await {
        Err(NetError::Unauthenticated) => {
            core.line.forget_token();
            return Err(ClientError::Offline);
        }
        connected => connected?,
    };
    let (answers, answered) = mpsc::channel(ANSWERS);
    core.blocking(|_, open| Ok(open.db.write(|tx| tx.outbox_wake(None))?))
        .await?;
    let ended = tokio::select! {
        ended = receive_loop(core, receiver, sender.clone(), answers, backoff) => ended,
        ended = send_loop(core, sender, answered) => ended.map(|()| Closed::Draining),
        ended = keep_up(core) => ended.map(|()| Closed::Draining),
    };
    core.line.in_flight.store(0, Ordering::Release);
    ended
}

/// What the receiving half tells the sending half.
enum Answer {
    /// The relay said Ready: clocks are compared, sending may begin.
    Ready,
    /// Outcomes of a batch.
    Results(u64, Vec<SendOutcome>),
}

async fn receive_loop(
    core: &Arc<Core>,
    mut receiver: RealtimeReceiver,
    sender: RealtimeSender,
    answers: mpsc::Sender<Answer>,
    backoff: &mut Backoff,
) -> Result<Closed> {
    let mut next = None;
    loop {
        let event = match next.take() {
            Some(event) => Some(event),
            None => receiver.next().await,
        };
        match event {
            None => return Ok(Closed::Lost(NetError::Offline)),
            Some(RealtimeEvent::Ready {
                relay_time,
                acknowledged,
            }) => {
                core.heard_clock(relay_time)?;
                backoff.succeeded();
                core.set_connection(Connection::Online);
                if answers.send(Answer::Ready).await.is_err() {
                    return Ok(Closed::Lost(NetError::Offline));
                }
                catch_up(core, acknowledged).await?;
                core.wake.notify_one();
                core.line.moved();
            }
            Some(RealtimeEvent::Results { batch, outcomes }) => {
                if answers
                    .send(Answer::Results(batch, outcomes))
                    .await
                    .is_err()
                {
                    return Ok(Closed::Lost(NetError::Offline));
                }
            }
            Some(RealtimeEvent::Deliver(mut envelopes)) => {
                next = gather(&mut receiver, &mut envelopes);
                let cursor = take_in(core, envelopes).await?;
                // Why a socket ended that takes nothing any more is among the next events.
                let _ = sender.acknowledge(cursor).await;
                core.line.moved();
            }
            Some(RealtimeEvent::NumberMove { moves_at }) => {
                let stored = move |_: &Core, open: &super::core::Open| {
                    Ok(open
                        .db
                        .write(|tx| tx.set_number(Key::NumberLeaves, moves_at.0))?)
                };
                core.blocking(stored).await?;
                core.emit(&Event::NumberMove { moves_at });
            }
            Some(RealtimeEvent::Draining) => {}
            Some(RealtimeEvent::Closed(closed)) => {
                if closed == Closed::TokenEnded {
                    core.line.forget_token();
                }
                return Ok(closed);
            }
        }
    }
}

/// Adds deliveries that wait already, up to one commit's worth; what came instead is returned.
fn gather(
    receiver: &mut RealtimeReceiver,
    envelopes: &mut Vec<StoredEnvelope>,
) -> Option<RealtimeEvent> {
    while envelopes.len() < RECEIVE_BATCH {
        match receiver.try_next()? {
            RealtimeEvent::Deliver(more) => envelopes.extend(more),
            other => return Some(other),
        }
    }
    None
}

async fn take_in(core: &Arc<Core>, envelopes: Vec<StoredEnvelope>) -> Result<u64> {
    let received = core
        .blocking(move |core, open| receive::receive(core, open, &envelopes))
        .await?;
    core.owing.notify_one();
    if !received.needed.is_empty() {
        let asked = upkeep::fetch_statements(core, &received.needed);
        chores::attempt(core, Chore::Statements, asked).await?;
    }
    Ok(received.cursor)
}

/// The relay says that more is acknowledged than this device has: its database is older than its
/// acknowledgements, so the rest is fetched from history.
async fn catch_up(core: &Arc<Core>, acknowledged: u64) -> Result<()> {
    let mut after = cursor(core, acknowledged).await?;
    let mut newest = acknowledged;
    while after < acknowledged {
        let token = core.token().await?;
        let fetched = core.relay.fetch(&token, after, 0).await?;
        let Some(last) = fetched.envelopes.last().map(|stored| stored.sequence) else {
            return Ok(());
        };
        let positions = fetched.envelopes.iter().map(|stored| stored.sequence);
        let highest = positions.max().unwrap_or(last);
        if highest > newest {
            newest = core.relay.cursor(&token).await?.newest.max(acknowledged);
        }
        if last <= after || highest > newest {
            return Err(ClientError::RelayProtocol);
        }
        take_in(core, fetched.envelopes).await?;
        after = last;
        if !fetched.more {
            return Ok(());
        }
    }
    Ok(())
}

/// Up to where this device has everything. A cursor beyond the newest position that the relay gives
/// out came from a relay that lied, or that was set back since: then all of history is looked at
/// again, and what is known is known by its message hash.
async fn cursor(core: &Arc<Core>, acknowledged: u64) -> Result<u64> {
    let own = core
        .blocking(|_, open| Ok(open.db.read(|rows| rows.meta_number(Key::Cursor))?))
        .await?;
    if own <= acknowledged {
        return Ok(own);
    }
    let token = core.token().await?;
    if own <= core.relay.cursor(&token).await?.newest {
        return Ok(own);
    }
    core.blocking(|_, open| Ok(open.db.write(|tx| tx.set_number(Key::Cursor, 0))?))
        .await?;
    Ok(0)
}

async fn send_loop(
    core: &Arc<Core>,
    sender: RealtimeSender,
    mut answers: mpsc::Receiver<Answer>,
) -> Result<()> {
    let mut flying: HashMap<u64, Vec<pump::Leaving>> = HashMap::new();
    let mut ready = false;
    loop {
        let mut more = ready;
        while more && flying.len() < WINDOW && !core.clock_refused() {
            more = send_batch(core, &sender, &mut flying).await?;
        }
        core.line.in_flight.store(
            u64::try_from(flying.len()).unwrap_or(u64::MAX),
            Ordering::Release,
        );
        core.line.moved();
        tokio::select! {
            answer = answers.recv() => {
                match answer {
                    None => return Ok(()),
                    Some(Answer::Ready) => ready = true,
                    Some(Answer::Results(batch, outcomes)) => {
                        settle(core, &mut flying, batch, outcomes).await?;
                    }
                }
            }
            () = core.wake.notified() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Seals and sends one batch; whether there may be more.
async fn send_batch(
    core: &Arc<Core>,
    sender: &RealtimeSender,
    flying: &mut HashMap<u64, Vec<pump::Leaving>>,
) -> Result<bool> {
    let ids: HashSet<i64> = flying
        .values()
        .flatten()
        .map(|leaving| leaving.entry.id)
        .collect();
    let again = ids.clone();
    let mut prepared = core
        .blocking(move |core, open| pump::prepare(core, open, &ids))
        .await?;
    if !prepared.needed.is_empty() {
        let asked = fetch_prekeys(core, &prepared.needed);
        chores::attempt(core, Chore::PrekeysOfOthers, asked).await?;
        if prepared.batch.is_empty() {
            prepared = core
                .blocking(move |core, open| pump::prepare(core, open, &again))
                .await?;
        }
    }
    if prepared.batch.is_empty() {
        return Ok(false);
    }
    let batch = core.line.batches.fetch_add(1, Ordering::Relaxed);
    let envelopes = prepared
        .batch
        .iter()
        .map(|leaving| leaving.outgoing.clone())
        .collect();
    core.probe.step("send.ready");
    if sender.send(SendBatch { batch, envelopes }).await.is_err() {
        // The receiving half hears why the socket ended, and ends this one.
        return std::future::pending().await;
    }
    core.probe.step("send.sent");
    flying.insert(batch, prepared.batch);
    Ok(true)
}

async fn fetch_prekeys(core: &Arc<Core>, accounts: &[AccountId]) -> Result<()> {
    let token = core.token().await?;
    let served = core.relay.get_prekeys(&token, accounts).await?;
    let asked = accounts.to_vec();
    core.blocking(move |core, open| pump::take_prekeys(core, open, &asked, &served.items))
        .await
}

async fn settle(
    core: &Arc<Core>,
    flying: &mut HashMap<u64, Vec<pump::Leaving>>,
    batch: u64,
    outcomes: Vec<SendOutcome>,
) -> Result<()> {
    let Some(sent) = flying.remove(&batch) else {
        return Err(ClientError::RelayProtocol);
    };
    if sent.len() != outcomes.len() {
        return Err(ClientError::RelayProtocol);
    }
    let outdated = core
        .blocking(move |core, open| pump::settle(core, open, &sent, &outcomes))
        .await?;
    if !outdated.is_empty() {
        let asked = upkeep::fetch_statements(core, &outdated);
        chores::attempt(core, Chore::Statements, asked).await?;
    }
    Ok(())
}

/// What is due besides sending and receiving.
async fn keep_up(core: &Arc<Core>) -> Result<()> {
    loop {
        core.blocking(upkeep::local_if_due).await?;
        if upkeep::lock_if_pin_due(core) {
            return Err(ClientError::Locked);
        }
        upkeep::remote(core).await?;
        core.line.moved();
        lull(core).await;
    }
}

/// Whether nothing waits: everything up to `newest` is here, and the outbox has nothing due. What
/// the relay refused a moment ago is not due.
pub(super) fn is_settled(core: &Core, rows: &Rows<'_>, newest: u64) -> Result<bool> {
    let looked_up = chores::is_put_off(core, Chore::Statements)
        || rows.held_accounts(core.now(), 1)?.is_empty();
    let received = rows.meta_number(Key::Cursor)? >= newest && looked_up;
    if core.clock_refused() {
        return Ok(received);
    }
    let sent = core.line.in_flight() == 0
        && rows.outbox_due(core.now(), 0, 1)?.is_empty()
        && (chores::is_put_off(core, Chore::Receipts) || rows.owed_receipts(1)?.is_empty())
        && (chores::is_put_off(core, Chore::Archives) || rows.archive_tasks(1)?.is_empty());
    Ok(received && sent)
}
