//! Prekeys: stale, foreign, substituted, from the future, and made with a copied device key.

use super::{DAY, HOUR, MINUTE, Scene, prekey_of};
use crate::support::actor::{Actor, Keys, Stranger, copy, now, with_token};
use crate::support::wait::until;
use bytes::Bytes;
use consilium_client::api::{Delivery, Event, WaitReason};
use consilium_client::prekey::{PrekeyOwner, generate_prekey};
use consilium_proto::wire;
use consilium_sodium::SystemEntropy;
use consilium_statement::{LoginKey, PrekeyStatement};
use consilium_types::{Clock, Timestamp};
use std::sync::{Arc, Mutex};

/// Serves Anna something else as Ben's prekeys; her message must wait, and nothing may be sealed to
/// what was served. `reason` is what her phone counts, if the lie comes as far as that.
async fn prekeys_refused(scene: &mut Scene, what: &str, reason: Option<&str>, served: Vec<Bytes>) {
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
    let refused = |reason| scene.anna.refused(&format!("prekey_{reason}"));
    let refused_before = reason.map(refused);
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
    assert!(
        reason.map(refused) > refused_before || reason.is_none(),
        "{what}"
    );
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
    // Ben's own, and older than it will be believed.
    let vault = scene.ben.phone.copy().vault();
    let key = vault.device_key().unwrap();
    let owner = PrekeyOwner {
        account: ours.account(),
        device: &key,
        standby: ours.standby(),
    };
    let month_ahead = scene.anna.phone.clock.now().plus(30 * Timestamp::DAY_MS);
    let future = generate_prekey(owner, &SystemEntropy, month_ahead).unwrap();
    let cases = [
        ("a rolled back prekey", Some("rolled_back"), vec![first]),
        ("no prekey", None, vec![]),
        (
            "somebody else's prekey",
            None,
            vec![copy(thief.prekey.as_bytes())],
        ),
        (
            "somebody else's keys under the name",
            Some("signature"),
            vec![renamed.into()],
        ),
        ("a changed box key", Some("signature"), vec![flipped(70)]),
        ("a changed kem key", Some("signature"), vec![flipped(500)]),
        ("a longer life", None, vec![flipped(1320)]),
        (
            "a changed signature",
            Some("signature"),
            vec![flipped(1393)],
        ),
        ("half a prekey", None, vec![newest.slice(..700)]),
        ("garbage", None, vec![Bytes::from(vec![7; 1394]); 60]),
        (
            "a prekey of the future",
            Some("future"),
            vec![copy(future.statement.as_bytes())],
        ),
    ];
    for (what, reason, served) in cases {
        prekeys_refused(&mut scene, what, reason, served).await;
    }
    scene.whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prekey_of_another_key_under_the_own_name_is_no_sign_of_a_copied_device() {
    let mut scene = Scene::new().await;
    let thief = Actor::register(&scene.relay).await;
    let ours = PrekeyStatement::parse(&prekey_of(&scene.hostile, &scene.ben)).unwrap();
    let mut forged = thief.prekey.as_bytes().to_vec();
    forged[1..17].copy_from_slice(ours.account().as_bytes());
    forged[17..33].copy_from_slice(ours.device().as_bytes());
    let own = scene.device(&scene.ben);
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    scene.hostile.hooks().prekeys.set(move |who, answer| {
        if who == Some(own) {
            *count.lock().unwrap() += 1;
            *answer = Ok(wire::GetPrekeysResponse {
                prekeys: vec![copy(&forged)],
            });
        }
    });
    scene.ben.lock();
    scene.ben.unlock();
    scene.ben.online().await;
    until("the comparison", async || {
        (*asked.lock().unwrap() > 0).then_some(())
    })
    .await;
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
async fn a_prekey_made_with_a_copied_device_key_is_reported_to_the_devices_owner() {
    let mut scene = Scene::new().await;
    let ours = PrekeyStatement::parse(&prekey_of(&scene.hostile, &scene.ben)).unwrap();
    let keys = Keys {
        device: scene.ben.phone.copy().vault().device_key().unwrap(),
        ..Keys::generate()
    };
    let thief = Stranger::at(scene.relay.endpoint()).await;
    let token = thief.log_in(&keys, LoginKey::Device).await.unwrap();
    let owner = PrekeyOwner {
        account: ours.account(),
        device: &keys.device,
        standby: ours.standby(),
    };
    let made = generate_prekey(owner, &SystemEntropy, now()).unwrap();
    let request = wire::PutPrekeyRequest {
        prekey: copy(made.statement.as_bytes()),
    };
    wire::prekey_client::PrekeyClient::new(thief.channel.clone())
        .put(with_token(&token, request))
        .await
        .unwrap();
    scene.ben.lock();
    scene.ben.unlock();
    scene.ben.online().await;
    scene
        .ben
        .until_event("the report", |event| matches!(event, Event::ForeignPrekey))
        .await;
    let report = scene.ben.session.diagnostics().unwrap();
    assert!(
        report.contains("a foreign prekey was served: true"),
        "{report}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prekey_that_the_relay_swallows_keeps_nobody_from_writing() {
    type Change = fn(&Bytes, &mut wire::PutPrekeyRequest);
    let changes: [(&str, Change); 3] = [
        // The relay takes its current one again as a retry: the phone hears that all is well.
        ("an older one in its place", |older, asked| {
            asked.prekey = older.clone();
        }),
        ("nothing in its place", |_, asked| asked.prekey.clear()),
        ("half of it", |_, asked| asked.prekey.truncate(700)),
    ];
    let mut scene = Scene::new().await;
    let own = scene.device(&scene.ben);
    for (what, change) in changes {
        let older = prekey_of(&scene.hostile, &scene.ben);
        let changed = Arc::new(Mutex::new(0));
        let count = Arc::clone(&changed);
        scene.hostile.hooks().put_prekey.set(move |who, asked| {
            if who == Some(own) {
                *count.lock().unwrap() += 1;
                change(&older, asked);
            }
        });
        scene.relay.advance(DAY + HOUR).await;
        scene.anna.sleep(DAY + HOUR);
        scene.ben.sleep(DAY + HOUR);
        scene.anna.online().await;
        scene.ben.online().await;
        until(what, async || (*changed.lock().unwrap() > 0).then_some(())).await;
        scene.still_talk(what).await;
        scene.hostile.hooks().put_prekey.clear();
    }
    scene.whole();
    let events = &scene.ben.events;
    assert!(!events.any(|event| matches!(event, Event::ForeignPrekey)));
}
