//! Registration, login and accounts.

use super::{ProtoError, Reason, counted, fixed, ids, record};
use crate::wire;
use bytes::Bytes;
use consilium_types::limits::{MAX_LOOKUP, SMS_DIGITS};
use consilium_types::{AccountId, DeviceId, PhoneNumber};

/// Longest account statement: 215 fixed bytes, 8 devices of 56 and a signature of 64 fit with room.
const MAX_STATEMENT: usize = 1024;
/// Longest prekey statement: 1,394 fits with room.
const MAX_PREKEY: usize = 2048;

/// A number that wants a code.
///
/// # Errors
/// [`ProtoError`] unless it is E.164.
pub fn start(request: wire::StartRequest) -> Result<PhoneNumber, ProtoError> {
    let wire::StartRequest { phone } = request;
    PhoneNumber::parse(&phone).ok_or(ProtoError::new("StartRequest.phone", Reason::Form))
}

/// A code as typed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SmsCode(pub [u8; SMS_DIGITS]);

impl std::fmt::Debug for SmsCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmsCode(redacted)")
    }
}

/// Which attempt, and the code typed in.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// From the start.
    pub attempt: [u8; 16],
    /// Six ASCII digits.
    pub code: SmsCode,
}

/// A code for an attempt.
///
/// # Errors
/// [`ProtoError`] unless the attempt has 16 bytes and the code six ASCII digits.
pub fn confirm(request: wire::ConfirmRequest) -> Result<Confirm, ProtoError> {
    let wire::ConfirmRequest { attempt_id, code } = request;
    let digits: [u8; SMS_DIGITS] = fixed("ConfirmRequest.code", code.as_bytes())?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(ProtoError::new("ConfirmRequest.code", Reason::Form));
    }
    Ok(Confirm {
        attempt: fixed("ConfirmRequest.attempt_id", &attempt_id)?,
        code: SmsCode(digits),
    })
}

/// What a registration brings.
#[derive(Clone, Debug)]
pub struct Finish {
    /// From the confirmation.
    pub ticket: [u8; 32],
    /// Account statement, unparsed.
    pub statement: Bytes,
    /// Prekey statement, unparsed.
    pub prekey: Bytes,
    /// By the first device's key.
    pub proof: Proof,
}

/// The end of a registration.
///
/// # Errors
/// [`ProtoError`] for the first field of a wrong length.
pub fn finish(request: wire::FinishRequest) -> Result<Finish, ProtoError> {
    let wire::FinishRequest {
        ticket,
        statement,
        prekey,
        proof: login,
    } = request;
    Ok(Finish {
        ticket: fixed("FinishRequest.ticket", &ticket)?,
        statement: record("FinishRequest.statement", statement, MAX_STATEMENT)?,
        prekey: record("FinishRequest.prekey", prekey, MAX_PREKEY)?,
        proof: proof(login.ok_or(ProtoError::new("FinishRequest.proof", Reason::Missing))?)?,
    })
}

/// A login proof.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    /// Whose key.
    pub device: DeviceId,
    /// Of the client.
    pub client_nonce: [u8; 32],
    /// Of the relay.
    pub relay_nonce: [u8; 32],
    /// Over both.
    pub signature: [u8; 64],
    /// By the standby key.
    pub standby: bool,
}

/// A login.
///
/// # Errors
/// [`ProtoError`] for the first field of a wrong length.
pub fn proof(request: wire::LoginProof) -> Result<Proof, ProtoError> {
    let wire::LoginProof {
        device_id,
        client_nonce,
        relay_nonce,
        signature,
        standby,
    } = request;
    Ok(Proof {
        device: DeviceId::new(fixed("LoginProof.device_id", &device_id)?),
        client_nonce: fixed("LoginProof.client_nonce", &client_nonce)?,
        relay_nonce: fixed("LoginProof.relay_nonce", &relay_nonce)?,
        signature: fixed("LoginProof.signature", &signature)?,
        standby,
    })
}

/// The statement to publish.
///
/// # Errors
/// [`ProtoError`] if it is missing or longer than any statement.
pub fn put_statement(request: wire::PutStatementRequest) -> Result<Bytes, ProtoError> {
    let wire::PutStatementRequest { statement } = request;
    record("PutStatementRequest.statement", statement, MAX_STATEMENT)
}

/// The accounts asked about.
///
/// # Errors
/// [`ProtoError`] for more than 512, or an id of a wrong length.
pub fn get_statements(request: wire::GetStatementsRequest) -> Result<Vec<AccountId>, ProtoError> {
    let wire::GetStatementsRequest { account_ids } = request;
    let field = "GetStatementsRequest.account_ids";
    ids(
        field,
        &counted(field, account_ids, 0, MAX_LOOKUP)?,
        AccountId::new,
    )
}

/// The prekey to publish.
///
/// # Errors
/// [`ProtoError`] if it is missing or longer than any prekey statement.
pub(super) fn prekey(field: &'static str, bytes: Bytes) -> Result<Bytes, ProtoError> {
    record(field, bytes, MAX_PREKEY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_ascii_digits() {
        let of = |code: &str| {
            confirm(wire::ConfirmRequest {
                attempt_id: vec![0; 16].into(),
                code: code.to_owned(),
            })
        };
        assert_eq!(of("012345").unwrap().code, SmsCode(*b"012345"));
        for wrong in ["", "12345", "1234567", "12345a", "١٢٣", "12 456"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_finish_without_a_proof_is_refused() {
        let request = wire::FinishRequest {
            ticket: vec![0; 32].into(),
            statement: vec![1; 300].into(),
            prekey: vec![1; 1394].into(),
            proof: None,
        };
        assert_eq!(finish(request).unwrap_err().reason, Reason::Missing);
    }

    #[test]
    fn at_most_512_accounts_are_asked_about() {
        let of = |count| {
            get_statements(wire::GetStatementsRequest {
                account_ids: vec![vec![3; 16].into(); count],
            })
        };
        assert_eq!(of(512).unwrap().len(), 512);
        assert_eq!(of(513).unwrap_err().reason, Reason::Count);
    }
}
