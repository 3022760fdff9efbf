//! Recovery codes.

use consilium_client::identity::{RecoveryCode, RecoveryCodeError};
use consilium_sodium::Secret;
use consilium_statement::id::account_id;
use serde::Deserialize;

use crate::load::{Hex, Reason, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    text: Vec<Text>,
    root: Vec<Root>,
    parse: Vec<Parse>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    code: Hex,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Root {
    name: String,
    code: Hex,
    root_public: Hex,
    account: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parse {
    name: String,
    text: String,
    code: Option<Hex>,
    outcome: String,
}

impl Reason for RecoveryCodeError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Character { .. } => "character",
            Self::Check => "check",
            Self::Sodium(error) => panic!("{error}"),
        }
    }
}

fn code(bytes: &Hex) -> RecoveryCode {
    RecoveryCode::from_secret(Secret::from_slice(bytes).unwrap())
}

#[test]
fn a_code_s_text_and_root_key_are_those_of_the_vectors() {
    let file: File = load("recovery");
    for case in &file.text {
        assert_eq!(code(&case.code).text().as_str(), case.text, "{}", case.name);
    }
    for case in &file.root {
        let root = code(&case.code).root_key().unwrap().verifying_key();
        assert_eq!(*root.as_bytes(), *case.root_public, "{}", case.name);
        assert_eq!(
            *account_id(&root).as_bytes(),
            *case.account,
            "{}",
            case.name
        );
    }
}

#[test]
fn what_is_typed_is_read_or_refused_as_the_vectors_say() {
    let file: File = load("recovery");
    for case in &file.parse {
        let found = expect(&case.name, &case.outcome, RecoveryCode::parse(&case.text));
        let bytes = found.map(|code| Hex(code.secret().expose().to_vec()));
        assert_eq!(bytes, case.code, "{}", case.name);
    }
}
