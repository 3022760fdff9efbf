//! Safety numbers, and the QR code scanned in their place.

use consilium_client::identity::{QrCheck, VerificationQr, safety_number};
use consilium_sodium::VerifyingKey;
use serde::Deserialize;

use crate::load::{Hex, Reason, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    numbers: Vec<Number>,
    scan: Vec<Scan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    name: String,
    own_root: Hex,
    other_root: Hex,
    number: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scan {
    name: String,
    qr: Hex,
    own_root: Hex,
    contact_root: Hex,
    outcome: String,
}

fn root(bytes: &Hex) -> VerifyingKey {
    VerifyingKey::import(&bytes.array()).unwrap()
}

#[test]
fn safety_numbers_are_those_of_the_vectors() {
    let file: File = load("safety_number");
    for case in &file.numbers {
        let found = safety_number(&root(&case.own_root), &root(&case.other_root));
        assert_eq!(found.digits(), case.number, "{}", case.name);
    }
}

#[test]
fn a_scanned_code_comes_to_what_the_vectors_say() {
    let file: File = load("safety_number");
    for case in &file.scan {
        let (own, contact) = (root(&case.own_root), root(&case.contact_root));
        let found = match VerificationQr::parse(&case.qr) {
            Err(error) => Err(error.reason()),
            Ok(qr) => match qr.check(&own, &contact) {
                QrCheck::Match => Ok(qr),
                QrCheck::OtherContact => Err("other_contact"),
                QrCheck::Mismatch => Err("mismatch"),
            },
        };
        if let Some(qr) = expect(&case.name, &case.outcome, found) {
            let made = VerificationQr::new(contact, own).to_bytes();
            assert_eq!(
                (made.as_slice(), qr),
                (&*case.qr, VerificationQr::new(contact, own))
            );
        }
    }
}
