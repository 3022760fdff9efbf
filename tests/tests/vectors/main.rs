//! Every golden vector of `tests/vectors/`, checked against this implementation. The vectors are
//! written by an independent one, in Python, from fixed seeds (`tests/vectors/independent`).
//!
//! No case is skipped: an unknown file, field, operation or outcome fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "tests"
)]

mod archive;
mod chain;
mod content;
mod cross;
mod discovery;
mod envelope;
mod hash;
mod ids;
mod keys;
mod load;
mod login;
mod padding;
mod prekey;
mod receive;
mod recovery;
mod safety_number;
mod statement;
mod vault;

use std::collections::BTreeSet;

/// The files that the modules above read.
const FILES: [&str; 20] = [
    "archive",
    "chain",
    "content",
    "cross",
    "discovery",
    "ed25519",
    "envelope",
    "hash",
    "ids",
    "login",
    "padding",
    "prekey",
    "prekey_keys",
    "receive",
    "recovery",
    "safety_number",
    "statement",
    "vault",
    "x25519",
    "xwing",
];

#[test]
fn every_file_of_vectors_is_read_by_a_test() {
    let found: BTreeSet<String> = std::fs::read_dir(load::folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(found, FILES.map(str::to_owned).into());
}
