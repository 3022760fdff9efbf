//! Envelopes and frames with other bytes than their sender's.

use super::{Scene, once_gathered};
use crate::support::actor::now;
use crate::support::person::text_of;
use crate::support::wait::until;
use consilium_client::api::{Delivery, Event};
use consilium_proto::wire::{self, SendOutcome, StoredEnvelope};
use consilium_types::Timestamp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changed_envelopes_are_refused_and_counted_and_their_neighbours_come_through() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let device = scene.device(ben);
    let bad = |change: fn(&mut Vec<u8>)| {
        move |one: &StoredEnvelope| {
            let mut bytes = one.envelope.to_vec();
            change(&mut bytes);
            StoredEnvelope {
                envelope: bytes.into(),
                ..one.clone()
            }
        }
    };
    type Change = fn(&mut Vec<u8>);
    let changes: [(&str, &str, Change); 10] = [
        ("cut by a byte", "size", |bytes| bytes.truncate(1712)),
        ("cut to a smaller size", "box", |bytes| {
            bytes.resize(2225, 7);
            bytes.truncate(1713);
            bytes[900] ^= 1;
        }),
        ("a byte longer", "size", |bytes| bytes.push(0)),
        ("empty", "size", Vec::clear),
        ("stretched to the next size", "box", |bytes| {
            bytes.resize(2225, 0)
        }),
        ("another version", "version", |bytes| bytes[0] = 2),
        ("another prekey", "unknown_prekey", |bytes| bytes[5] ^= 1),
        ("a flip in the ephemeral key", "box", |bytes| bytes[20] ^= 1),
        ("a flip in the sealed part", "box", |bytes| {
            bytes[700] ^= 0x80
        }),
        ("a flip at the end", "box", |bytes| {
            *bytes.last_mut().unwrap() ^= 1
        }),
    ];
    for (index, (what, reason, change)) in changes.into_iter().enumerate() {
        let before = ben.refused(reason);
        let spoil = bad(change);
        once_gathered(&scene.hostile, device, 1, move |envelopes| {
            let changed = envelopes.iter().map(&spoil);
            let both: Vec<_> = changed.chain(envelopes.iter().cloned()).collect();
            both
        });
        let text = format!("beside {what} {index}");
        anna.say(ben, &text);
        ben.hears(anna, &text).await;
        until(what, async || (ben.refused(reason) > before).then_some(())).await;
    }
    ben.until_event("the quarantine", |event| {
        matches!(event, Event::Quarantined { .. })
    })
    .await;
    scene.hostile.hooks().deliver.clear();
    scene.still_talk("unharmed").await;
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_is_refused_wherever_it_is() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let device = scene.device(ben);
    let sent = anna.say(ben, "the original");
    ben.hears(anna, "the original").await;
    anna.until_delivery(sent, Delivery::Delivered).await;
    let original = {
        let seen = scene.hostile.seen();
        seen.delivered
            .iter()
            .rev()
            .find(|(to, _)| *to == device)
            .unwrap()
            .1
            .clone()
    };
    let before = ben.refused_in_all();
    // Every bit; in the short form every 37th, which still meets each place within a byte.
    let step = if crate::support::long() { 1 } else { 37 };
    let flipped: Vec<_> = (0..original.envelope.len() * 8)
        .step_by(step)
        .map(|bit| {
            let mut bytes = original.envelope.to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            StoredEnvelope {
                envelope: bytes.into(),
                ..original.clone()
            }
        })
        .collect();
    let count = flipped.len() as u64;
    for batch in flipped.chunks(64) {
        scene.hostile.inject(device, batch.to_vec()).await;
    }
    until("all to be refused", async || {
        (ben.refused_in_all() == before + count).then_some(())
    })
    .await;
    scene.still_talk("unharmed").await;
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_the_relay_says_around_an_envelope_changes_nothing_in_it() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let spoofs: [fn(&mut StoredEnvelope); 7] = [
        |one| one.arrived = 0,
        |one| one.arrived = u64::MAX,
        |one| one.arrived = now().plus(40 * Timestamp::DAY_MS).0,
        |one| one.arrived = now().minus(40 * Timestamp::DAY_MS).0,
        |one| one.sequence = 0,
        |one| one.sequence = 1,
        |one| one.sequence = i64::MAX as u64,
    ];
    for (index, spoof) in spoofs.into_iter().enumerate() {
        scene.hostile.hooks().deliver.set(move |_, envelopes| {
            envelopes.iter_mut().for_each(spoof);
        });
        let text = format!("spoofed {index}");
        anna.say(ben, &text);
        ben.hears(anna, &text).await;
        let row = ben
            .rows(anna)
            .into_iter()
            .find(|row| text_of(row).as_deref() == Some(&*text));
        let row = row.unwrap();
        assert_eq!(row.sender, anna.account);
        assert!(row.at.distance(now()) < 5 * 60_000, "{index}: {:?}", row.at);
        assert!(row.marks.is_empty(), "{index}: {:?}", row.marks);
        scene.hostile.hooks().deliver.clear();
        // And afterwards, with the relay's own numbers, and after a reconnect.
        scene.still_talk(&format!("after spoof {index}")).await;
        scene.hostile.cut_sockets();
        scene.still_talk(&format!("after cut {index}")).await;
    }
    scene.whole();
    assert_eq!(ben.refused_in_all(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_that_no_relay_counts_to_costs_the_line_and_no_message() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let device = scene.device(ben);
    once_gathered(&scene.hostile, device, 1, |mut all| {
        all.iter_mut().for_each(|one| one.sequence = u64::MAX);
        all
    });
    let before = ben.heard(anna).len();
    anna.say(ben, "beyond the last place");
    ben.hears(anna, "beyond the last place").await;
    scene.still_talk("unharmed").await;
    assert_eq!(ben.heard(anna).len(), before + 2);
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_without_sense_cost_a_connection_and_nothing_else() {
    let scene = Scene::new().await;
    let device = scene.device(&scene.ben);
    let frames = [
        vec![0xff; 64],
        vec![],
        vec![0x0a; 700_000],
        prost::Message::encode_to_vec(&wire::RelayFrame { frame: None }),
        prost::Message::encode_to_vec(&wire::RelayFrame {
            frame: Some(wire::relay_frame::Frame::Results(wire::SendResults {
                batch: 999,
                outcomes: vec![SendOutcome::Stored.into(); 70_000],
                retry_after_ms: u64::MAX,
            })),
        }),
        prost::Message::encode_to_vec(&wire::RelayFrame {
            frame: Some(wire::relay_frame::Frame::Ready(wire::Ready {
                relay_time: 0,
                acknowledged: u64::MAX,
            })),
        }),
    ];
    for (index, frame) in frames.into_iter().enumerate() {
        scene.hostile.inject_bytes(device, frame).await;
        scene.still_talk(&format!("after frame {index}")).await;
    }
    scene.whole();
}
