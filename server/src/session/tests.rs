use super::*;
use crate::limits::{Bucket, Rate};
use bytes::Bytes;
use consilium_proto::convert::relay::SealedEnvelope;
use consilium_store::Cursor;
use consilium_types::{DeviceId, EnvelopeId, Timestamp};
use proptest::prelude::*;
use std::sync::Arc;

const PLENTY: Rate = Rate::new(100_000, 100_000);

fn start(acknowledged: u64, rate: Rate) -> Ready {
    let allowance = Allowance {
        account: Arc::new(Bucket::new(rate)),
        pairs: Pairs::new(PLENTY),
    };
    let cursor = Cursor {
        acknowledged,
        newest: 0,
    };
    let (ready, actions) = Ready::start(cursor, Timestamp(5), allowance);
    let limit = FETCH;
    assert_eq!(
        actions,
        [
            Action::Write(RelayEvent::Ready {
                relay_time: Timestamp(5),
                acknowledged,
            }),
            Action::SetLive(true),
            Action::Fetch {
                after: acknowledged,
                limit,
            },
        ]
    );
    ready
}

fn stored(sequences: impl IntoIterator<Item = u64>) -> Vec<StoredEnvelope> {
    sequences
        .into_iter()
        .map(|sequence| StoredEnvelope {
            sequence,
            arrived: Timestamp(0),
            envelope: Bytes::from_static(&[1; 1713]),
        })
        .collect()
}

fn delivered(actions: &[Action]) -> Vec<u64> {
    let frames = actions.iter().filter_map(|action| match action {
        Action::Write(RelayEvent::Deliver(envelopes)) => Some(envelopes),
        _ => None,
    });
    frames.flatten().map(|stored| stored.sequence).collect()
}

fn fetched(ready: &mut Ready, sequences: std::ops::Range<u64>, limit: usize) -> Vec<Action> {
    let envelopes = stored(sequences);
    ready.handle(Event::Fetched { envelopes, limit }, 0)
}

fn live(ready: &mut Ready, sequences: impl IntoIterator<Item = u64>) -> Vec<Action> {
    let envelopes = stored(sequences);
    let event = Event::Live {
        envelopes,
        overflowed: false,
    };
    ready.handle(event, 0)
}

#[test]
fn an_empty_mailbox_is_live_at_once() {
    let mut ready = start(7, PLENTY);
    assert!(!ready.wants_envelopes());
    assert_eq!(fetched(&mut ready, 0..0, FETCH), []);
    assert!(ready.wants_envelopes());
    assert_eq!(delivered(&live(&mut ready, 8..10)), [8, 9]);
}

#[test]
fn what_the_fetch_brought_is_not_delivered_again() {
    let mut ready = start(0, PLENTY);
    fetched(&mut ready, 1..4, FETCH);
    assert_eq!(delivered(&live(&mut ready, 2..6)), [4, 5]);
}

#[test]
fn an_envelope_that_comes_after_its_successor_is_delivered_and_in_order() {
    let mut ready = start(0, PLENTY);
    fetched(&mut ready, 0..0, FETCH);
    let read_again = [
        Action::SetLive(true),
        Action::Fetch {
            after: 0,
            limit: FETCH,
        },
    ];
    assert_eq!(live(&mut ready, [2]), read_again);
    assert!(!ready.wants_envelopes());
    assert_eq!(delivered(&fetched(&mut ready, 1..3, FETCH)), [1, 2]);
    assert_eq!(live(&mut ready, [1]), []);
    assert_eq!(delivered(&live(&mut ready, [3])), [3]);
}

#[test]
fn envelopes_out_of_order_in_one_turn_are_read_from_the_store() {
    for queued in [&[2, 1][..], &[1, 3, 2], &[1, 3], &[2, 3, 1]] {
        let mut ready = start(0, PLENTY);
        fetched(&mut ready, 0..0, FETCH);
        let actions = live(&mut ready, queued.iter().copied());
        assert!(delivered(&actions).is_empty());
        assert!(matches!(
            actions.as_slice(),
            [Action::SetLive(true), Action::Fetch { after: 0, .. }]
        ));
        assert_eq!(delivered(&fetched(&mut ready, 1..4, FETCH)), [1, 2, 3]);
    }
}

#[test]
fn a_deliver_frame_is_bounded() {
    let mut ready = start(0, PLENTY);
    let actions = fetched(&mut ready, 1..101, FETCH);
    assert!(actions.len() > 1);
    for action in &actions {
        let Action::Write(RelayEvent::Deliver(envelopes)) = action else {
            panic!("a deliver frame");
        };
        let bytes: usize = envelopes.iter().map(|e| e.envelope.len()).sum();
        assert!(bytes <= DELIVER_BYTES);
    }
    assert_eq!(delivered(&actions), (1..101).collect::<Vec<_>>());
}

#[test]
fn a_reader_that_does_not_acknowledge_goes_back_to_the_store_and_on_when_it_does() {
    let mut ready = start(0, PLENTY);
    fetched(&mut ready, 0..0, FETCH);
    let actions = live(&mut ready, 1..600);
    assert_eq!(delivered(&actions), (1..=512).collect::<Vec<_>>());
    assert_eq!(actions.last(), Some(&Action::SetLive(false)));
    assert!(!ready.wants_envelopes());
    let little = ready.handle(Event::Acknowledge { up_to: 10 }, 0);
    assert_eq!(little, [Action::Acknowledge { up_to: 10 }]);
    let enough = ready.handle(Event::Acknowledge { up_to: 300 }, 0);
    assert_eq!(
        enough,
        [
            Action::Acknowledge { up_to: 300 },
            Action::SetLive(true),
            Action::Fetch {
                after: 512,
                limit: FETCH,
            },
        ]
    );
}

#[test]
fn an_overflowed_queue_is_read_from_the_store() {
    let mut ready = start(0, PLENTY);
    fetched(&mut ready, 1..3, FETCH);
    let overflow = Event::Live {
        envelopes: Vec::new(),
        overflowed: true,
    };
    assert_eq!(
        ready.handle(overflow, 0),
        [
            Action::SetLive(true),
            Action::Fetch {
                after: 2,
                limit: FETCH,
            },
        ]
    );
}

fn send(count: u8) -> SendBatch {
    let mut bytes = vec![0; 1713];
    bytes[0] = 1;
    let outgoing = |n| Outgoing {
        envelope_id: EnvelopeId::new([n; 16]),
        device: DeviceId::new([n; 16]),
        sealed: SealedEnvelope::parse(bytes.clone().into()),
    };
    SendBatch {
        batch: 9,
        envelopes: (0..count).map(outgoing).collect(),
    }
}

#[test]
fn a_send_over_the_rate_is_answered_later_in_its_place() {
    let mut ready = start(0, Rate::new(2, 60));
    let mut batch = send(4);
    batch.envelopes[0].sealed = None;
    let actions = ready.handle(Event::Send(batch), 0);
    let [Action::Submit(submission)] = actions.as_slice() else {
        panic!("one submission");
    };
    use SendOutcome::{Later, Refused, Unspecified};
    assert_eq!(
        submission.outcomes,
        [Refused, Unspecified, Unspecified, Later]
    );
    assert_eq!(submission.envelopes.len(), 2);
    assert_eq!(submission.retry_after_ms, 1000);
}

#[test]
fn a_socket_with_too_much_under_way_is_not_read() {
    let mut ready = start(0, PLENTY);
    for _ in 0..8 {
        assert!(ready.wants_frames());
        ready.handle(Event::Send(send(64)), 0);
    }
    assert!(!ready.wants_frames());
    ready.handle(Event::Answered { envelopes: 64 }, 0);
    assert!(ready.wants_frames());
}

#[test]
fn draining_answers_what_is_under_way_and_closes() {
    let mut ready = start(0, PLENTY);
    ready.handle(Event::Send(send(3)), 0);
    let (mut draining, actions) = ready.drain();
    assert_eq!(
        actions,
        [Action::SetLive(false), Action::Write(RelayEvent::Draining)]
    );
    assert_eq!(draining.answered(1), []);
    assert_eq!(draining.answered(2), [Action::Close(CloseCode::Draining)]);
    let (_, actions) = start(0, PLENTY).drain();
    assert_eq!(actions.last(), Some(&Action::Close(CloseCode::Draining)));
}

/// A store and a queue as they really behave, driven by a random schedule.
struct World {
    ready: Ready,
    newest: u64,
    live: bool,
    queue: Vec<u64>,
    /// Stored, and not yet brought to the queue.
    late: Vec<u64>,
    overflowed: bool,
    fetch: Option<(u64, usize)>,
    got: Vec<u64>,
}

impl World {
    fn act(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Write(RelayEvent::Deliver(envelopes)) => {
                    self.got
                        .extend(envelopes.iter().map(|stored| stored.sequence));
                }
                Action::SetLive(live) => {
                    self.live = live;
                    self.queue.clear();
                    self.overflowed = false;
                }
                Action::Fetch { after, limit } => {
                    assert!(self.fetch.is_none(), "one fetch at a time");
                    assert!(limit > 0);
                    self.fetch = Some((after, limit));
                }
                _ => {}
            }
        }
    }

    fn store(&mut self, count: u64) {
        let first = self.newest + 1;
        self.newest += count;
        self.queue(first..=self.newest);
    }

    /// Another call of the store, whose answer overtakes those that come later.
    fn store_late(&mut self, count: u64) {
        let first = self.newest + 1;
        self.newest += count;
        self.late.extend(first..=self.newest);
    }

    fn bring_late(&mut self) {
        let late = std::mem::take(&mut self.late);
        self.queue(late);
    }

    fn queue(&mut self, stored: impl IntoIterator<Item = u64>) {
        if self.live && !self.overflowed {
            self.queue.extend(stored);
        }
        if self.queue.len() > 256 {
            self.queue.clear();
            self.overflowed = true;
        }
    }

    fn answer_fetch(&mut self) {
        if let Some((after, limit)) = self.fetch.take() {
            let last = self.newest.min(after + limit as u64);
            let actions = fetched(&mut self.ready, after + 1..last + 1, limit);
            self.act(actions);
        }
    }

    fn take_queue(&mut self) {
        if self.ready.wants_envelopes() && (!self.queue.is_empty() || self.overflowed) {
            let event = Event::Live {
                envelopes: stored(std::mem::take(&mut self.queue)),
                overflowed: std::mem::take(&mut self.overflowed),
            };
            let actions = self.ready.handle(event, 0);
            self.act(actions);
        }
    }

    fn acknowledge(&mut self, share: u64) {
        let last = self.got.last().copied().unwrap_or_default();
        let up_to = last.saturating_sub(share);
        let actions = self.ready.handle(Event::Acknowledge { up_to }, 0);
        self.act(actions);
    }
}

proptest! {
    #[test]
    fn whatever_the_schedule_every_envelope_is_delivered_once_and_in_order(
        steps in prop::collection::vec((0_u8..6, 1_u64..400), 1..120),
    ) {
        let mut world = World {
            ready: start(0, PLENTY),
            newest: 0,
            live: true,
            queue: Vec::new(),
            late: Vec::new(),
            overflowed: false,
            fetch: Some((0, FETCH)),
            got: Vec::new(),
        };
        for (step, count) in steps {
            match step {
                0 => world.store(count),
                1 => world.answer_fetch(),
                2 => world.take_queue(),
                3 => world.store_late(count),
                4 => world.bring_late(),
                _ => world.acknowledge(count),
            }
            let unacknowledged = world.ready.window_len();
            prop_assert!(unacknowledged <= WINDOW);
        }
        world.bring_late();
        while world.got.len() < usize::try_from(world.newest).unwrap() {
            let before = world.got.len();
            world.answer_fetch();
            world.take_queue();
            world.acknowledge(0);
            world.answer_fetch();
            prop_assert!(world.got.len() > before, "it goes on");
        }
        prop_assert_eq!(world.got, (1..=world.newest).collect::<Vec<_>>());
    }
}
