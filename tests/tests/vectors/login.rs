//! Proofs of login.

use consilium_sodium::{Signature, VerifyingKey};
use consilium_statement::{LoginKey, LoginTranscript};
use consilium_types::DeviceId;
use serde::Deserialize;

use crate::load::{Hex, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    relay_name: String,
    device: Hex,
    client_nonce: Hex,
    relay_nonce: Hex,
    standby: bool,
    public: Hex,
    signature: Hex,
    outcome: String,
}

#[test]
fn proofs_of_login_hold_or_not_as_the_vectors_say() {
    let file: File = load("login");
    for case in &file.cases {
        let transcript = LoginTranscript {
            relay_name: &case.relay_name,
            device: DeviceId::new(case.device.array()),
            client_nonce: case.client_nonce.array(),
            relay_nonce: case.relay_nonce.array(),
        };
        let which = if case.standby {
            LoginKey::Standby
        } else {
            LoginKey::Device
        };
        let key = VerifyingKey::import(&case.public.array()).unwrap();
        let signature = Signature::from_bytes(case.signature.array());
        expect(
            &case.name,
            &case.outcome,
            transcript.verify(which, &key, &signature),
        );
    }
}
