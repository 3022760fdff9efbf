//! Account statements.

use consilium_statement::{AccountStatement, Succession};
use serde::Deserialize;

use crate::load::{Hex, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    parse: Vec<Parse>,
    succession: Vec<Succeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parse {
    name: String,
    statement: Hex,
    outcome: String,
    account: Option<Hex>,
    epoch: Option<u64>,
    serial: Option<u64>,
    prev: Option<Hex>,
    devices: Option<Vec<Hex>>,
    hash: Option<Hex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Succeed {
    name: String,
    statement: Hex,
    current: Hex,
    outcome: String,
}

#[test]
fn account_statements_are_taken_or_refused_as_the_vectors_say() {
    let file: File = load("statement");
    for case in &file.parse {
        let found = AccountStatement::parse(&case.statement);
        let Some(found) = expect(&case.name, &case.outcome, found) else {
            continue;
        };
        let ids = found
            .devices()
            .iter()
            .map(|device| Hex(device.id.as_bytes().to_vec()));
        assert_eq!(Some(Hex(found.account().as_bytes().to_vec())), case.account);
        assert_eq!(Some(found.epoch()), case.epoch);
        assert_eq!(Some(found.serial()), case.serial);
        assert_eq!(Some(Hex(found.prev().as_bytes().to_vec())), case.prev);
        assert_eq!(Some(ids.collect()), case.devices);
        assert_eq!(Some(Hex(found.hash().as_bytes().to_vec())), case.hash);
    }
}

#[test]
fn a_statement_stands_to_the_current_one_as_the_vectors_say() {
    let file: File = load("statement");
    for case in &file.succession {
        let new = AccountStatement::parse(&case.statement).unwrap();
        let current = AccountStatement::parse(&case.current).unwrap();
        let word = match new.succession(&current) {
            Succession::Same => "same",
            Succession::Newer => "newer",
            Succession::Older => "older",
            Succession::Fork => "fork",
            Succession::Foreign => "foreign",
        };
        assert_eq!(word, case.outcome, "{}", case.name);
    }
}
