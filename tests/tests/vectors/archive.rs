//! Archives of kept conversations.

use consilium_client::seal::{ArchiveKeys, RejectReason, Sealed};
use consilium_types::{AccountId, ArchiveId, RecordId, Timestamp};
use serde::Deserialize;

use crate::content::parse;
use crate::load::{Hex, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    keys: Vec<Keys>,
    seal: Vec<Seal>,
    open: Vec<Open>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    name: String,
    archive_id: Hex,
    archive_seed: Hex,
    #[serde(rename = "box_public")]
    _box_public: Hex,
    #[serde(rename = "kem_public")]
    _kem_public: Hex,
    hash: Hex,
}

/// The randomness is for implementations that can seal to an archive with it; what it gives is
/// opened here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    name: String,
    signed: Hex,
    archive_id: Hex,
    archive_seed: Hex,
    #[serde(rename = "kem_eseed")]
    _kem_eseed: Hex,
    #[serde(rename = "box_ephemeral_seed")]
    _box_ephemeral_seed: Hex,
    record_id: Hex,
    envelope: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    name: String,
    record_id: Hex,
    envelope: Hex,
    archive_id: Hex,
    archive_seed: Hex,
    own_account: Hex,
    signed: Option<Hex>,
    outcome: String,
}

/// Far after every content of the vectors.
const NOW: Timestamp = Timestamp(4_000_000_000_000);

fn keys(seed: &Hex, id: &Hex) -> ArchiveKeys {
    ArchiveKeys::from_seed(&seed.secret(), ArchiveId::new(id.array())).unwrap()
}

fn opened(
    keys: &ArchiveKeys,
    id: &Hex,
    envelope: &[u8],
    own: AccountId,
) -> Result<Hex, RejectReason> {
    let record = Sealed::parse(envelope)?;
    let verified = keys.open_record(RecordId::new(id.array()), &record, own, NOW)?;
    Ok(Hex(verified.signed().as_bytes().to_vec()))
}

#[test]
fn an_archive_s_keys_and_record_ids_are_those_of_the_vectors() {
    let file: File = load("archive");
    for case in &file.keys {
        let keys = keys(&case.archive_seed, &case.archive_id);
        assert_eq!(*keys.hash().as_bytes(), *case.hash, "{}", case.name);
    }
    for case in &file.seal {
        let keys = keys(&case.archive_seed, &case.archive_id);
        let signed = parse(&case.signed).unwrap();
        let id = keys.record_id(&signed.hash()).unwrap();
        assert_eq!(*id.as_bytes(), *case.record_id, "{}", case.name);
        let own = signed.header().recipient;
        let found = opened(&keys, &case.record_id, &case.envelope, own);
        assert_eq!(found, Ok(case.signed.clone()), "{}", case.name);
        let (again_id, again) = keys.seal_record(&signed).unwrap();
        assert_eq!(again_id, id, "{}", case.name);
        let found = opened(&keys, &case.record_id, again.as_bytes(), own);
        assert_eq!(found, Ok(case.signed.clone()), "{}", case.name);
    }
}

#[test]
fn a_record_opens_or_not_as_the_vectors_say() {
    let file: File = load("archive");
    for case in &file.open {
        let keys = keys(&case.archive_seed, &case.archive_id);
        let own = AccountId::new(case.own_account.array());
        let found = opened(&keys, &case.record_id, &case.envelope, own);
        let signed = expect(&case.name, &case.outcome, found);
        assert_eq!(signed, case.signed, "{}", case.name);
    }
}
