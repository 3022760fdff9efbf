//! Fetching without the PIN, across the border.

use crate::support::person::{PIN, Person, Phone};
use crate::support::relay::Relay;
use crate::support::wait;
use consilium_ffi::{
    CancelToken, Client, ClientConfig, ClientError, KeystoreError, PlatformKeystore, Spooled,
    StandbyConfig, fetch_on_standby,
};
use std::sync::Arc;

fn config(phone: &Phone, relay: &Relay) -> StandbyConfig {
    StandbyConfig {
        folder: phone.path("data"),
        relay_file: relay.file(),
    }
}

fn fetch(phone: &Phone, relay: &Relay) -> Result<Spooled, ClientError> {
    wait(fetch_on_standby(
        config(phone, relay),
        phone.keystore(),
        None,
    ))
}

#[test]
fn a_message_fetched_on_standby_is_read_with_the_relay_away() {
    let mut relay = Relay::start();
    let (anna, mut bram) = Person::pair(&relay);
    anna.send(&bram, "Are you there?");
    anna.sync();
    bram.sync();
    bram.session.lock();
    anna.send(&bram, "Potassium 6.1");
    anna.sync();
    let spooled = fetch(&bram.phone, &relay).unwrap();
    assert_eq!((spooled.new, spooled.waiting), (1, 1));
    let file = config(&bram.phone, &relay);
    relay.kill();
    let keystore = bram.phone.keystore();
    let away = wait(fetch_on_standby(file, keystore, None));
    assert_eq!(away, Err(ClientError::Offline));
    bram.session = wait(bram.client.unlock(PIN.into())).unwrap();
    let both = ["Are you there?", "Potassium 6.1"];
    assert_eq!(bram.texts(&anna), both);
    relay.restart();
    bram.sync();
    assert_eq!(bram.texts(&anna), both);
}

#[test]
fn a_folder_of_its_own_is_all_that_a_fetch_reaches() {
    let relay = Relay::start();
    let phone = Phone::new();
    let open = || {
        let config = ClientConfig {
            standby_dir: Some(phone.path("shared")),
            ..phone.config(&relay)
        };
        wait(Client::open(config, phone.keystore(), None)).unwrap()
    };
    let client = open();
    let code = phone.code(&client, &relay);
    let profile = crate::support::person::profile("Anna");
    let session = wait(client.register(code, PIN.into(), profile, None)).unwrap();
    session.lock();
    assert_eq!(fetch(&phone, &relay), Err(ClientError::NoAccount));
    let config = StandbyConfig {
        folder: phone.path("shared"),
        relay_file: relay.file(),
    };
    let shared = || wait(fetch_on_standby(config.clone(), phone.keystore(), None));
    assert_eq!(shared(), Ok(Spooled { new: 0, waiting: 0 }));
    wait(client.erase()).unwrap();
    assert_eq!(shared(), Err(ClientError::NoAccount));
}

/// Answers nothing.
struct Broken;

impl PlatformKeystore for Broken {
    fn store(&self, _: String, _: Vec<u8>) -> Result<(), KeystoreError> {
        Err(KeystoreError::Failed)
    }

    fn load(&self, _: String) -> Result<Option<Vec<u8>>, KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn delete(&self, _: String) -> Result<(), KeystoreError> {
        Err(KeystoreError::Failed)
    }

    fn hardware_backed(&self) -> Result<bool, KeystoreError> {
        Ok(true)
    }
}

#[test]
fn what_cannot_be_fetched_is_a_typed_error() {
    let relay = Relay::start();
    let phone = Phone::new();
    assert_eq!(fetch(&phone, &relay), Err(ClientError::NoAccount));
    let broken = fetch_on_standby(config(&phone, &relay), Arc::new(Broken), None);
    assert_eq!(wait(broken), Err(ClientError::Keystore));
    let garbage = StandbyConfig {
        folder: phone.path("data"),
        relay_file: "[".into(),
    };
    let garbage = wait(fetch_on_standby(garbage, phone.keystore(), None));
    assert!(matches!(garbage, Err(ClientError::RelayFile { .. })));

    let anna = Person::register(&relay, "Anna");
    anna.session.lock();
    let stop = CancelToken::new();
    stop.cancel();
    let config = config(&anna.phone, &relay);
    let stopped = fetch_on_standby(config, anna.phone.keystore(), Some(stop));
    assert_eq!(wait(stopped), Err(ClientError::Cancelled));
}
