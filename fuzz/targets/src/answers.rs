//! What a relay answers to a client's calls.

use crate::seeds;
use consilium_client::net::answer;
use consilium_proto::wire;
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::limits::{ENVELOPE_SIZES, MAX_DEVICES};
use consilium_types::{AccountId, DiscoveryHash, RecordId};
use prost::Message;

/// Hashes that the client asked about.
const ASKED: [DiscoveryHash; 2] = [DiscoveryHash([0; 8]), DiscoveryHash([7; 8])];

/// The same bytes as each kind of answer, to a client that asked about what the seeds are of.
pub(crate) fn run(data: &[u8]) {
    fn decoded<M: Message + Default, T>(data: &[u8], convert: impl Fn(M) -> T) -> Option<T> {
        M::decode(data).ok().map(convert)
    }
    let accounts: Vec<AccountId> = seeds::account().into_iter().collect();
    let _ = decoded(data, answer::attempt);
    let _ = decoded(data, answer::ticket);
    let _ = decoded(data, answer::relay_nonce);
    let _ = decoded(data, answer::login);
    let _ = decoded(data, answer::registered);
    let _ = decoded(data, answer::own_account);
    let _ = decoded(data, answer::cursor);
    if let Some(served) = decoded(data, |message| answer::statements(message, &accounts)) {
        let known = |one: &AccountStatement| accounts.contains(&one.account());
        assert!(served.items.len() <= accounts.len() && served.items.iter().all(known));
    }
    if let Some(served) = decoded(data, |message| answer::prekeys(message, &accounts)) {
        let known = |one: &PrekeyStatement| accounts.contains(&one.account());
        assert!(served.items.len() <= accounts.len() * MAX_DEVICES);
        assert!(served.items.iter().all(known));
    }
    if let Some(found) = decoded(data, |message| answer::matches(message, &ASKED)) {
        assert!(found.items.iter().all(|one| ASKED.contains(&one.hash)));
    }
    if let Some(Ok(page)) = decoded(data, answer::fetched) {
        assert!(!page.more || !page.envelopes.is_empty());
    }
    for after in [None, Some(RecordId::new([8; 16]))] {
        let page = decoded(data, |message| answer::archive_page(message, after));
        if let Some(Ok(page)) = page {
            assert!(page.records.iter().all(|record| Some(record.id) > after));
        }
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let bytes = |byte, length| bytes::Bytes::from(vec![byte; length]);
    let stored = |sequence| wire::StoredEnvelope {
        sequence,
        arrived: 3_600_000,
        envelope: bytes(1, ENVELOPE_SIZES[0]),
    };
    let record = |id| wire::ArchiveRecord {
        record_id: bytes(id, 16),
        envelope: bytes(1, ENVELOPE_SIZES[0]),
    };
    let login = wire::LoginResponse {
        token: bytes(2, 32),
        expires_in_ms: 3_600_000,
        relay_time: 1_800_000_000_000,
    };
    let all = |records: Vec<Vec<u8>>| records.into_iter().map(Into::into).collect();
    vec![
        wire::StartResponse {
            attempt_id: bytes(1, 16),
            expires_in_ms: 600_000,
            retry_after_ms: 60_000,
        }
        .encode_to_vec(),
        login.encode_to_vec(),
        wire::FinishResponse {
            login: Some(login),
            number_moves_at: 9,
        }
        .encode_to_vec(),
        wire::GetOwnAccountResponse {
            discoverable: true,
            has_number: true,
            number_leaves_at: 5,
            number_arrives_at: 6,
        }
        .encode_to_vec(),
        wire::GetStatementsResponse {
            statements: all(seeds::account_statement()),
        }
        .encode_to_vec(),
        wire::GetPrekeysResponse {
            prekeys: all(seeds::prekey_statement()),
        }
        .encode_to_vec(),
        wire::FindResponse {
            matches: vec![wire::Match {
                hash: u64::from_be_bytes(ASKED[1].0),
                account_id: bytes(3, 16),
            }],
        }
        .encode_to_vec(),
        wire::FetchResponse {
            envelopes: vec![stored(5), stored(6)],
            more: true,
        }
        .encode_to_vec(),
        wire::ListArchiveResponse {
            records: vec![record(9), record(10)],
            more: true,
        }
        .encode_to_vec(),
    ]
}
