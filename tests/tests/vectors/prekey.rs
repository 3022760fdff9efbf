//! Prekey statements.

use consilium_client::prekey::{PrekeyMemory, PrekeyRefused, accept_prekey};
use consilium_sodium::VerifyingKey;
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::Timestamp;
use serde::Deserialize;

use crate::load::{Hex, Reason, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    parse: Vec<Parse>,
    verify: Vec<Verify>,
    accept: Vec<Accept>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parse {
    name: String,
    prekey: Hex,
    outcome: String,
    account: Option<Hex>,
    device: Option<Hex>,
    envelope_version: Option<u8>,
    not_before: Option<u64>,
    not_after: Option<u64>,
    hash: Option<Hex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verify {
    name: String,
    prekey: Hex,
    device_public: Hex,
    outcome: String,
}

#[test]
fn prekey_statements_are_taken_or_refused_as_the_vectors_say() {
    let file: File = load("prekey");
    for case in &file.parse {
        let found = PrekeyStatement::parse(&case.prekey);
        let Some(found) = expect(&case.name, &case.outcome, found) else {
            continue;
        };
        let name = &case.name;
        assert_eq!(
            Some(Hex(found.account().as_bytes().to_vec())),
            case.account,
            "{name}"
        );
        assert_eq!(
            Some(Hex(found.device().as_bytes().to_vec())),
            case.device,
            "{name}"
        );
        assert_eq!(
            Some(found.envelope_version()),
            case.envelope_version,
            "{name}"
        );
        assert_eq!(
            Some(found.not_before().as_millis()),
            case.not_before,
            "{name}"
        );
        assert_eq!(
            Some(found.not_after().as_millis()),
            case.not_after,
            "{name}"
        );
        assert_eq!(
            Some(Hex(found.hash().as_bytes().to_vec())),
            case.hash,
            "{name}"
        );
    }
}

#[test]
fn a_prekey_is_its_device_s_or_not_as_the_vectors_say() {
    let file: File = load("prekey");
    for case in &file.verify {
        let device = VerifyingKey::import(&case.device_public.array()).unwrap();
        let found = PrekeyStatement::parse(&case.prekey).and_then(|prekey| prekey.verify(&device));
        expect(&case.name, &case.outcome, found);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    name: String,
    prekey: Hex,
    statement: Hex,
    seen_not_before: u64,
    seen_version: u8,
    now: u64,
    outcome: String,
}

impl Reason for PrekeyRefused {
    fn reason(&self) -> &'static str {
        self.code()
    }
}

#[test]
fn a_sender_uses_a_prekey_or_not_as_the_vectors_say() {
    let file: File = load("prekey");
    for case in &file.accept {
        let prekey = PrekeyStatement::parse(&case.prekey).unwrap();
        let statement = AccountStatement::parse(&case.statement).unwrap();
        let memory = PrekeyMemory {
            not_before: Timestamp(case.seen_not_before),
            envelope_version: case.seen_version,
        };
        let found = accept_prekey(&prekey, &statement, memory, Timestamp(case.now));
        expect(&case.name, &case.outcome, found);
    }
}
