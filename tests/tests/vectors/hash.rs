//! `S`, `D` and `K`.

use std::collections::HashSet;

use consilium_sodium::{Context, SodiumError, d, k, k_once, k_public, s};
use serde::Deserialize;

use crate::load::{Hex, context, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    contexts: Vec<String>,
    s: Vec<Case>,
    d: Vec<Case>,
    k: Vec<Keyed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    context: String,
    message: Hex,
    output: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keyed {
    name: String,
    context: String,
    key: Hex,
    message: Hex,
    output: Option<Hex>,
    outcome: String,
}

#[test]
fn s_d_and_k_give_what_the_vectors_say() {
    let file: File = load("hash");
    for case in &file.s {
        let found = s(context(&case.context), &case.message);
        assert_eq!(found, *case.output, "{}", case.name);
    }
    for case in &file.d {
        let found = d(context(&case.context), &[&case.message]);
        assert_eq!(found, *case.output, "{}", case.name);
    }
    for case in &file.k {
        check_keyed(case);
    }
}

fn check_keyed(case: &Keyed) {
    let context = context(&case.context);
    let length = |error| match error {
        SodiumError::BadParameters => "key_length",
        other => panic!("{other}"),
    };
    let found = k_public(&case.key, context, &[&case.message]).map_err(length);
    let once = k_once(&case.key, context, &[&case.message]).map(|out| *out);
    let kept = k(&case.key, context, &[&case.message]).map(|out| *out.expose());
    assert_eq!(once.map_err(length), found, "{}", case.name);
    assert_eq!(kept.map_err(length), found, "{}", case.name);
    let value = expect(&case.name, &case.outcome, found);
    assert_eq!(
        value.map(|value| Hex(value.to_vec())),
        case.output,
        "{}",
        case.name
    );
}

/// Contexts of one program alone, that no other ever computes.
const LOCAL: [&str; 7] = [
    "store-phone",
    "store-phone-lookup",
    "login-nonce",
    "biometric",
    "standby-state-key",
    "standby-state",
    "spool",
];

#[test]
fn every_context_that_others_compute_is_in_the_vectors() {
    let file: File = load("hash");
    let named: HashSet<Context> = file.contexts.iter().map(|name| context(name)).collect();
    let local = LOCAL.map(context);
    let shared = Context::ALL
        .iter()
        .filter(|context| !local.contains(context));
    assert_eq!(named, shared.copied().collect());
    let hashed: HashSet<Context> = file.d.iter().map(|case| context(&case.context)).collect();
    assert_eq!(hashed, named);
}
