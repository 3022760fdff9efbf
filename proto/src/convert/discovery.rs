//! Contact discovery.

use super::{ProtoError, Reason, counted};
use crate::wire;
use consilium_types::limits::MAX_DISCOVERY_PER_DAY;
use consilium_types::{AccountId, DiscoveryHash, DiscoveryScheme};

/// What one request asks.
#[derive(Clone, Debug)]
pub struct Find {
    /// How the hashes were made.
    pub scheme: DiscoveryScheme,
    /// At most 10,000.
    pub hashes: Vec<u64>,
}

/// A request.
///
/// # Errors
/// [`ProtoError`] for an unknown scheme or more than 10,000 hashes.
pub fn find(request: wire::FindRequest) -> Result<Find, ProtoError> {
    let wire::FindRequest { scheme, hashes } = request;
    let most = usize::try_from(MAX_DISCOVERY_PER_DAY).unwrap_or(usize::MAX);
    Ok(Find {
        scheme: DiscoveryScheme::from_number(scheme)
            .ok_or(ProtoError::new("FindRequest.scheme", Reason::Form))?,
        hashes: counted("FindRequest.hashes", hashes, 0, most)?,
    })
}

/// The number on the wire for a hash.
pub const fn to_wire(hash: DiscoveryHash) -> u64 {
    u64::from_be_bytes(hash.0)
}

/// An answer.
pub fn found(matches: Vec<(u64, AccountId)>) -> wire::FindResponse {
    let matches = matches
        .into_iter()
        .map(|(hash, account)| wire::Match {
            hash,
            account_id: account.as_bytes().to_vec().into(),
        })
        .collect();
    wire::FindResponse { matches }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_hashes_than_a_day_has_and_unknown_schemes_are_refused() {
        let of = |scheme, count| {
            find(wire::FindRequest {
                scheme,
                hashes: vec![1; count],
            })
        };
        assert!(of(0, 10_000).is_ok());
        assert!(of(1, 0).is_ok());
        assert_eq!(of(1, 10_001).unwrap_err().reason, Reason::Count);
        assert_eq!(of(2, 1).unwrap_err().reason, Reason::Form);
    }
}
