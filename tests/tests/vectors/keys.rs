//! Signatures, sealed boxes, X-Wing, and the public keys that are refused.

use consilium_client::seal::PrekeyKeys;
use consilium_sodium::{
    BoxPublicKey, BoxSecretKey, KemPublicKey, KemSecretKey, Signature, SodiumError, VerifyingKey,
    open, seal_with_ephemeral,
};
use serde::Deserialize;

use crate::load::{Hex, context, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Import {
    name: String,
    key: Hex,
    outcome: String,
}

fn bad_key(error: SodiumError) -> &'static str {
    match error {
        SodiumError::BadPublicKey => "key",
        other => panic!("{other}"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ed25519 {
    #[serde(rename = "about")]
    _about: String,
    import: Vec<Import>,
    verify: Vec<Verify>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verify {
    name: String,
    public: Hex,
    context: String,
    message: Hex,
    signature: Hex,
    outcome: String,
}

#[test]
fn keys_and_signatures_of_ed25519_are_taken_or_refused_as_the_vectors_say() {
    let file: Ed25519 = load("ed25519");
    for case in &file.import {
        let found = VerifyingKey::import(&case.key.array()).map_err(bad_key);
        expect(&case.name, &case.outcome, found);
    }
    for case in &file.verify {
        let key = VerifyingKey::import(&case.public.array()).unwrap();
        let signature = Signature::from_bytes(case.signature.array());
        let found = key.verify(context(&case.context), &[&case.message], &signature);
        let reason = |error| match error {
            SodiumError::BadSignature => "signature",
            other => panic!("{other}"),
        };
        expect(&case.name, &case.outcome, found.map_err(reason));
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct X25519 {
    #[serde(rename = "about")]
    _about: String,
    import: Vec<Import>,
    seal: Vec<Seal>,
    open: Vec<Open>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    name: String,
    public: Hex,
    ephemeral_seed: Hex,
    message: Hex,
    #[serde(rename = "box")]
    sealed: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    name: String,
    seed: Hex,
    #[serde(rename = "box")]
    sealed: Hex,
    message: Option<Hex>,
    outcome: String,
}

#[test]
fn keys_and_sealed_boxes_of_x25519_are_taken_or_refused_as_the_vectors_say() {
    let file: X25519 = load("x25519");
    for case in &file.import {
        let found = BoxPublicKey::import(&case.key.array()).map_err(bad_key);
        expect(&case.name, &case.outcome, found);
    }
    for case in &file.seal {
        let public = BoxPublicKey::import(&case.public.array()).unwrap();
        let seed = case.ephemeral_seed.array();
        let found = seal_with_ephemeral(&public, &seed, &case.message).unwrap();
        assert_eq!(found, *case.sealed, "{}", case.name);
    }
    for case in &file.open {
        let key = BoxSecretKey::from_seed(&case.seed.secret()).unwrap();
        let reason = |error| match error {
            SodiumError::Sealed => "box",
            other => panic!("{other}"),
        };
        let found = open(&key, &key.public(), &case.sealed).map_err(reason);
        let opened = expect(&case.name, &case.outcome, found);
        assert_eq!(opened.map(Hex), case.message, "{}", case.name);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct XWing {
    #[serde(rename = "about")]
    _about: String,
    derive: Vec<Derive>,
    import: Vec<Import>,
    decapsulate: Vec<Decapsulate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Derive {
    name: String,
    seed: Hex,
    eseed: Hex,
    public: Hex,
    ciphertext: Hex,
    shared: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decapsulate {
    name: String,
    seed: Hex,
    ciphertext: Hex,
    shared: Option<Hex>,
    outcome: String,
}

#[test]
fn x_wing_gives_what_the_vectors_say() {
    let file: XWing = load("xwing");
    for case in &file.derive {
        let key = KemSecretKey::from_seed(&case.seed.secret()).unwrap();
        assert_eq!(*key.public().as_bytes(), *case.public, "{}", case.name);
        let (ciphertext, shared) = key
            .public()
            .encapsulate_seeded(&case.eseed.array())
            .unwrap();
        assert_eq!(*ciphertext.as_bytes(), *case.ciphertext, "{}", case.name);
        assert_eq!(*shared, *case.shared, "{}", case.name);
        let opened = key.decapsulate(ciphertext.as_bytes()).unwrap();
        assert_eq!(opened, shared, "{}", case.name);
    }
    for case in &file.import {
        let found = KemPublicKey::import(&case.key.array()).map_err(bad_key);
        expect(&case.name, &case.outcome, found);
    }
    for case in &file.decapsulate {
        let key = KemSecretKey::from_seed(&case.seed.secret()).unwrap();
        let reason = |error| match error {
            SodiumError::Sealed => "kem",
            other => panic!("{other}"),
        };
        let found = key.decapsulate(&case.ciphertext.array()).map_err(reason);
        let shared = expect(&case.name, &case.outcome, found);
        assert_eq!(
            shared.map(|shared| Hex(shared.to_vec())),
            case.shared,
            "{}",
            case.name
        );
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrekeySeeds {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<PrekeySeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrekeySeed {
    name: String,
    seed: Hex,
    box_public: Hex,
    kem_public: Hex,
}

#[test]
fn both_keys_of_a_prekey_follow_from_its_seed() {
    let file: PrekeySeeds = load("prekey_keys");
    for case in &file.cases {
        let keys = PrekeyKeys::from_seed(&case.seed.secret()).unwrap();
        assert_eq!(
            *keys.box_key().as_bytes(),
            *case.box_public,
            "{}",
            case.name
        );
        assert_eq!(
            *keys.kem_key().as_bytes(),
            *case.kem_public,
            "{}",
            case.name
        );
    }
}
