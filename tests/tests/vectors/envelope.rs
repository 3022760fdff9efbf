//! Envelopes: sealed with given randomness, and opened.

use consilium_client::seal::{
    PrekeySecret, RejectReason, Sealed, Seeds, Unverified, open, seal_seeded,
};
use consilium_statement::PrekeyStatement;
use consilium_types::PrekeyHash;
use serde::Deserialize;

use crate::content::parse;
use crate::load::{Hex, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    seal: Vec<Seal>,
    open: Vec<Open>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    name: String,
    signed: Hex,
    prekey: Hex,
    prekey_seed: Hex,
    kem_eseed: Hex,
    box_ephemeral_seed: Hex,
    envelope: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    name: String,
    envelope: Hex,
    prekey_seed: Hex,
    prekey_hash: Hex,
    signed: Option<Hex>,
    outcome: String,
}

fn opened(
    envelope: &[u8],
    prekey_seed: &Hex,
    hash: PrekeyHash,
) -> Result<Unverified, RejectReason> {
    let secret = PrekeySecret::from_seed(&prekey_seed.secret(), hash).unwrap();
    open(&Sealed::parse(envelope)?, &secret)
}

#[test]
fn an_envelope_of_given_randomness_is_the_one_of_the_vectors() {
    let file: File = load("envelope");
    for case in &file.seal {
        let signed = parse(&case.signed).unwrap();
        let prekey = PrekeyStatement::parse(&case.prekey).unwrap();
        let seeds = Seeds {
            ephemeral: case.box_ephemeral_seed.array(),
            kem: case.kem_eseed.array(),
        };
        let envelope = seal_seeded(&signed, &prekey, &seeds).unwrap();
        assert_eq!(envelope.as_bytes(), &*case.envelope, "{}", case.name);
        let opened = opened(envelope.as_bytes(), &case.prekey_seed, prekey.hash()).unwrap();
        assert_eq!(opened.as_bytes(), &*case.signed, "{}", case.name);
    }
}

#[test]
fn an_envelope_opens_or_not_as_the_vectors_say() {
    let file: File = load("envelope");
    for case in &file.open {
        let hash = PrekeyHash::new(case.prekey_hash.array());
        let found = opened(&case.envelope, &case.prekey_seed, hash);
        let found = expect(&case.name, &case.outcome, found);
        let signed = found.map(|content| Hex(content.as_bytes().to_vec()));
        assert_eq!(signed, case.signed, "{}", case.name);
    }
}
