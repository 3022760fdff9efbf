//! With a login: readers that do not read, frames that no client makes, floods.

use super::Pair;
use crate::support::actor::{Actor, noise, outgoing};
use crate::support::code;
use crate::support::relay::{Options, Relay};
use crate::support::socket::{Socket, upgrade};
use crate::support::wait::until_true;
use bytes::Bytes;
use consilium_proto::wire::client_frame::Frame;
use consilium_proto::wire::{Acknowledge, OutgoingEnvelope, SendBatch, SendOutcome};
use consilium_types::ids::to_hex;
use consilium_types::limits;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;
use tonic::Code;

/// The relay closes a socket with this for a frame that no client makes.
const HOSTILE: u16 = 4413;
const MEBIBYTE: u64 = 1 << 20;

#[tokio::test]
async fn readers_that_never_read_do_not_hurt_others_and_find_all_in_the_store() {
    const SLOW: usize = 12;
    const EACH: usize = 14;
    let relay = Relay::start();
    let mut pair = Pair::new(&relay).await;
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        slow.push(Actor::register(&relay).await);
    }
    let sender = Actor::register(&relay).await;
    let mut out = sender.socket().await;
    // 54 MiB while nobody listens: what the store's caches take.
    pour(&mut out, &slow, EACH, &mut pair).await;
    let before = relay.resident_bytes();
    // Now their sockets are open, and nobody ever reads them.
    let narrow = relay.endpoint().with_receive_buffer(4096);
    let mut deaf = Vec::new();
    for actor in &slow {
        let bearer = format!("Bearer {}", to_hex(&actor.token));
        deaf.push(upgrade(&narrow, Some(&bearer)).await.expect("a socket"));
    }
    pour(&mut out, &slow, EACH, &mut pair).await;
    let grown = relay.resident_bytes().saturating_sub(before);
    // Whoever kept what waits for them would need 108 MiB.
    assert!(grown < 48 * MEBIBYTE, "{} MiB more", grown / MEBIBYTE);
    drop(deaf);
    let mut awake = slow[0].socket().await;
    let mut last = 0;
    for _ in 0..2 * EACH * limits::MAX_SEND_BATCH {
        let delivered = awake.deliver().await;
        assert!(delivered.sequence > last);
        last = delivered.sequence;
        awake.acknowledge(last).await;
    }
    assert_eq!(slow[0].cursor().await.unwrap().newest, last);
}

/// Sends so many full batches of the largest envelopes to each, while a pair talks.
async fn pour(out: &mut Socket, to: &[Actor], batches: usize, pair: &mut Pair) {
    for _ in 0..batches {
        for actor in to {
            let batch = (0..limits::MAX_SEND_BATCH)
                .map(|_| {
                    outgoing(
                        actor.device(),
                        noise(&actor.prekey, limits::ENVELOPE_SIZES[3]),
                    )
                })
                .collect();
            let outcomes = out.send(batch).await;
            assert_eq!(outcomes, [SendOutcome::Stored; limits::MAX_SEND_BATCH]);
        }
        pair.talk().await;
    }
}

#[tokio::test]
async fn a_sender_that_never_reads_its_results_is_stopped_and_costs_no_memory() {
    let relay = Relay::start();
    let mut pair = Pair::new(&relay).await;
    let (from, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let before = relay.resident_bytes();
    let narrow = relay.endpoint().with_receive_buffer(4096);
    let mut deaf = Socket::open(&narrow, &from.token).await.unwrap();
    // Writes until the relay takes no more, or for long enough to fill any unbounded queue.
    let flood = async {
        for _ in 0..20_000 {
            if deaf.post(vec![to.envelope()]).await.is_err() {
                break;
            }
        }
    };
    let talk = async {
        for _ in 0..20 {
            pair.talk().await;
        }
    };
    tokio::select! {
        () = flood => pair.talk().await,
        () = talk => {}
    }
    let grown = relay.resident_bytes().saturating_sub(before);
    assert!(grown < 48 * MEBIBYTE, "{} MiB more", grown / MEBIBYTE);
}

#[tokio::test]
async fn frames_that_no_client_makes_end_that_socket_alone() {
    let relay = Relay::start();
    let mut pair = Pair::new(&relay).await;
    let to = Actor::register(&relay).await;
    let good = || to.envelope();
    let batch = |envelopes: Vec<OutgoingEnvelope>| {
        let frame = consilium_proto::wire::ClientFrame {
            frame: Some(Frame::Send(SendBatch {
                batch: 1,
                envelopes,
            })),
        };
        Message::Binary(prost::Message::encode_to_vec(&frame).into())
    };
    let short_id = OutgoingEnvelope {
        envelope_id: Bytes::from_static(&[1; 15]),
        ..good()
    };
    let short_device = OutgoingEnvelope {
        device_id: Bytes::from_static(&[1; 17]),
        ..good()
    };
    let hostile = [
        ("text", Message::text("hello")),
        (
            "no protobuf",
            Message::Binary(Bytes::from_static(&[0xff; 40])),
        ),
        ("65 envelopes", batch((0..65).map(|_| good()).collect())),
        ("no envelopes", batch(Vec::new())),
        ("a short envelope id", batch(vec![good(), short_id])),
        ("a long device id", batch(vec![short_device])),
        (
            "half a mebibyte and a byte",
            Message::Binary(vec![0; (512 << 10) + 1].into()),
        ),
        ("16 mebibytes", Message::Binary(vec![0; 16 << 20].into())),
    ];
    for (what, message) in hostile {
        let actor = Actor::register(&relay).await;
        let mut socket = actor.socket().await;
        // The relay may close while a large message is still on its way.
        let _ = socket.write_message(message).await;
        let closed = socket.close_code().await;
        assert!(
            closed == Some(HOSTILE) || (what.contains("bytes") && closed.is_none()),
            "{what}: {closed:?}"
        );
        pair.talk().await;
    }
    assert!(
        to.fetch_all().await.is_empty(),
        "nothing of a hostile frame is stored"
    );
}

#[tokio::test]
async fn endless_acknowledgements_and_pings_hurt_nobody() {
    let relay = Relay::start();
    let mut pair = Pair::new(&relay).await;
    let noisy = Actor::register(&relay).await;
    let mut socket = noisy.socket().await;
    for round in 0..5000_u64 {
        let written = if round % 2 == 0 {
            socket
                .write(Frame::Acknowledge(Acknowledge {
                    up_to: u64::MAX - round,
                }))
                .await
        } else {
            socket
                .write_message(Message::Ping(Bytes::from_static(&[0; 125])))
                .await
        };
        if written.is_err() {
            break;
        }
        if round % 500 == 0 {
            pair.talk().await;
        }
    }
    pair.talk().await;
}

#[tokio::test]
async fn a_flood_of_sends_is_answered_later_and_others_send_on() {
    let relay = Relay::start_with(Options {
        settings: vec![
            ("LIMITS__SENDS", "{ burst = 300, per_minute = 60 }".into()),
            (
                "LIMITS__SENDS_PER_RECIPIENT",
                "{ burst = 200, per_minute = 60 }".into(),
            ),
        ],
        ..Options::default()
    });
    let (from, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let other = Actor::register(&relay).await;
    let mut socket = from.socket().await;
    let mut stored = 0;
    let wait = loop {
        let batch = (0..64).map(|_| to.envelope()).collect();
        socket.post(batch).await.unwrap();
        let results = socket.results().await.unwrap();
        let outcomes: Vec<_> = results.outcomes().collect();
        stored += outcomes
            .iter()
            .filter(|&&outcome| outcome == SendOutcome::Stored)
            .count();
        if outcomes.contains(&SendOutcome::Later) {
            assert!(results.retry_after_ms > 0);
            break results.retry_after_ms;
        }
        assert!(stored <= 200, "no limit");
    };
    assert!((200..=210).contains(&stored), "{stored}");
    // To another recipient the account's own limit is what counts.
    let more: Vec<_> = (0..64).map(|_| other.envelope()).collect();
    let outcomes = socket.send(more).await;
    assert!(outcomes.contains(&SendOutcome::Stored));
    let mut bystander = other.socket().await;
    assert_eq!(
        bystander.send(vec![to.envelope()]).await,
        [SendOutcome::Stored]
    );
    relay.advance(Duration::from_millis(wait + 1)).await;
    assert_eq!(
        socket.send(vec![to.envelope()]).await,
        [SendOutcome::Stored]
    );
}

#[tokio::test]
async fn oversize_calls_are_refused_without_memory() {
    let relay = Relay::start();
    let mut pair = Pair::new(&relay).await;
    let before = relay.resident_bytes();
    let ids = vec![pair.from.account(); 2_000_000];
    assert_ne!(code(pair.from.statements(&ids).await), Code::Ok);
    assert_ne!(
        code(pair.from.put_statement(&vec![7; 30 << 20]).await),
        Code::Ok
    );
    assert_ne!(code(pair.from.find(vec![1; 4_000_000]).await), Code::Ok);
    pair.talk().await;
    let grown = relay.resident_bytes().saturating_sub(before);
    assert!(grown < 24 * MEBIBYTE, "{} MiB more", grown / MEBIBYTE);
}

#[tokio::test]
async fn an_account_asks_about_ten_thousand_numbers_a_day_and_no_more() {
    let relay = Relay::start();
    let (mut asker, other) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let hashes = |count: u64| (0..count).collect::<Vec<_>>();
    assert!(asker.find(hashes(9_999)).await.unwrap().is_empty());
    asker.find(hashes(1)).await.unwrap();
    let refused = asker.find(hashes(1)).await;
    assert_eq!(code(refused), Code::ResourceExhausted);
    assert_ne!(code(other.find(hashes(10_001)).await), Code::Ok);
    other.find(hashes(10_000)).await.unwrap();
    relay.advance(Duration::from_secs(24 * 3600)).await;
    asker.log_in_again().await;
    asker.find(hashes(1)).await.unwrap();
}

#[tokio::test]
async fn sockets_opened_and_dropped_in_a_hurry_leave_nothing_behind() {
    let relay = Relay::start();
    let mut pair = Pair::new(&relay).await;
    let hasty = Actor::register(&relay).await;
    for _ in 0..20 {
        let _ = hasty.socket().await;
    }
    let before = relay.resident_bytes();
    for round in 0..150 {
        let socket = hasty.socket().await;
        drop(socket);
        if round % 50 == 0 {
            pair.talk().await;
        }
    }
    pair.talk().await;
    let descriptors = || {
        let path = format!("/proc/{}/fd", relay.process().as_raw_nonzero());
        std::fs::read_dir(path).unwrap().count()
    };
    until_true("closed sockets", || descriptors() < 60).await;
    let grown = relay.resident_bytes().saturating_sub(before);
    assert!(grown < 16 * MEBIBYTE, "{} MiB more", grown / MEBIBYTE);
}
