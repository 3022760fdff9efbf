//! A phone in a pocket: the app is locked, and what comes is fetched without the PIN, for the next
//! time that it is unlocked.

use crate::support::actor::new_phone;
use crate::support::person::{PIN, Person, acquainted};
use crate::support::relay::Relay;
use consilium_client::api::{ClientError, Delivery, Spooled, Standby, StandbyConfig};
use consilium_client::net::RelayFile;
use consilium_client::probe::NoProbe;
use consilium_client::vault::FolderKeystore;
use consilium_sodium::SystemEntropy;
use std::sync::Arc;

/// What a push would wake: a process of its own, which has no PIN.
fn standby(person: &Person, file: &str) -> Standby {
    Standby::open(StandbyConfig {
        folder: person.phone.data(),
        relay: RelayFile::parse(file).unwrap(),
        keystore: Arc::new(FolderKeystore::open(person.phone.keystore()).unwrap()),
        clock: Arc::clone(&person.phone.clock) as _,
        entropy: Arc::new(SystemEntropy),
        probe: Arc::new(NoProbe),
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_while_the_app_was_locked_is_read_without_a_relay_and_acknowledged_later() {
    let mut relay = Relay::start();
    let file = relay.endpoint().file;
    let (anna, mut ben) = acquainted(&relay).await;
    // Receipts settle, so that only what is written from here on waits.
    ben.session.sync_now().await.unwrap();
    ben.lock();
    let mut ids = Vec::new();
    for text in ["Potassium 6.1 in bed 4", "Repeat is 6.3"] {
        let id = anna.say(&ben, text);
        anna.until_delivery(id, Delivery::AtRelay).await;
        ids.push(id);
    }
    let spooled = standby(&ben, &file).fetch().await.unwrap();
    assert_eq!(spooled.new, spooled.waiting);
    assert!(spooled.new >= 2, "{spooled:?}");
    let again = standby(&ben, &file).fetch().await.unwrap();
    assert_eq!((again.new, again.waiting), (0, spooled.waiting));
    let delivery = anna.session.message(ids[0]).unwrap().delivery;
    assert_eq!(
        delivery,
        Delivery::AtRelay,
        "a locked phone confirms nothing"
    );

    relay.kill();
    assert_eq!(
        standby(&ben, &file).fetch().await,
        Err(ClientError::Offline)
    );
    ben.unlock();
    let texts = ["Hello Ben", "Potassium 6.1 in bed 4", "Repeat is 6.3"];
    assert_eq!(ben.heard(&anna), texts);
    assert_eq!(ben.refused_in_all(), 0);

    relay.restart();
    ben.session.sync_now().await.unwrap();
    for id in ids {
        anna.until_delivery(id, Delivery::Delivered).await;
    }
    assert_eq!(ben.heard(&anna), texts, "nothing twice");
    assert_eq!(ben.refused_in_all(), 0);
    ben.lock();
    let nothing = standby(&ben, &file).fetch().await.unwrap();
    assert_eq!(nothing, Spooled::default(), "all of it is acknowledged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fetch_beside_the_connected_app_disturbs_neither() {
    let relay = Relay::start();
    let file = relay.endpoint().file;
    let (anna, ben) = acquainted(&relay).await;
    for round in 0..5 {
        let text = format!("round {round}");
        anna.say(&ben, &text);
        standby(&ben, &file).fetch().await.unwrap();
        ben.hears(&anna, &text).await;
    }
    let expected: Vec<_> = (0..5).map(|round| format!("round {round}")).collect();
    assert_eq!(ben.heard(&anna)[1..], expected);
    ben.session.sync_now().await.unwrap();
    assert_eq!(ben.heard(&anna)[1..], expected);
    assert_eq!(ben.refused_in_all(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fetch_ends_with_the_account_and_with_the_installation() {
    let relay = Relay::start();
    let file = relay.endpoint().file;
    let ben = Person::register(&relay, "Ben").await;
    let code = ben.session.recovery_code().unwrap().join("");
    ben.lock();
    assert!(standby(&ben, &file).fetch().await.is_ok());

    // Recovered on another phone: this one is out, as the relay says.
    let other = crate::support::person::Phone::new();
    let client = other.client(&file);
    let number = new_phone();
    let sms = crate::support::person::code_for(&client, &relay, &number).await;
    let profile = crate::support::person::profile("Ben");
    client.recover(&code, sms, PIN, profile).await.unwrap();
    let refused = standby(&ben, &file).fetch().await;
    assert_eq!(refused, Err(ClientError::SignedOut));

    ben.client.erase().unwrap();
    let refused = standby(&ben, &file).fetch().await;
    assert_eq!(refused, Err(ClientError::NoAccount));
}
