//! Bytes of one type in the parser of another, and signatures under another context.

use std::collections::BTreeMap;

use consilium_client::identity::VerificationQr;
use consilium_client::seal::{PrekeySecret, Sealed, open};
use consilium_sodium::{Signature, VerifyingKey};
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::PrekeyHash;
use serde::Deserialize;

use crate::content;
use crate::load::{Hex, Reason, context, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    types: BTreeMap<String, Hex>,
    opens_with: OpensWith,
    parse: Vec<Parse>,
    sign: Vec<Sign>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpensWith {
    prekey_seed: Hex,
    prekey_hash: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parse {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    parser: String,
    outcome: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    name: String,
    public: Hex,
    context: String,
    message: Hex,
    signature: Hex,
    outcome: String,
}

fn parse(parser: &str, bytes: &[u8], with: &OpensWith) -> Result<(), &'static str> {
    let record =
        |found: Result<(), consilium_statement::RecordError>| found.map_err(|error| error.reason());
    match parser {
        "statement" => record(AccountStatement::parse(bytes).map(drop)),
        "prekey" => record(PrekeyStatement::parse(bytes).map(drop)),
        "safety_qr" => record(VerificationQr::parse(bytes).map(drop)),
        "content" => content::parse(bytes)
            .map(drop)
            .map_err(|reason| reason.code()),
        "envelope" => {
            let hash = PrekeyHash::new(with.prekey_hash.array());
            let secret = PrekeySecret::from_seed(&with.prekey_seed.secret(), hash).unwrap();
            let opened = Sealed::parse(bytes).and_then(|sealed| open(&sealed, &secret));
            opened.map(drop).map_err(|reason| reason.code())
        }
        other => panic!("no parser {other}"),
    }
}

#[test]
fn only_its_own_parser_takes_a_type() {
    let file: File = load("cross");
    for case in &file.parse {
        let found = parse(&case.parser, &file.types[&case.kind], &file.opens_with);
        expect(&case.name, &case.outcome, found);
        assert_eq!(
            case.outcome == "valid",
            case.kind == case.parser,
            "{}",
            case.name
        );
    }
}

#[test]
fn a_signature_holds_under_its_own_context_only() {
    let file: File = load("cross");
    for case in &file.sign {
        let key = VerifyingKey::import(&case.public.array()).unwrap();
        let signature = Signature::from_bytes(case.signature.array());
        let found = key.verify(context(&case.context), &[&case.message], &signature);
        expect(&case.name, &case.outcome, found.map_err(|_| "signature"));
    }
}
