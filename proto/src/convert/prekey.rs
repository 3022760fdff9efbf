//! Prekeys.

use super::{ProtoError, account, counted, ids};
use crate::wire;
use bytes::Bytes;
use consilium_types::AccountId;

/// Accounts whose prekeys one request may ask for: 8 devices each are 512.
const MAX_ACCOUNTS: usize = 64;

/// The prekey to publish.
///
/// # Errors
/// [`ProtoError`] if it is missing or longer than any prekey statement.
pub fn put(request: wire::PutPrekeyRequest) -> Result<Bytes, ProtoError> {
    let wire::PutPrekeyRequest { prekey } = request;
    account::prekey("PutPrekeyRequest.prekey", prekey)
}

/// The accounts whose prekeys are asked for.
///
/// # Errors
/// [`ProtoError`] for more than 64, or an id of a wrong length.
pub fn get(request: wire::GetPrekeysRequest) -> Result<Vec<AccountId>, ProtoError> {
    let wire::GetPrekeysRequest { account_ids } = request;
    let field = "GetPrekeysRequest.account_ids";
    ids(
        field,
        &counted(field, account_ids, 0, MAX_ACCOUNTS)?,
        AccountId::new,
    )
}
