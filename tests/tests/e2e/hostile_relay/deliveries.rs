//! Deliveries: replayed, doubled, reordered, dropped, redirected, and their acknowledgements.

use super::{DAY, Scene, is_gap, once_gathered};
use crate::support::hostile::Hostile;
use crate::support::person::{Person, acquainted_through};
use crate::support::relay::Relay;
use crate::support::wait::until;
use consilium_client::api::{Connection, Delivery, MessageBody};
use std::sync::{Arc, Mutex};

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
