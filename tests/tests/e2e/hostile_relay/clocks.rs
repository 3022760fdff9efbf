//! The relay's clock.

use super::Scene;
use crate::support::actor::now;
use consilium_client::api::{Delivery, Event, WaitReason};
use consilium_types::Timestamp;

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
