//! Padding to the four sizes.

use consilium_sodium::{SodiumError, pad, unpad};
use consilium_types::limits::PADDED_SIZES;
use serde::Deserialize;

use crate::load::{Hex, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    pad: Vec<Pad>,
    unpad: Vec<Unpad>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pad {
    name: String,
    length: usize,
    padded_length: usize,
    outcome: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unpad {
    name: String,
    padded: Hex,
    length: Option<usize>,
    outcome: String,
}

#[test]
fn padding_is_what_the_vectors_say() {
    let file: File = load("padding");
    for case in &file.pad {
        let size = PADDED_SIZES.into_iter().find(|size| *size > case.length);
        let Some(size) = expect(&case.name, &case.outcome, size.ok_or("size")) else {
            continue;
        };
        let mut bytes = vec![0x5a; case.length];
        pad(&mut bytes, size).unwrap();
        let mut expected = vec![0x5a; case.length];
        expected.push(0x80);
        expected.resize(case.padded_length, 0);
        assert_eq!(bytes, expected, "{}", case.name);
    }
    for case in &file.unpad {
        let reason = |error| match error {
            SodiumError::Padding => "padding",
            other => panic!("{other}"),
        };
        let found = unpad(&case.padded, case.padded.len()).map_err(reason);
        let length = expect(&case.name, &case.outcome, found);
        assert_eq!(length, case.length, "{}", case.name);
    }
}
