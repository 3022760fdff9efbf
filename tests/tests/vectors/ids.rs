//! Ids that follow from keys.

use consilium_sodium::VerifyingKey;
use consilium_statement::PrekeyStatement;
use consilium_statement::id::{account_id, device_id, direct_conversation};
use consilium_types::AccountId;
use serde::Deserialize;

use crate::load::{Hex, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    account: Vec<Account>,
    device: Vec<Device>,
    direct: Vec<Direct>,
    prekey: Vec<Prekey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    name: String,
    root_public: Hex,
    id: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Device {
    name: String,
    device_public: Hex,
    id: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Direct {
    name: String,
    one: Hex,
    other: Hex,
    id: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prekey {
    name: String,
    prekey: Hex,
    hash: Hex,
    id: Hex,
}

#[test]
fn ids_follow_from_keys() {
    let file: File = load("ids");
    for case in &file.account {
        let root = VerifyingKey::import(&case.root_public.array()).unwrap();
        assert_eq!(*account_id(&root).as_bytes(), *case.id, "{}", case.name);
    }
    for case in &file.device {
        let device = VerifyingKey::import(&case.device_public.array()).unwrap();
        assert_eq!(*device_id(&device).as_bytes(), *case.id, "{}", case.name);
    }
    for case in &file.direct {
        let account = |bytes: &Hex| AccountId::new(bytes.array());
        let found = direct_conversation(account(&case.one), account(&case.other));
        assert_eq!(*found.as_bytes(), *case.id, "{}", case.name);
    }
    for case in &file.prekey {
        let prekey = PrekeyStatement::parse(&case.prekey).unwrap();
        assert_eq!(*prekey.hash().as_bytes(), *case.hash, "{}", case.name);
        assert_eq!(*prekey.id().as_bytes(), *case.id, "{}", case.name);
    }
}
