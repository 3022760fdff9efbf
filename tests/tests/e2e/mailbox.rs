//! Sending, delivery, the cursor, and the window of a socket.

use crate::support::actor::{Actor, Keys, copy, noise, now, outgoing, random};
use crate::support::code;
use crate::support::relay::Relay;
use crate::support::wait::until;
use bytes::Bytes;
use consilium_proto::wire::{OutgoingEnvelope, SendOutcome};
use consilium_types::{Timestamp, limits};
use std::time::Duration;
use tonic::Code;

/// Envelopes a socket may have unacknowledged.
const WINDOW: usize = 512;

fn same(sent: &OutgoingEnvelope, stored: &[u8]) -> bool {
    sent.envelope == stored
}

#[tokio::test]
async fn each_envelope_of_a_batch_gets_the_answer_it_deserves() {
    let relay = Relay::start();
    let (sender, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = sender.socket().await;
    let first = to.envelope();
    let foreign_prekey = noise(&Keys::generate().prekey(now()), limits::ENVELOPE_SIZES[0]);
    let mut version = noise(&to.prekey, limits::ENVELOPE_SIZES[0]).to_vec();
    version[0] = 2;
    let unknown = Keys::generate().device();
    let batch = vec![
        first.clone(),
        outgoing(unknown, noise(&to.prekey, limits::ENVELOPE_SIZES[0])),
        outgoing(to.device(), foreign_prekey),
        outgoing(to.device(), noise(&to.prekey, 1712)),
        outgoing(to.device(), noise(&to.prekey, 2000)),
        outgoing(to.device(), version.into()),
        outgoing(to.device(), Bytes::new()),
        outgoing(to.device(), noise(&to.prekey, limits::ENVELOPE_SIZES[3])),
    ];
    let outcomes = socket.send(batch).await;
    let expected = [
        SendOutcome::Stored,
        SendOutcome::UnknownDevice,
        SendOutcome::StalePrekey,
        SendOutcome::Refused,
        SendOutcome::Refused,
        SendOutcome::Refused,
        SendOutcome::Refused,
        SendOutcome::Stored,
    ];
    assert_eq!(outcomes, expected);
    assert_eq!(
        socket.send(vec![first.clone()]).await,
        [SendOutcome::Duplicate]
    );
    let stored = to.fetch_all().await;
    assert_eq!(stored.len(), 2);
    assert!(same(&first, &stored[0].envelope));
}

#[tokio::test]
async fn every_size_of_envelope_arrives_byte_for_byte_in_order() {
    let relay = Relay::start();
    let (sender, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let (mut out, mut incoming) = (sender.socket().await, to.socket().await);
    let sent: Vec<_> = (0..40)
        .map(|index| {
            outgoing(
                to.device(),
                noise(&to.prekey, limits::ENVELOPE_SIZES[index % 4]),
            )
        })
        .collect();
    let outcomes = out.send(sent.clone()).await;
    assert_eq!(outcomes, [SendOutcome::Stored; 40]);
    let mut last = 0;
    for envelope in &sent {
        let delivered = incoming.deliver().await;
        assert!(same(envelope, &delivered.envelope));
        assert!(delivered.sequence > last);
        assert_eq!(delivered.arrived % Timestamp::HOUR_MS, 0);
        assert!(Timestamp(delivered.arrived).distance(now()) < 2 * Timestamp::HOUR_MS);
        last = delivered.sequence;
    }
    assert!(sender.fetch_all().await.is_empty());
}

#[tokio::test]
async fn the_prekey_before_the_newest_is_good_for_another_day() {
    let relay = Relay::start();
    let (mut sender, mut to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let old = to.prekey.clone();
    let send = async |sender: &Actor, prekey| {
        let envelope = outgoing(to.device(), noise(prekey, limits::ENVELOPE_SIZES[0]));
        sender.socket().await.send(vec![envelope]).await[0]
    };
    let newer = to.keys.prekey(now().plus(60_000));
    to.put_prekey(newer.as_bytes()).await.unwrap();
    assert_eq!(send(&sender, &old).await, SendOutcome::Stored);
    assert_eq!(send(&sender, &newer).await, SendOutcome::Stored);
    relay.advance(Duration::from_secs(25 * 3600)).await;
    sender.log_in_again().await;
    assert_eq!(send(&sender, &old).await, SendOutcome::StalePrekey);
    assert_eq!(send(&sender, &newer).await, SendOutcome::Stored);
    to.log_in_again().await;
    assert_eq!(to.fetch_all().await.len(), 3);
}

#[tokio::test]
async fn the_cursor_is_cumulative_and_only_moves_forward() {
    let relay = Relay::start();
    let (sender, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let batch = (0..10).map(|_| to.envelope()).collect();
    sender.socket().await.send(batch).await;
    let mut socket = to.socket().await;
    assert_eq!(socket.ready.acknowledged, 0);
    let mut sequences = Vec::new();
    for _ in 0..10 {
        sequences.push(socket.deliver().await.sequence);
    }
    socket.acknowledge(sequences[6]).await;
    socket.acknowledge(sequences[2]).await;
    socket.settle().await.unwrap();
    let mut socket = to.socket().await;
    assert_eq!(socket.ready.acknowledged, sequences[6]);
    assert_eq!(socket.deliver().await.sequence, sequences[7]);
    let cursor = to.cursor().await.unwrap();
    assert_eq!(cursor.acknowledged, sequences[6]);
    assert_eq!(cursor.newest, sequences[9]);
    // What is acknowledged stays for 30 days.
    let page = to.fetch(0, 0).await.unwrap();
    assert_eq!(page.envelopes.len(), 10);
    assert!(!page.more);
}

#[tokio::test]
async fn an_acknowledgement_of_what_was_never_stored_loses_nothing() {
    let relay = Relay::start();
    let (sender, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut out = sender.socket().await;
    out.send(vec![to.envelope()]).await;
    let mut socket = to.socket().await;
    socket.deliver().await;
    socket.acknowledge(u64::MAX).await;
    let _ = socket.settle().await;
    drop(socket);
    let after = to.envelope();
    out.send(vec![after.clone()]).await;
    let mut socket = to.socket().await;
    let newest = loop {
        let delivered = socket.deliver().await;
        if same(&after, &delivered.envelope) {
            break delivered;
        }
    };
    assert!(newest.sequence < u64::MAX);
}

#[tokio::test]
async fn a_mailbox_is_read_in_pages_from_any_cursor() {
    let relay = Relay::start();
    let (sender, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let sent: Vec<_> = (0..300).map(|_| to.envelope()).collect();
    let mut socket = sender.socket().await;
    for batch in sent.chunks(limits::MAX_SEND_BATCH) {
        socket.send(batch.to_vec()).await;
    }
    let first = to.fetch(0, 0).await.unwrap();
    assert_eq!(first.envelopes.len(), 256);
    assert!(first.more);
    let small = to.fetch(first.envelopes[9].sequence, 5).await.unwrap();
    assert_eq!(small.envelopes, first.envelopes[10..15]);
    assert!(small.more);
    let huge = to.fetch(0, u32::MAX).await.unwrap();
    assert!(huge.envelopes.len() <= 256);
    let all = to.fetch_all().await;
    assert_eq!(all.len(), 300);
    assert!(
        sent.iter()
            .zip(&all)
            .all(|(sent, got)| same(sent, &got.envelope))
    );
    assert!(to.fetch(u64::MAX, 0).await.unwrap().envelopes.is_empty());
}

#[tokio::test]
async fn an_envelope_is_deleted_by_its_own_device_alone() {
    let relay = Relay::start();
    let (one, two) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = one.socket().await;
    socket.send(vec![two.envelope(), two.envelope()]).await;
    let stored = two.fetch_all().await;
    assert!(!one.delete_envelope(stored[0].sequence).await.unwrap());
    assert_eq!(two.fetch_all().await.len(), 2);
    assert!(two.delete_envelope(stored[0].sequence).await.unwrap());
    assert!(!two.delete_envelope(stored[0].sequence).await.unwrap());
    assert_eq!(two.fetch_all().await, stored[1..]);
}

#[tokio::test]
async fn at_most_512_envelopes_are_delivered_and_unacknowledged() {
    let relay = Relay::start();
    let (sender, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut out = sender.socket().await;
    for _ in 0..11 {
        let batch = (0..64).map(|_| to.envelope()).collect();
        out.send(batch).await;
    }
    let mut socket = to.socket().await;
    let mut last = 0;
    for _ in 0..WINDOW {
        last = socket.deliver().await.sequence;
    }
    // Neither asking again nor new mail opens the window.
    out.send(vec![to.envelope()]).await;
    socket.settle().await.unwrap();
    assert_eq!(socket.waiting(), 0);
    socket.acknowledge(last).await;
    for _ in 0..11 * 64 + 1 - WINDOW {
        last = socket.deliver().await.sequence;
    }
    socket.settle().await.unwrap();
    assert_eq!(socket.waiting(), 0);
    assert_eq!(last, to.cursor().await.unwrap().newest);
}

#[tokio::test]
async fn an_envelope_id_is_only_a_duplicate_in_the_same_mailbox() {
    let relay = Relay::start();
    let (one, two) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = one.socket().await;
    let id = copy(&random::<16>());
    let to_two = OutgoingEnvelope {
        envelope_id: id.clone(),
        ..two.envelope()
    };
    let to_one = OutgoingEnvelope {
        envelope_id: id,
        ..one.envelope()
    };
    let outcomes = socket.send(vec![to_two.clone(), to_one, to_two]).await;
    let expected = [
        SendOutcome::Stored,
        SendOutcome::Stored,
        SendOutcome::Duplicate,
    ];
    assert_eq!(outcomes, expected);
    assert_eq!(
        (one.fetch_all().await.len(), two.fetch_all().await.len()),
        (1, 1)
    );
}

#[tokio::test]
async fn nobody_reads_the_mailbox_of_another() {
    let relay = Relay::start();
    let (one, two) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = one.socket().await;
    socket.send(vec![two.envelope()]).await;
    assert!(one.fetch_all().await.is_empty());
    socket.settle().await.unwrap();
    assert_eq!(socket.waiting(), 0);
    assert_eq!(two.fetch_all().await.len(), 1);
}

#[tokio::test]
async fn a_mailbox_takes_fifty_thousand_unacknowledged_envelopes_and_no_more() {
    const UNDER_WAY: u64 = 8;
    let relay = Relay::start();
    let (sender, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = sender.socket().await;
    let batches = limits::MAX_MAILBOX / limits::MAX_SEND_BATCH as u64 + 2;
    let (mut stored, mut full) = (0, 0);
    for batch in 0..batches + UNDER_WAY {
        if batch < batches {
            let envelopes = (0..limits::MAX_SEND_BATCH).map(|_| to.envelope());
            socket.post(envelopes.collect()).await.unwrap();
        }
        if batch >= UNDER_WAY {
            for outcome in socket.results().await.unwrap().outcomes() {
                match outcome {
                    SendOutcome::Stored if full == 0 => stored += 1,
                    SendOutcome::Full => full += 1,
                    other => panic!("{other:?} after {stored} stored and {full} full"),
                }
            }
        }
    }
    assert_eq!(stored, limits::MAX_MAILBOX);
    assert!(full > 0);
    let newest = to.cursor().await.unwrap().newest;
    let mut reader = to.socket().await;
    let first = reader.deliver().await.sequence;
    reader.acknowledge(first).await;
    // One acknowledged makes room for one.
    let outcome = until("room", async || {
        let outcome = socket.send(vec![to.envelope()]).await[0];
        (outcome != SendOutcome::Full).then_some(outcome)
    });
    assert_eq!(outcome.await, SendOutcome::Stored);
    assert_eq!(socket.send(vec![to.envelope()]).await, [SendOutcome::Full]);
    assert_eq!(to.cursor().await.unwrap().newest, newest + 1);
}

#[tokio::test]
async fn a_deleted_position_is_never_given_again() {
    let relay = Relay::start();
    let (one, two) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let mut socket = one.socket().await;
    socket.send(vec![two.envelope()]).await;
    let first = two.fetch_all().await[0].sequence;
    two.delete_envelope(first).await.unwrap();
    socket.send(vec![two.envelope()]).await;
    assert!(two.fetch_all().await[0].sequence > first);
}

#[tokio::test]
async fn a_fetch_without_login_says_nothing_about_a_mailbox() {
    let relay = Relay::start();
    let actor = Actor::register(&relay).await;
    let nobody = Bytes::from_static(&[3; 32]);
    assert_eq!(
        code(actor.fetch_by(&nobody, 0, 0).await),
        Code::Unauthenticated
    );
    assert_eq!(code(actor.cursor_by(&nobody).await), Code::Unauthenticated);
}
