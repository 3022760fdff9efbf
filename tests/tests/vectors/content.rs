//! Signed contents: exact layout, then the signature.

use consilium_client::seal::{Plaintext, RejectReason, SealError, Signed};
use consilium_sodium::VerifyingKey;
use serde::Deserialize;

use crate::load::{Hex, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    parse: Vec<Parse>,
    verify: Vec<Verify>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parse {
    name: String,
    signed: Hex,
    outcome: String,
    kind: Option<u16>,
    sender: Option<Hex>,
    device: Option<Hex>,
    sender_statement: Option<Hex>,
    conversation: Option<Hex>,
    recipient: Option<Hex>,
    view: Option<Hex>,
    sent: Option<u64>,
    counter: Option<u64>,
    prev: Option<Hex>,
    payload: Option<Hex>,
    hash: Option<Hex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verify {
    name: String,
    signed: Hex,
    device_public: Hex,
    outcome: String,
}

pub(crate) fn parse(bytes: &[u8]) -> Result<Signed, RejectReason> {
    Signed::load(Plaintext::new(bytes.to_vec())).map_err(|error| match error {
        SealError::Damaged(reason) => reason,
        other => panic!("{other}"),
    })
}

fn hex(bytes: impl AsRef<[u8]>) -> Option<Hex> {
    Some(Hex(bytes.as_ref().to_vec()))
}

#[test]
fn contents_are_taken_apart_or_refused_as_the_vectors_say() {
    let file: File = load("content");
    for case in &file.parse {
        let Some(found) = expect(&case.name, &case.outcome, parse(&case.signed)) else {
            continue;
        };
        let header = found.header();
        let name = &case.name;
        assert_eq!(Some(header.kind.number()), case.kind, "{name}");
        assert_eq!(hex(header.sender), case.sender, "{name}");
        assert_eq!(hex(header.device), case.device, "{name}");
        assert_eq!(
            hex(header.sender_statement),
            case.sender_statement,
            "{name}"
        );
        assert_eq!(hex(header.conversation), case.conversation, "{name}");
        assert_eq!(hex(header.recipient), case.recipient, "{name}");
        assert_eq!(hex(header.view), case.view, "{name}");
        assert_eq!(Some(header.sent.as_millis()), case.sent, "{name}");
        assert_eq!(Some(header.counter), case.counter, "{name}");
        assert_eq!(hex(header.prev), case.prev, "{name}");
        assert_eq!(hex(found.payload()), case.payload, "{name}");
        assert_eq!(hex(found.hash()), case.hash, "{name}");
    }
}

#[test]
fn a_content_is_its_device_s_or_not_as_the_vectors_say() {
    let file: File = load("content");
    for case in &file.verify {
        let key = VerifyingKey::import(&case.device_public.array()).unwrap();
        let found = parse(&case.signed).and_then(|signed| {
            let genuine = signed.is_signed_by(&key);
            genuine.then_some(()).ok_or(RejectReason::Signature)
        });
        expect(&case.name, &case.outcome, found);
    }
}
