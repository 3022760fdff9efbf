//! What the relay says became of a send.

use super::{Scene, is_gap};
use crate::support::actor::copy;
use crate::support::wait::until;
use consilium_client::api::Delivery;
use consilium_proto::wire::SendOutcome;
use std::sync::{Arc, Mutex};

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
