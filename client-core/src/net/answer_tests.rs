//! Answers that are broken, doubled, overlong, or to another question.

use super::*;
use consilium_sodium::{Secret, SigningKey, SystemEntropy};
use consilium_statement::account::certify_identity;
use consilium_statement::id::{account_id, device_id};
use consilium_statement::{DeviceEntry, PrekeyDraft, StatementDraft};
use consilium_types::StatementHash;
use proptest::prelude::*;

struct Person {
    statement: AccountStatement,
    prekey: PrekeyStatement,
}

fn person() -> Person {
    let key = || SigningKey::generate(&SystemEntropy).unwrap();
    let (root, identity, device) = (key(), key(), key());
    let own = device.verifying_key();
    let statement = StatementDraft {
        root: root.verifying_key(),
        epoch: 1,
        certificate: certify_identity(&root, 1, &identity.verifying_key()),
        identity: &identity,
        serial: 1,
        prev: StatementHash::ZERO,
        issued: Timestamp(1),
        devices: &[DeviceEntry {
            id: device_id(&own),
            key: own,
            added: Timestamp(1),
        }],
    };
    let seed = || Secret::<32>::generate(&SystemEntropy).unwrap();
    let box_key = consilium_sodium::BoxSecretKey::from_seed(&seed()).unwrap();
    let kem_key = consilium_sodium::KemSecretKey::from_seed(&seed()).unwrap();
    let prekey = PrekeyDraft {
        account: account_id(&root.verifying_key()),
        device: device_id(&own),
        envelope_version: 1,
        standby: key().verifying_key(),
        box_key: &box_key.public(),
        kem_key: kem_key.public(),
        not_before: Timestamp(1),
    };
    Person {
        statement: statement.sign().unwrap(),
        prekey: prekey.sign(&device).unwrap(),
    }
}

fn bytes(slice: &[u8]) -> Bytes {
    Bytes::copy_from_slice(slice)
}

#[test]
fn a_statement_that_was_not_asked_for_doubled_or_broken_does_not_spoil_its_neighbours() {
    let (asked, other) = (person(), person());
    let good = bytes(asked.statement.as_bytes());
    let answer = wire::GetStatementsResponse {
        statements: vec![
            bytes(b"no"),
            good.clone(),
            good,
            bytes(other.statement.as_bytes()),
        ],
    };
    let accounts = [
        asked.statement.account(),
        AccountId::new([1; 16]),
        AccountId::new([2; 16]),
    ];
    let checked = statements(answer, &accounts);
    assert_eq!(checked.items, [asked.statement]);
    assert_eq!(checked.refused, 3);
}

#[test]
fn a_longer_list_than_asked_for_is_cut_and_counted() {
    let person = person();
    let statement = bytes(person.statement.as_bytes());
    let answer = wire::GetStatementsResponse {
        statements: vec![statement; 1000],
    };
    let checked = statements(answer, &[person.statement.account()]);
    assert_eq!((checked.items.len(), checked.refused), (1, 999));
}

#[test]
fn prekeys_come_once_a_device_and_only_of_accounts_asked_for() {
    let (asked, other) = (person(), person());
    let good = bytes(asked.prekey.as_bytes());
    let mut flipped = good.to_vec();
    flipped[0] = 9;
    let answer = wire::GetPrekeysResponse {
        prekeys: vec![
            bytes(other.prekey.as_bytes()),
            flipped.into(),
            good.clone(),
            good,
        ],
    };
    let checked = prekeys(answer, &[asked.statement.account()]);
    let devices: Vec<_> = checked.items.iter().map(PrekeyStatement::device).collect();
    assert_eq!(devices, [asked.prekey.device()]);
    assert_eq!(checked.refused, 3);
}

#[test]
fn a_match_for_a_number_that_was_not_submitted_is_refused() {
    let hit = |hash: u64, id: &[u8]| wire::Match {
        hash,
        account_id: bytes(id),
    };
    let answer = wire::FindResponse {
        matches: vec![
            hit(7, &[1; 16]),
            hit(8, &[2; 16]),
            hit(7, &[3; 16]),
            hit(9, &[4; 15]),
        ],
    };
    let asked = [7_u64, 9, 10, 11].map(|hash| DiscoveryHash(hash.to_be_bytes()));
    let checked = matches(answer, &asked);
    assert_eq!(
        checked.items,
        [Match {
            hash: asked[0],
            account: AccountId::new([1; 16])
        }]
    );
    assert_eq!(checked.refused, 3);
}

#[test]
fn a_token_or_nonce_of_another_length_is_refused() {
    let answer = |length| wire::LoginResponse {
        token: bytes(&vec![1; length]),
        expires_in_ms: u64::MAX,
        relay_time: 5,
    };
    assert_eq!(login(answer(31)).unwrap_err(), NetError::Protocol);
    assert_eq!(login(answer(33)).unwrap_err(), NetError::Protocol);
    assert_eq!(login(answer(32)).unwrap().expires_in_ms, TOKEN_MS);
    let challenge = wire::ChallengeResponse {
        relay_nonce: bytes(&[1; 16]),
        relay_time: 0,
    };
    assert_eq!(relay_nonce(challenge).unwrap_err(), NetError::Protocol);
    let empty = wire::FinishResponse {
        login: None,
        number_moves_at: 0,
    };
    assert_eq!(registered(empty).unwrap_err(), NetError::Protocol);
}

#[test]
fn an_archive_page_that_does_not_rise_is_refused() {
    let page = |ids: &[u8], more| wire::ListArchiveResponse {
        records: ids
            .iter()
            .map(|id| wire::ArchiveRecord {
                record_id: bytes(&[*id; 16]),
                envelope: Bytes::new(),
            })
            .collect(),
        more,
    };
    let after = Some(RecordId::new([2; 16]));
    assert_eq!(
        archive_page(page(&[3, 4], true), after)
            .unwrap()
            .records
            .len(),
        2
    );
    for (ids, more) in [
        (&[3_u8, 3][..], false),
        (&[4, 3], false),
        (&[2], false),
        (&[], true),
    ] {
        assert_eq!(
            archive_page(page(ids, more), after).unwrap_err(),
            NetError::Protocol
        );
    }
    let long: Vec<u8> = (3..80).collect();
    assert_eq!(
        archive_page(page(&long, false), after).unwrap_err(),
        NetError::Protocol
    );
}

#[test]
fn a_page_of_a_mailbox_is_bounded_and_says_more_only_with_something() {
    let page = |count, more| wire::FetchResponse {
        envelopes: vec![wire::StoredEnvelope::default(); count],
        more,
    };
    assert_eq!(fetched(page(256, true)).unwrap().envelopes.len(), 256);
    assert_eq!(fetched(page(257, false)).unwrap_err(), NetError::Protocol);
    assert_eq!(fetched(page(0, true)).unwrap_err(), NetError::Protocol);
}

#[test]
fn a_position_beyond_those_that_a_relay_counts_is_refused() {
    let page = |sequence| wire::FetchResponse {
        envelopes: vec![wire::StoredEnvelope {
            sequence,
            ..wire::StoredEnvelope::default()
        }],
        more: false,
    };
    let last = i64::MAX.unsigned_abs();
    assert_eq!(fetched(page(last)).unwrap().envelopes[0].sequence, last);
    for beyond in [last + 1, u64::MAX] {
        assert_eq!(fetched(page(beyond)).unwrap_err(), NetError::Protocol);
    }
}

proptest! {
    #[test]
    fn any_answer_is_bounded_without_a_panic(
        list in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..20),
        hashes in proptest::collection::vec(any::<u64>(), 0..20),
    ) {
        let asked: Vec<DiscoveryHash> =
            hashes.iter().map(|hash| DiscoveryHash(hash.to_be_bytes())).collect();
        let found = list.iter().zip(hashes.iter().cycle()).map(|(id, hash)| wire::Match {
            hash: *hash,
            account_id: bytes(id),
        });
        let total = found.clone().count();
        let checked = matches(wire::FindResponse { matches: found.collect() }, &asked);
        prop_assert!(checked.items.len() <= asked.len());
        prop_assert_eq!(checked.items.len() + checked.refused as usize, total);
        let statements_answer = wire::GetStatementsResponse {
            statements: list.iter().map(|item| bytes(item)).collect(),
        };
        prop_assert!(statements(statements_answer, &[AccountId::new([0; 16])]).items.is_empty());
    }
}
