//! Discovery hashes: the relay's and the client's are made apart, and both have to be these.

use std::collections::BTreeSet;

use consilium_client::discovery::{discovery_hash, normalise};
use consilium_types::{DiscoveryScheme, PhoneNumber};
use serde::Deserialize;

use crate::load::{Hex, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    scheme: u32,
    e164: String,
    hash: Hex,
}

#[test]
fn a_number_s_hash_is_the_one_of_the_vectors() {
    let cases: Vec<Case> = load("discovery");
    for case in &cases {
        let scheme = DiscoveryScheme::from_number(case.scheme).unwrap();
        let number = PhoneNumber::parse(&case.e164).unwrap();
        assert_eq!(
            discovery_hash(scheme, &number).0,
            *case.hash,
            "{}",
            case.e164
        );
    }
    let countries: BTreeSet<_> = cases
        .iter()
        .filter(|case| normalise(&case.e164, None).is_some())
        .map(|case| (case.scheme, case.e164.as_str()))
        .collect();
    // Those made up to meet the shortest and longest form belong to no country's plan.
    let real = cases
        .iter()
        .filter(|case| !case.e164.starts_with("+123456"));
    assert_eq!(countries.len(), real.count());
}
