//! A session that serves.

use std::collections::VecDeque;
use std::sync::Arc;

use consilium_proto::convert::relay::{Delivered, Outgoing, RelayEvent, SendBatch, SendOutcome};
use consilium_store::{Cursor, StoredEnvelope};
use consilium_types::Timestamp;

use super::{
    Action, DELIVER_BATCH, DELIVER_BYTES, Draining, Event, FETCH, FETCH_ROOM, IN_FLIGHT, Pairs,
    Submission, WINDOW,
};
use crate::limits::{Bucket, Wait};

/// What a session may send.
#[derive(Debug)]
pub struct Allowance {
    /// Envelopes of the account, all its devices together.
    pub account: Arc<Bucket>,
    /// Envelopes to one device.
    pub pairs: Pairs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// Reading the store, while new envelopes queue up.
    Fetching,
    /// The window is full; envelopes stay in the store.
    Waiting,
    /// Caught up: what is stored comes straight.
    Live,
}

/// A session that serves.
#[derive(Debug)]
pub struct Ready {
    allowance: Allowance,
    source: Source,
    /// Highest position delivered on this socket.
    delivered: u64,
    /// Positions delivered and not acknowledged.
    window: VecDeque<u64>,
    in_flight: usize,
}

impl Ready {
    /// Starts at the device's cursor.
    pub fn start(cursor: Cursor, now: Timestamp, allowance: Allowance) -> (Self, Vec<Action>) {
        let ready = Self {
            allowance,
            source: Source::Fetching,
            delivered: cursor.acknowledged,
            window: VecDeque::new(),
            in_flight: 0,
        };
        let actions = vec![
            Action::Write(RelayEvent::Ready {
                relay_time: now,
                acknowledged: cursor.acknowledged,
            }),
            Action::SetLive(true),
            Action::Fetch {
                after: cursor.acknowledged,
                limit: FETCH,
            },
        ];
        (ready, actions)
    }

    /// Whether more frames of the client can be taken.
    pub const fn wants_frames(&self) -> bool {
        self.in_flight < IN_FLIGHT
    }

    /// Whether queued envelopes can be taken.
    pub fn wants_envelopes(&self) -> bool {
        self.source == Source::Live
    }

    /// What follows from an event.
    pub fn handle(&mut self, event: Event, now_us: u64) -> Vec<Action> {
        match event {
            Event::Send(send) => self.send(send, now_us),
            Event::Acknowledge { up_to } => self.acknowledge(up_to),
            Event::Fetched { envelopes, limit } => self.fetched(envelopes, limit),
            Event::Live {
                envelopes,
                overflowed,
            } => self.live(envelopes, overflowed),
            Event::Answered { envelopes } => {
                self.in_flight = self.in_flight.saturating_sub(envelopes);
                Vec::new()
            }
        }
    }

    /// The relay shuts down: sends under way are still answered.
    pub fn drain(self) -> (Draining, Vec<Action>) {
        Draining::start(self.in_flight)
    }

    fn send(&mut self, send: SendBatch, now_us: u64) -> Vec<Action> {
        let SendBatch { batch, envelopes } = send;
        self.in_flight = self.in_flight.saturating_add(envelopes.len());
        let mut submission = Submission {
            batch,
            outcomes: Vec::with_capacity(envelopes.len()),
            envelopes: Vec::with_capacity(envelopes.len()),
            retry_after_ms: 0,
        };
        for outgoing in envelopes {
            let outcome = if outgoing.sealed.is_none() {
                SendOutcome::Refused
            } else if let Err(wait) = self.allow(&outgoing, now_us) {
                submission.retry_after_ms = submission.retry_after_ms.max(wait.ms);
                SendOutcome::Later
            } else {
                submission.envelopes.push(outgoing);
                SendOutcome::Unspecified
            };
            submission.outcomes.push(outcome);
        }
        vec![Action::Submit(submission)]
    }

    fn allow(&mut self, outgoing: &Outgoing, now_us: u64) -> Result<(), Wait> {
        self.allowance.pairs.take(outgoing.device, now_us)?;
        self.allowance.account.take(1, now_us)
    }

    fn acknowledge(&mut self, up_to: u64) -> Vec<Action> {
        // Nobody acknowledges what is still to come: it would never be delivered.
        let up_to = up_to.min(self.delivered);
        let news = self.window.front().is_some_and(|first| *first <= up_to);
        while self.window.front().is_some_and(|first| *first <= up_to) {
            self.window.pop_front();
        }
        if self.window.is_empty() {
            // An idle socket keeps no memory for its window.
            self.window = VecDeque::new();
        }
        let mut actions = vec![Action::Acknowledge { up_to }];
        if news && self.source == Source::Waiting && self.room() >= FETCH_ROOM {
            actions.extend(self.fetch());
        }
        actions
    }

    fn fetched(&mut self, envelopes: Vec<StoredEnvelope>, limit: usize) -> Vec<Action> {
        let more = envelopes.len() >= limit;
        let mut actions = self.deliver(envelopes);
        if !more {
            self.source = Source::Live;
        } else if self.room() == 0 {
            actions.push(self.wait());
        } else {
            actions.push(self.next_fetch());
        }
        actions
    }

    fn live(&mut self, mut envelopes: Vec<StoredEnvelope>, overflowed: bool) -> Vec<Action> {
        // What the last fetch brought may be queued too.
        if envelopes
            .iter()
            .any(|stored| stored.sequence <= self.delivered)
        {
            envelopes.retain(|stored| stored.sequence > self.delivered);
        }
        if overflowed || !self.follow(&envelopes) {
            return if self.room() == 0 {
                vec![self.wait()]
            } else {
                self.fetch()
            };
        }
        let room = self.room();
        let fits = envelopes.len() <= room;
        envelopes.truncate(room);
        let mut actions = self.deliver(envelopes);
        if !fits {
            actions.push(self.wait());
        }
        actions
    }

    /// Whether these are the very next positions. If one is missing, it was deleted, or it is late:
    /// then the client's next acknowledgement would pass over it for ever. The store knows.
    fn follow(&self, envelopes: &[StoredEnvelope]) -> bool {
        let next = self.delivered.saturating_add(1)..;
        envelopes
            .iter()
            .map(|stored| stored.sequence)
            .eq(next.take(envelopes.len()))
    }

    #[cfg(test)]
    pub(super) fn window_len(&self) -> usize {
        self.window.len()
    }

    fn wait(&mut self) -> Action {
        self.source = Source::Waiting;
        Action::SetLive(false)
    }

    /// From the store again: first queue what comes, then read, so that nothing falls between.
    fn fetch(&mut self) -> Vec<Action> {
        self.source = Source::Fetching;
        vec![Action::SetLive(true), self.next_fetch()]
    }

    fn next_fetch(&self) -> Action {
        Action::Fetch {
            after: self.delivered,
            limit: self.room().min(FETCH),
        }
    }

    fn room(&self) -> usize {
        WINDOW.saturating_sub(self.window.len())
    }

    fn deliver(&mut self, envelopes: Vec<StoredEnvelope>) -> Vec<Action> {
        let mut actions = Vec::new();
        let mut batch = Vec::with_capacity(envelopes.len().min(DELIVER_BATCH));
        let mut bytes = 0_usize;
        for stored in envelopes {
            let StoredEnvelope {
                sequence,
                arrived,
                envelope,
            } = stored;
            let size = envelope.len();
            let full = bytes.saturating_add(size) > DELIVER_BYTES || batch.len() >= DELIVER_BATCH;
            if full && !batch.is_empty() {
                actions.push(Action::Write(RelayEvent::Deliver(std::mem::take(
                    &mut batch,
                ))));
                bytes = 0;
            }
            self.delivered = self.delivered.max(sequence);
            self.window.push_back(sequence);
            bytes = bytes.saturating_add(size);
            batch.push(Delivered {
                sequence,
                arrived,
                envelope,
            });
        }
        if !batch.is_empty() {
            actions.push(Action::Write(RelayEvent::Deliver(batch)));
        }
        actions
    }
}
