//! What the relay in memory remembers, how a test bends it, and its realtime socket.

use super::super::core::locked;
use crate::net::{
    ArchiveRecord, Closed, Command, RealtimeEvent, RealtimePeer, SendBatch, SendOutcome,
    StoredEnvelope,
};
use consilium_statement::{AccountStatement, LoginKey, PrekeyStatement};
use consilium_types::{
    AccountId, ArchiveId, Clock, DeviceId, EnvelopeId, ManualClock, PhoneNumber, RecordId,
    Timestamp,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

/// The relay's memory, open to tests.
#[derive(Default)]
pub(in crate::api) struct State {
    pub(in crate::api) statements: HashMap<AccountId, AccountStatement>,
    pub(in crate::api) numbers: HashMap<PhoneNumber, AccountId>,
    pub(in crate::api) discoverable: HashSet<AccountId>,
    pub(in crate::api) prekeys: HashMap<DeviceId, PrekeyStatement>,
    pub(in crate::api) mailboxes: HashMap<DeviceId, Vec<StoredEnvelope>>,
    pub(in crate::api) acknowledged: HashMap<DeviceId, u64>,
    pub(in crate::api) archives: HashMap<(AccountId, ArchiveId), BTreeMap<RecordId, ArchiveRecord>>,
    pub(in crate::api) seen: HashSet<EnvelopeId>,
    /// Every envelope that any device sent.
    pub(in crate::api) sends: u64,
    /// Statements are not given out.
    pub(in crate::api) hide_statements: bool,
    /// Prekeys are not given out.
    pub(in crate::api) hide_prekeys: bool,
    /// The relay's clock is off by this.
    pub(in crate::api) clock_off_ms: i64,
    /// What becomes of a `Finish`.
    pub(in crate::api) finish: Finish,
    /// Logins get no answer.
    pub(in crate::api) no_login: bool,
    /// Fetches get no answer, and nobody says so.
    pub(in crate::api) stalled: bool,
    /// Pages of a mailbox have at most as many envelopes, where that is not 0.
    pub(in crate::api) page: usize,
    /// Every page of a mailbox is its beginning, and says that there is more.
    pub(in crate::api) repeat_pages: bool,
    /// Archives take nothing.
    pub(in crate::api) archives_full: bool,
    /// Look-ups of statements are refused.
    pub(in crate::api) refuse_statements: bool,
    /// How often each call was made.
    pub(in crate::api) calls: HashMap<&'static str, u32>,
    pub(super) tickets: HashMap<[u8; 16], PhoneNumber>,
    pub(in crate::api) tokens: HashMap<[u8; 32], (DeviceId, LoginKey)>,
    pub(super) sockets: HashMap<DeviceId, mpsc::Sender<RealtimeEvent>>,
    pub(super) next: u8,
}

/// What becomes of a `Finish`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::api) enum Finish {
    /// It is done and answered.
    #[default]
    Answered,
    /// It is done; the answer is lost.
    Lost,
    /// It never arrives.
    Unsent,
    /// It is refused.
    Refused,
}

impl State {
    pub(super) fn count(&mut self, call: &'static str) {
        *self.calls.entry(call).or_default() += 1;
    }

    /// How often a call was made.
    pub(in crate::api) fn made(&self, call: &str) -> u32 {
        self.calls.get(call).copied().unwrap_or_default()
    }

    pub(super) fn append(&mut self, device: DeviceId, envelope: bytes::Bytes, now: Timestamp) {
        let mailbox = self.mailboxes.entry(device).or_default();
        let sequence = mailbox.last().map_or(1, |last| last.sequence + 1);
        let stored = StoredEnvelope {
            sequence,
            arrived: now.hour(),
            envelope,
        };
        mailbox.push(stored.clone());
        self.deliver(device, vec![stored]);
    }

    /// To an open socket; one that is full gets it with its next connection.
    pub(in crate::api) fn deliver(&self, device: DeviceId, envelopes: Vec<StoredEnvelope>) {
        if let Some(socket) = self.sockets.get(&device) {
            let _ = socket.try_send(RealtimeEvent::Deliver(envelopes));
        }
    }

    fn take(&mut self, batch: SendBatch, now: Timestamp) -> RealtimeEvent {
        let mut outcomes = Vec::new();
        for outgoing in batch.envelopes {
            self.sends += 1;
            let current = self.prekeys.get(&outgoing.device);
            let stale = current.is_none_or(|prekey| {
                outgoing.envelope.get(1..17) != Some(prekey.id().as_bytes().as_slice())
            });
            let known = self
                .statements
                .values()
                .any(|known| known.device(outgoing.device).is_some());
            outcomes.push(if !known {
                SendOutcome::UnknownDevice
            } else if stale {
                SendOutcome::StalePrekey
            } else if self.seen.insert(outgoing.id) {
                self.append(outgoing.device, outgoing.envelope, now);
                SendOutcome::Stored
            } else {
                SendOutcome::Duplicate
            });
        }
        RealtimeEvent::Results {
            batch: batch.batch,
            outcomes,
        }
    }
}

pub(super) async fn serve(
    state: Arc<Mutex<State>>,
    clock: Arc<ManualClock>,
    device: DeviceId,
    mut peer: RealtimePeer,
    ready: RealtimeEvent,
) {
    let _ = peer.events.send(ready).await;
    let waiting = {
        let mut state = locked(&state);
        let old = state.sockets.insert(device, peer.events.clone());
        if let Some(old) = old {
            let _ = old.try_send(RealtimeEvent::Closed(Closed::Replaced));
        }
        let after = state.acknowledged.get(&device).copied().unwrap_or(0);
        let mut mailbox = state.mailboxes.get(&device).cloned().unwrap_or_default();
        mailbox.retain(|stored| stored.sequence > after);
        mailbox
    };
    for chunk in waiting.chunks(64) {
        let _ = peer
            .events
            .send(RealtimeEvent::Deliver(chunk.to_vec()))
            .await;
    }
    while let Some(command) = peer.commands.recv().await {
        let answer = match command {
            Command::Send(batch) => Some(locked(&state).take(batch, clock.now())),
            Command::Acknowledge(up_to) => {
                let mut state = locked(&state);
                let cursor = state.acknowledged.entry(device).or_default();
                *cursor = up_to.max(*cursor);
                None
            }
        };
        if let Some(answer) = answer {
            let _ = peer.events.send(answer).await;
        }
    }
}
