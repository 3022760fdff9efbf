//! A relay that lies about everything it can: each lie is noticed, and what stands beside it comes
//! through.

use crate::support::actor::{Actor, copy, now};
use crate::support::hostile::Hostile;
use crate::support::person::{Person, acquainted_through, introduce, text_of};
use crate::support::relay::Relay;
use crate::support::wait::until;
use bytes::Bytes;
use consilium_client::api::{
    Connection, Delivery, Event, MessageBody, QrCheck, Scheme, WaitReason,
};
use consilium_proto::wire::{self, SendOutcome, StoredEnvelope};
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::{DeviceId, Timestamp};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Two acquainted clinicians behind a relay that lies when told to.
struct Scene {
    relay: Relay,
    hostile: Hostile,
    anna: Person,
    ben: Person,
}

impl Scene {
    async fn new() -> Self {
        let relay = Relay::start();
        let hostile = Hostile::before(&relay).await;
        let (anna, ben) = acquainted_through(&relay, hostile.relay_file()).await;
        Self {
            relay,
            hostile,
            anna,
            ben,
        }
    }

    fn device(&self, person: &Person) -> DeviceId {
        device_of(&self.hostile, person)
    }

    /// Anna writes, and Ben hears it: all is well between them.
    async fn still_talk(&self, text: &str) {
        self.anna.say(&self.ben, text);
        self.ben.hears(&self.anna, text).await;
        let back = format!("{text}, heard");
        let id = self.ben.say(&self.anna, &back);
        self.anna.hears(&self.ben, &back).await;
        self.ben.until_delivery(id, Delivery::Delivered).await;
    }

    /// Everything between them is shown once, and nothing is missing.
    fn whole(&self) {
        for (one, other) in [(&self.anna, &self.ben), (&self.ben, &self.anna)] {
            let mut heard = one.heard(other);
            let count = heard.len();
            heard.sort();
            heard.dedup();
            assert_eq!(heard.len(), count, "shown twice");
            let gaps = one.rows(other).iter().filter(|row| is_gap(row)).count();
            assert_eq!(gaps, 0, "a gap that nobody made");
        }
    }
}

fn is_gap(row: &consilium_client::api::Message) -> bool {
    matches!(row.body, MessageBody::Gap { .. })
}

/// The device of a person, from the statement that passed at registration.
fn device_of(hostile: &Hostile, person: &Person) -> DeviceId {
    let seen = hostile.seen();
    let statements = seen
        .statements
        .iter()
        .filter_map(|bytes| AccountStatement::parse(bytes).ok());
    let own = statements
        .filter(|statement| statement.account() == person.account)
        .last();
    own.expect("a statement").devices()[0].id
}

/// The newest prekey of a person that passed.
fn prekey_of(hostile: &Hostile, person: &Person) -> Bytes {
    let seen = hostile.seen();
    let own = seen.prekeys.iter().rev().find(|bytes| {
        PrekeyStatement::parse(bytes).is_ok_and(|prekey| prekey.account() == person.account)
    });
    own.expect("a prekey").clone()
}

/// Turns what is on its way to one device into something else, for one delivery that has `min`
/// envelopes gathered.
fn once_gathered(
    hostile: &Hostile,
    to: DeviceId,
    min: usize,
    change: impl Fn(Vec<StoredEnvelope>) -> Vec<StoredEnvelope> + Send + 'static,
) {
    let mut gathered: Vec<StoredEnvelope> = Vec::new();
    let mut done = false;
    hostile.hooks().deliver.set(move |device, envelopes| {
        if done || device != Some(to) {
            return;
        }
        gathered.append(envelopes);
        if gathered.len() >= min {
            done = true;
            *envelopes = change(std::mem::take(&mut gathered));
        }
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replayed_and_doubled_envelopes_are_shown_once() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    scene.hostile.hooks().deliver.set(|_, envelopes| {
        *envelopes = envelopes
            .iter()
            .flat_map(|one| [one.clone(), one.clone(), one.clone()])
            .collect();
    });
    scene.still_talk("doubled").await;
    scene.hostile.hooks().deliver.clear();
    // Everything of the whole evening once more, to its own recipient.
    let all = scene.hostile.seen().delivered.clone();
    let before = (ben.heard(anna), anna.heard(ben));
    for (device, envelope) in all {
        scene.hostile.inject(device, vec![envelope]).await;
    }
    scene.still_talk("after the replay").await;
    assert_eq!(ben.heard(anna)[..before.0.len()], before.0);
    assert_eq!(anna.heard(ben)[..before.1.len()], before.1);
    scene.whole();
    assert_eq!(
        (anna.refused_in_all(), ben.refused_in_all()),
        (0, 0),
        "a replay is no corruption"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replay_after_lock_restart_and_forty_days_shows_nothing() {
    let mut scene = Scene::new().await;
    scene.still_talk("forty days ago").await;
    let device = scene.device(&scene.ben);
    let old: Vec<_> = {
        let seen = scene.hostile.seen();
        seen.delivered
            .iter()
            .filter(|(to, _)| *to == device)
            .map(|(_, one)| one.clone())
            .collect()
    };
    scene.ben.lock();
    scene.ben.unlock();
    scene.ben.online().await;
    scene.hostile.inject(device, old.clone()).await;
    scene.still_talk("after the restart").await;
    scene.whole();

    scene.relay.advance(40 * DAY).await;
    scene.anna.sleep(40 * DAY);
    scene.ben.sleep(40 * DAY);
    scene.anna.online().await;
    scene.ben.online().await;
    scene.hostile.inject(device, old).await;
    scene.still_talk("forty days later").await;
    assert_eq!(scene.ben.heard(&scene.anna), ["forty days later"]);
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reordered_envelopes_all_arrive_and_leave_no_gap() {
    let scene = Scene::new().await;
    let ben = scene.device(&scene.ben);
    once_gathered(&scene.hostile, ben, 6, |mut envelopes| {
        envelopes.reverse();
        envelopes.swap(1, 4);
        envelopes
    });
    let texts: Vec<_> = (0..8).map(|index| format!("number {index}")).collect();
    for text in &texts {
        scene.anna.say(&scene.ben, text);
    }
    for text in &texts {
        scene.ben.hears(&scene.anna, text).await;
    }
    assert_eq!(
        scene.ben.heard(&scene.anna)[1..],
        texts,
        "shown in the order they were written"
    );
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_envelope_shows_as_a_gap_that_closes_when_it_comes() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let device = scene.device(ben);
    let dropped = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&dropped);
    scene.hostile.hooks().deliver.set(move |to, envelopes| {
        if to == Some(device) {
            keep.lock().unwrap().append(envelopes);
        }
    });
    let lost = anna.say(ben, "this one is dropped");
    anna.until_delivery(lost, Delivery::AtRelay).await;
    until("the drop", async || {
        (!dropped.lock().unwrap().is_empty()).then_some(())
    })
    .await;
    scene.hostile.hooks().deliver.clear();
    anna.say(ben, "this one is not");
    ben.hears(anna, "this one is not").await;
    let rows = ben.rows(anna);
    let gap = rows.iter().find(|row| is_gap(row)).expect("a visible gap");
    assert_eq!(gap.body, MessageBody::Gap { missing: 1 });
    let late = dropped.lock().unwrap().clone();
    scene.hostile.inject(device, late).await;
    ben.hears(anna, "this one is dropped").await;
    until("the gap to close", async || {
        (!ben.rows(anna).iter().any(is_gap)).then_some(())
    })
    .await;
    let heard = ben.heard(anna);
    assert_eq!(
        heard,
        ["Hello Ben", "this one is dropped", "this one is not"]
    );
}

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
async fn every_single_flipped_bit_is_refused() {
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
    let mut count = 0;
    let step = if crate::support::long() { 1 } else { 11 };
    let flipped: Vec<_> = (0..original.envelope.len())
        .step_by(step)
        .map(|index| {
            count += 1;
            let mut bytes = original.envelope.to_vec();
            bytes[index] ^= 1 << (index % 8);
            StoredEnvelope {
                envelope: bytes.into(),
                ..original.clone()
            }
        })
        .collect();
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
async fn envelopes_handed_to_somebody_else_or_back_to_their_sender_are_refused() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let (anna, ben) = acquainted_through(&relay, hostile.relay_file()).await;
    let carol = Person::register_through(&relay, hostile.relay_file(), "Carol").await;
    let scene = Scene {
        relay,
        hostile,
        anna,
        ben,
    };
    scene.still_talk("for two").await;
    let [anna, ben, carol_device] =
        [&scene.anna, &scene.ben, &carol].map(|person| scene.device(person));
    let all = scene.hostile.seen().delivered.clone();
    let mut wrong = [0_u64; 3];
    for (index, wrong_device) in [anna, ben, carol_device].into_iter().enumerate() {
        for (device, envelope) in &all {
            if *device != wrong_device {
                scene
                    .hostile
                    .inject(wrong_device, vec![envelope.clone()])
                    .await;
                wrong[index] += 1;
            }
        }
    }
    for (person, count) in [&scene.anna, &scene.ben, &carol].into_iter().zip(wrong) {
        until("the refusals", async || {
            (person.refused("unknown_prekey") == count).then_some(())
        })
        .await;
        assert_eq!(person.refused_in_all(), count);
    }
    assert!(
        carol
            .session
            .conversations()
            .unwrap()
            .iter()
            .all(|one| one.account == carol.account)
    );
    scene.still_talk("unharmed").await;
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_the_relay_says_around_an_envelope_changes_nothing_in_it() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let spoofs: [fn(&mut StoredEnvelope); 8] = [
        |one| one.arrived = 0,
        |one| one.arrived = u64::MAX,
        |one| one.arrived = now().plus(40 * Timestamp::DAY_MS).0,
        |one| one.arrived = now().minus(40 * Timestamp::DAY_MS).0,
        |one| one.sequence = 0,
        |one| one.sequence = 1,
        |one| one.sequence = i64::MAX as u64,
        |one| one.sequence = u64::MAX,
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lies_about_what_became_of_a_send_lose_nothing_that_can_be_kept() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let device = scene.device(anna);
    for lie in [
        SendOutcome::UnknownDevice,
        SendOutcome::StalePrekey,
        SendOutcome::Full,
        SendOutcome::Locked,
        SendOutcome::Later,
        SendOutcome::Unspecified,
    ] {
        let told = Arc::new(Mutex::new(0));
        let count = Arc::clone(&told);
        // Not passed on, and the answer is the lie.
        scene.hostile.hooks().send.set(move |from, batch| {
            if from == Some(device) {
                for envelope in &mut batch.envelopes {
                    envelope.device_id = copy(&[9; 16]);
                }
            }
        });
        scene.hostile.hooks().results.set(move |to, results| {
            if to == Some(device) {
                results.outcomes.fill(lie.into());
                *count.lock().unwrap() += 1;
            }
        });
        let text = format!("in spite of {lie:?}");
        let id = anna.say(ben, &text);
        until("the lie", async || {
            (*told.lock().unwrap() > 0).then_some(())
        })
        .await;
        let delivery = anna.session.message(id).unwrap().delivery;
        assert!(
            matches!(delivery, Delivery::Waiting { .. }),
            "{lie:?}: {delivery:?}"
        );
        scene.hostile.hooks().send.clear();
        scene.hostile.hooks().results.clear();
        scene.hostile.cut_sockets();
        ben.hears(anna, &text).await;
    }
    scene.still_talk("unharmed").await;
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_envelope_that_the_relay_says_it_stored_and_did_not_is_missed_by_the_next() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let device = scene.device(anna);
    scene.hostile.hooks().send.set(move |from, batch| {
        if from == Some(device) {
            for envelope in &mut batch.envelopes {
                envelope.device_id = copy(&[9; 16]);
            }
        }
    });
    scene.hostile.hooks().results.set(move |to, results| {
        if to == Some(device) {
            results.outcomes.fill(SendOutcome::Stored.into());
        }
    });
    let lost = anna.say(ben, "swallowed");
    anna.until_delivery(lost, Delivery::AtRelay).await;
    scene.hostile.hooks().send.clear();
    scene.hostile.hooks().results.clear();
    anna.say(ben, "and the next");
    ben.hears(anna, "and the next").await;
    assert!(
        ben.rows(anna).iter().any(is_gap),
        "the recipient sees that one is missing"
    );
    assert_eq!(
        anna.session.message(lost).unwrap().delivery,
        Delivery::AtRelay,
        "never delivered"
    );
}

/// Serves Anna something else as Ben's prekeys; her message must wait, and nothing may be sealed to
/// what was served.
async fn prekeys_refused(scene: &mut Scene, what: &str, served: Vec<Bytes>) {
    let evil: Vec<_> = served
        .iter()
        .filter_map(|bytes| PrekeyStatement::parse(bytes).ok())
        .map(|prekey| prekey.id())
        .collect();
    // What Anna has fetched is good for six hours; she asks again after that.
    scene.relay.advance(7 * HOUR).await;
    scene.anna.sleep(7 * HOUR);
    scene.ben.sleep(7 * HOUR);
    scene.ben.online().await;
    let asked = Arc::new(Mutex::new(0));
    let (count, device) = (Arc::clone(&asked), scene.device(&scene.anna));
    scene.hostile.hooks().prekeys.set(move |who, answer| {
        if who == Some(device) {
            *count.lock().unwrap() += 1;
            *answer = Ok(wire::GetPrekeysResponse {
                prekeys: served.clone(),
            });
        }
    });
    let sent_before = scene.hostile.seen().sent.len();
    let (anna, ben) = (&scene.anna, &scene.ben);
    let text = format!("in spite of {what}");
    let id = anna.say(ben, &text);
    anna.session.connect();
    until(what, async || {
        let delivery = anna.session.message(id).ok()?.delivery;
        matches!(
            delivery,
            Delivery::Waiting {
                reason: WaitReason::NoPrekey
            }
        )
        .then_some(())
    })
    .await;
    assert!(*asked.lock().unwrap() > 0, "{what}");
    for sent in &scene.hostile.seen().sent[sent_before..] {
        assert!(
            evil.iter().all(|id| &sent.envelope[1..17] != id.as_bytes()),
            "{what}"
        );
    }
    scene.hostile.hooks().prekeys.clear();
    // A missing prekey is asked for again every quarter of an hour.
    anna.pass(16 * MINUTE);
    ben.hears(anna, &text).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stale_foreign_and_substituted_prekeys_are_not_sealed_to() {
    let mut scene = Scene::new().await;
    let first = prekey_of(&scene.hostile, &scene.ben);
    // Two days on, Ben has a newer one and Anna has used it; the cache of an hour is over.
    scene.relay.advance(2 * DAY).await;
    scene.anna.sleep(2 * DAY);
    scene.ben.sleep(2 * DAY);
    scene.ben.online().await;
    scene.anna.online().await;
    scene.still_talk("with the newer prekey").await;
    let newest = prekey_of(&scene.hostile, &scene.ben);
    assert_ne!(first, newest);
    let thief = Actor::register(&scene.relay).await;
    let flipped = |index: usize| {
        let mut bytes = newest.to_vec();
        bytes[index] ^= 1;
        Bytes::from(bytes)
    };
    let ours = PrekeyStatement::parse(&newest).unwrap();
    // The thief's keys under Ben's name, signed by the thief.
    let mut renamed = thief.prekey.as_bytes().to_vec();
    renamed[1..17].copy_from_slice(ours.account().as_bytes());
    renamed[17..33].copy_from_slice(ours.device().as_bytes());
    let future = now().plus(30 * Timestamp::DAY_MS);
    let cases = [
        ("a rolled back prekey", vec![first]),
        ("no prekey", vec![]),
        (
            "somebody else's prekey",
            vec![copy(thief.prekey.as_bytes())],
        ),
        ("somebody else's keys under the name", vec![renamed.into()]),
        ("a changed box key", vec![flipped(70)]),
        ("a changed kem key", vec![flipped(500)]),
        ("a longer life", vec![flipped(1320)]),
        ("a changed signature", vec![flipped(1393)]),
        ("half a prekey", vec![newest.slice(..700)]),
        ("garbage", vec![Bytes::from(vec![7; 1394]); 60]),
        (
            "a prekey of the future",
            vec![copy(thief.keys.prekey(future).as_bytes())],
        ),
    ];
    for (what, served) in cases {
        prekeys_refused(&mut scene, what, served).await;
    }
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rolled_back_and_foreign_statements_change_nobodys_keys() {
    let mut scene = Scene::new().await;
    let thief = Actor::register(&scene.relay).await;
    let number = scene.anna.session.safety_number(scene.ben.account).unwrap();
    let cases: Vec<Vec<Bytes>> = vec![
        vec![],
        vec![copy(thief.statement.as_bytes())],
        vec![{
            // The thief's keys under Ben's account id.
            let mut bytes = thief.statement.as_bytes().to_vec();
            bytes[1..17].copy_from_slice(scene.ben.account.as_bytes());
            bytes.into()
        }],
        vec![Bytes::from(vec![1; 300])],
    ];
    for served in cases {
        let asked = Arc::new(Mutex::new(0));
        let count = Arc::clone(&asked);
        scene.hostile.hooks().statements.set(move |_, answer| {
            *count.lock().unwrap() += 1;
            *answer = Ok(wire::GetStatementsResponse {
                statements: served.clone(),
            });
        });
        // All contacts' statements are refreshed daily.
        scene.relay.advance(DAY + HOUR).await;
        scene.anna.sleep(DAY + HOUR);
        scene.ben.sleep(DAY + HOUR);
        scene.anna.online().await;
        scene.ben.online().await;
        until("the daily refresh", async || {
            (*asked.lock().unwrap() > 0).then_some(())
        })
        .await;
        scene.still_talk("same keys").await;
        scene.hostile.hooks().statements.clear();
    }
    assert_eq!(
        scene.anna.session.safety_number(scene.ben.account).unwrap(),
        number
    );
    assert!(
        !scene
            .anna
            .events
            .any(|event| matches!(event, Event::NewKey { .. } | Event::Fork { .. }))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_account_under_a_known_number_is_found_out_by_comparing() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let anna = Person::register_through(&relay, hostile.relay_file(), "Anna").await;
    let ben = Person::register_through(&relay, hostile.relay_file(), "Ben").await;
    let mallory = Person::register_through(&relay, hostile.relay_file(), "Mallory").await;
    ben.session.set_discoverable(true).await.unwrap();
    let (real, false_one) = (
        copy(ben.account.as_bytes()),
        copy(mallory.account.as_bytes()),
    );
    hostile.hooks().found.set(move |_, answer| {
        for found in answer.iter_mut().flat_map(|answer| &mut answer.matches) {
            if found.account_id == real {
                found.account_id = false_one.clone();
            }
        }
    });
    let book = [consilium_client::api::AddressBookEntry {
        name: "Ben".to_owned(),
        numbers: vec![ben.number.clone()],
    }];
    anna.session.import_address_book(&book).unwrap();
    let found = anna
        .session
        .find_contacts(Scheme::HmacSha1)
        .await
        .unwrap()
        .found;
    assert_eq!(found, [mallory.account]);
    let contact = anna.session.contact(mallory.account).unwrap();
    assert!(!contact.compared, "found by number is unverified");
    // Ben shows his code for Anna, whom he finds honestly; it is not the one Anna's phone expects.
    anna.session.set_discoverable(true).await.unwrap();
    introduce_one(&ben, &anna).await;
    let shown = ben.session.qr_payload(anna.account).unwrap();
    anna.session
        .send_text(mallory.account, "hello", None, Default::default())
        .unwrap();
    mallory.hears(&anna, "hello").await;
    assert_eq!(
        anna.session.check_qr(mallory.account, &shown),
        Ok(QrCheck::Mismatch)
    );
    assert!(!anna.session.contact(mallory.account).unwrap().compared);
}

async fn introduce_one(who: &Person, to: &Person) {
    let book = [consilium_client::api::AddressBookEntry {
        name: to.name.clone(),
        numbers: vec![to.number.clone()],
    }];
    who.session.import_address_book(&book).unwrap();
    assert_eq!(
        who.session
            .find_contacts(Scheme::HmacSha1)
            .await
            .unwrap()
            .found,
        [to.account]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discovery_answers_that_nobody_asked_for_are_ignored() {
    let relay = Relay::start();
    let hostile = Hostile::before(&relay).await;
    let (anna, ben) = tokio::join!(
        Person::register_through(&relay, hostile.relay_file(), "Anna"),
        Person::register_through(&relay, hostile.relay_file(), "Ben"),
    );
    hostile.hooks().found.set(|_, answer| {
        *answer = Ok(wire::FindResponse {
            matches: (0..500_u64)
                .map(|hash| wire::Match {
                    hash,
                    account_id: copy(&[7; 16]),
                })
                .collect(),
        });
    });
    introduce_nobody(&anna, &ben).await;
    hostile.hooks().found.clear();
    introduce(&[&anna, &ben]).await;
}

async fn introduce_nobody(who: &Person, to: &Person) {
    let book = [consilium_client::api::AddressBookEntry {
        name: to.name.clone(),
        numbers: vec![to.number.clone()],
    }];
    who.session.import_address_book(&book).unwrap();
    if let Ok(summary) = who.session.find_contacts(Scheme::HmacSha1).await {
        assert!(summary.found.is_empty());
    }
    assert!(
        who.session
            .contacts()
            .unwrap()
            .iter()
            .all(|one| one.account.as_bytes() != &[7; 16])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_prekey_served_for_the_own_device_is_reported() {
    let mut scene = Scene::new().await;
    let thief = Actor::register(&scene.relay).await;
    let ours = PrekeyStatement::parse(&prekey_of(&scene.hostile, &scene.ben)).unwrap();
    let mut forged = thief.prekey.as_bytes().to_vec();
    forged[1..17].copy_from_slice(ours.account().as_bytes());
    forged[17..33].copy_from_slice(ours.device().as_bytes());
    let own = scene.device(&scene.ben);
    scene.hostile.hooks().prekeys.set(move |who, answer| {
        if who == Some(own) {
            *answer = Ok(wire::GetPrekeysResponse {
                prekeys: vec![copy(&forged)],
            });
        }
    });
    scene.ben.lock();
    scene.ben.unlock();
    scene.ben.online().await;
    scene.hostile.hooks().prekeys.clear();
    // Not signed by the device key: no sign of a copied key, and nobody seals to it.
    scene.still_talk("same prekey").await;
    assert!(
        !scene
            .ben
            .events
            .any(|event| matches!(event, Event::ForeignPrekey))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_whose_clock_is_days_off_stops_sending_and_erases_nothing() {
    let scene = Scene::new().await;
    let (anna, ben) = (&scene.anna, &scene.ben);
    let far = now().plus(40 * Timestamp::DAY_MS).0;
    scene.hostile.hooks().prove.set(move |_, answer| {
        if let Ok(login) = answer {
            login.relay_time = far;
        }
    });
    scene
        .hostile
        .hooks()
        .ready
        .set(move |_, ready| ready.relay_time = far);
    scene.hostile.hooks().challenge.set(move |_, answer| {
        if let Ok(challenge) = answer {
            challenge.relay_time = far;
        }
    });
    scene.hostile.cut_sockets();
    anna.until_event("the clocks", |event| {
        matches!(event, Event::ClockOff { .. })
    })
    .await;
    let waiting = anna.say(ben, "later, then");
    anna.session.tick().unwrap();
    ben.session.tick().unwrap();
    assert_eq!(
        ben.heard(anna),
        ["Hello Ben"],
        "erasure follows the device's clock"
    );
    assert_eq!(
        anna.session.message(waiting).unwrap().delivery,
        Delivery::Waiting {
            reason: WaitReason::ClockOff
        }
    );
    scene.hostile.hooks().prove.clear();
    scene.hostile.hooks().ready.clear();
    scene.hostile.hooks().challenge.clear();
    scene.hostile.cut_sockets();
    ben.hears(anna, "later, then").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledgements_that_are_dropped_or_cursors_that_lie_show_nothing_twice() {
    let scene = Scene::new().await;
    scene
        .hostile
        .hooks()
        .acknowledge
        .set(|_, acknowledge| *acknowledge = None);
    scene.still_talk("not acknowledged").await;
    for _ in 0..3 {
        scene.hostile.cut_sockets();
        scene.still_talk("again").await;
    }
    scene.hostile.hooks().acknowledge.clear();
    for lie in [0, 1, u64::MAX] {
        scene
            .hostile
            .hooks()
            .ready
            .set(move |_, ready| ready.acknowledged = lie);
        scene.hostile.hooks().cursor.set(move |_, answer| {
            if let Ok(cursor) = answer {
                cursor.acknowledged = lie;
            }
        });
        scene.hostile.cut_sockets();
        scene.still_talk(&format!("cursor {lie}")).await;
    }
    scene.hostile.hooks().ready.clear();
    scene.hostile.hooks().cursor.clear();
    assert_eq!(
        scene.anna.session.status().unwrap().connection,
        Connection::Online
    );
    let texts = scene.ben.heard(&scene.anna);
    assert_eq!(
        texts.iter().filter(|text| *text == "again").count(),
        3,
        "sent three times"
    );
    let gaps = scene
        .ben
        .rows(&scene.anna)
        .iter()
        .filter(|row| is_gap(row))
        .count();
    assert_eq!(gaps, 0);
}
