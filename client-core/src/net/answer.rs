//! Answers of the relay → domain values: every field taken, every length checked, lists bounded to
//! what was asked for.

use super::NetError;
use super::relay::{
    ArchivePage, ArchiveRecord, Attempt, Checked, Cursor, Fetched, Login, Match, OwnAccount,
    Registered, StoredEnvelope, Ticket, Token,
};
use bytes::Bytes;
use consilium_proto::wire;
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::limits::{
    MAX_ARCHIVE_BATCH, MAX_DEVICES, NUMBER_MOVE_MS, SMS_LIFE_MS, TOKEN_MS,
};
use consilium_types::{AccountId, DiscoveryHash, RecordId, Timestamp};
use std::collections::HashSet;

/// Envelopes in one page of a mailbox (mailbox.proto).
pub(super) const MAX_FETCH: usize = 256;

/// A started registration.
///
/// # Errors
/// [`NetError::Protocol`] for anything that no honest relay answers.
pub fn attempt(answer: wire::StartResponse) -> Result<Attempt, NetError> {
    let wire::StartResponse {
        attempt_id,
        expires_in_ms,
        retry_after_ms,
    } = answer;
    Ok(Attempt {
        id: exact(&attempt_id)?,
        expires_in_ms: expires_in_ms.min(SMS_LIFE_MS),
        retry_after_ms: retry_after_ms.min(NUMBER_MOVE_MS),
    })
}

/// The ticket for a confirmed number.
///
/// # Errors
/// [`NetError::Protocol`] for anything that no honest relay answers.
pub fn ticket(answer: wire::ConfirmResponse) -> Result<Ticket, NetError> {
    let wire::ConfirmResponse { ticket } = answer;
    Ok(Ticket(exact(&ticket)?))
}

/// The relay's half of a login.
///
/// # Errors
/// [`NetError::Protocol`] for anything that no honest relay answers.
pub fn relay_nonce(answer: wire::ChallengeResponse) -> Result<[u8; 32], NetError> {
    let wire::ChallengeResponse {
        relay_nonce,
        relay_time: _,
    } = answer;
    exact(&relay_nonce)
}

/// A token and how long it lives.
///
/// # Errors
/// [`NetError::Protocol`] for anything that no honest relay answers.
pub fn login(answer: wire::LoginResponse) -> Result<Login, NetError> {
    let wire::LoginResponse {
        token,
        expires_in_ms,
        relay_time,
    } = answer;
    Ok(Login {
        token: Token(exact(&token)?),
        expires_in_ms: expires_in_ms.min(TOKEN_MS),
        relay_time: Timestamp(relay_time),
    })
}

/// A finished registration.
///
/// # Errors
/// [`NetError::Protocol`] for anything that no honest relay answers.
pub fn registered(answer: wire::FinishResponse) -> Result<Registered, NetError> {
    let wire::FinishResponse {
        login: wire_login,
        number_moves_at,
    } = answer;
    Ok(Registered {
        login: login(wire_login.ok_or(NetError::Protocol)?)?,
        number_moves_at: time_or_none(number_moves_at),
    })
}

/// What the relay keeps about the own account.
#[must_use]
pub fn own_account(answer: wire::GetOwnAccountResponse) -> OwnAccount {
    let wire::GetOwnAccountResponse {
        discoverable,
        has_number,
        number_leaves_at,
        number_arrives_at,
    } = answer;
    OwnAccount {
        discoverable,
        has_number,
        number_leaves_at: time_or_none(number_leaves_at),
        number_arrives_at: time_or_none(number_arrives_at),
    }
}

/// Statements of the accounts asked for, one each.
#[must_use]
pub fn statements(
    answer: wire::GetStatementsResponse,
    asked: &[AccountId],
) -> Checked<AccountStatement> {
    let wire::GetStatementsResponse { statements } = answer;
    let mut open: HashSet<AccountId> = asked.iter().copied().collect();
    check(statements, asked.len(), |bytes| {
        let statement = AccountStatement::parse(&bytes).ok()?;
        open.remove(&statement.account()).then_some(statement)
    })
}

/// Prekeys of devices of the accounts asked for, one a device.
#[must_use]
pub fn prekeys(answer: wire::GetPrekeysResponse, asked: &[AccountId]) -> Checked<PrekeyStatement> {
    let wire::GetPrekeysResponse { prekeys } = answer;
    let accounts: HashSet<AccountId> = asked.iter().copied().collect();
    let mut seen = HashSet::new();
    let most = asked.len().saturating_mul(MAX_DEVICES);
    check(prekeys, most, |bytes| {
        let prekey = PrekeyStatement::parse(&bytes).ok()?;
        let wanted = accounts.contains(&prekey.account());
        (wanted && seen.insert(prekey.device())).then_some(prekey)
    })
}

/// Matches of hashes that were submitted, one each.
#[must_use]
pub fn matches(answer: wire::FindResponse, asked: &[DiscoveryHash]) -> Checked<Match> {
    let wire::FindResponse { matches } = answer;
    let mut open: HashSet<DiscoveryHash> = asked.iter().copied().collect();
    check(matches, asked.len(), |found| {
        let wire::Match { hash, account_id } = found;
        let hash = DiscoveryHash(hash.to_be_bytes());
        let account = AccountId::from_slice(&account_id)?;
        open.remove(&hash).then_some(Match { hash, account })
    })
}

/// Highest position of a mailbox: a relay counts them from 1 in a signed column.
const MAX_SEQUENCE: u64 = i64::MAX.unsigned_abs();

/// Envelopes with their positions.
pub(super) fn stored_envelopes(
    envelopes: Vec<wire::StoredEnvelope>,
) -> Result<Vec<StoredEnvelope>, NetError> {
    if envelopes.iter().any(|one| one.sequence > MAX_SEQUENCE) {
        return Err(NetError::Protocol);
    }
    Ok(envelopes.into_iter().map(stored_envelope).collect())
}

fn stored_envelope(envelope: wire::StoredEnvelope) -> StoredEnvelope {
    let wire::StoredEnvelope {
        sequence,
        arrived,
        envelope,
    } = envelope;
    StoredEnvelope {
        sequence,
        arrived: Timestamp(arrived),
        envelope,
    }
}

/// A page of a mailbox.
///
/// # Errors
/// [`NetError::Protocol`] for anything that no honest relay answers.
pub fn fetched(answer: wire::FetchResponse) -> Result<Fetched, NetError> {
    let wire::FetchResponse { envelopes, more } = answer;
    if envelopes.len() > MAX_FETCH || (more && envelopes.is_empty()) {
        return Err(NetError::Protocol);
    }
    Ok(Fetched {
        envelopes: stored_envelopes(envelopes)?,
        more,
    })
}

/// How far a mailbox is acknowledged.
#[must_use]
pub fn cursor(answer: wire::GetCursorResponse) -> Cursor {
    let wire::GetCursorResponse {
        acknowledged,
        newest,
    } = answer;
    Cursor {
        acknowledged,
        newest,
    }
}

/// A page whose ids rise from the one asked from: a relay cannot make the caller list for ever.
///
/// # Errors
/// [`NetError::Protocol`] for anything that no honest relay answers.
pub fn archive_page(
    answer: wire::ListArchiveResponse,
    after: Option<RecordId>,
) -> Result<ArchivePage, NetError> {
    let wire::ListArchiveResponse { records, more } = answer;
    if records.len() > MAX_ARCHIVE_BATCH || (more && records.is_empty()) {
        return Err(NetError::Protocol);
    }
    let mut last = after;
    let mut page = Vec::with_capacity(records.len());
    for wire::ArchiveRecord {
        record_id,
        envelope,
    } in records
    {
        let id = RecordId::new(exact(&record_id)?);
        if last.is_some_and(|last| id <= last) {
            return Err(NetError::Protocol);
        }
        last = Some(id);
        page.push(ArchiveRecord { id, envelope });
    }
    Ok(ArchivePage {
        records: page,
        more,
    })
}

/// Exactly `N` bytes.
fn exact<const N: usize>(bytes: &Bytes) -> Result<[u8; N], NetError> {
    bytes.as_ref().try_into().map_err(|_| NetError::Protocol)
}

fn time_or_none(ms: u64) -> Option<Timestamp> {
    (ms != 0).then_some(Timestamp(ms))
}

/// Keeps what `accept` takes, counts the rest, looks at no more than `most` and what lies beyond.
fn check<W, T>(list: Vec<W>, most: usize, mut accept: impl FnMut(W) -> Option<T>) -> Checked<T> {
    let total = list.len();
    let items: Vec<T> = list
        .into_iter()
        .take(most)
        .filter_map(&mut accept)
        .collect();
    let refused = total.saturating_sub(items.len());
    Checked {
        items,
        refused: u32::try_from(refused).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
