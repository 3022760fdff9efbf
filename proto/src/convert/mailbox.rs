//! A device's mailbox beside the realtime socket.

use crate::wire;

/// Most envelopes in one answer, and the number when none is named.
const MAX_FETCH: u32 = 256;

/// What a device asks of its mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// Positions above this.
    pub after: u64,
    /// 1 to 256.
    pub limit: usize,
}

/// A fetch; no field of it can be wrong.
pub fn fetch(request: wire::FetchRequest) -> Fetch {
    let wire::FetchRequest { after, limit } = request;
    let limit = if limit == 0 {
        MAX_FETCH
    } else {
        limit.min(MAX_FETCH)
    };
    Fetch {
        after,
        limit: usize::try_from(limit).unwrap_or(1),
    }
}

/// The position to delete.
pub fn delete(request: wire::DeleteEnvelopeRequest) -> u64 {
    let wire::DeleteEnvelopeRequest { sequence } = request;
    sequence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fetch_is_of_1_to_256() {
        let of = |limit| fetch(wire::FetchRequest { after: 0, limit }).limit;
        assert_eq!([of(0), of(1), of(256), of(u32::MAX)], [256, 1, 256, 256]);
    }
}
