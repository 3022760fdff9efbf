//! What a discovery request carries instead of a number. Both schemes are reversible by trying all
//! numbers, and the app says so before it asks.

use consilium_types::{DiscoveryHash, DiscoveryScheme, PhoneNumber};
use hmac::{Hmac, Mac};
use sha1::{Digest, Sha1};

/// The published key of scheme 1 (protocol §11): it keeps nothing secret, but tables made for
/// other services do not fit.
const KEY: [u8; 10] = [0xee, 0xda, 0xac, 0x20, 0x7f, 0xc6, 0xba, 0x08, 0x72, 0x7c];
/// Bytes of the hash that are used.
const LENGTH: usize = 8;

/// The first 8 bytes of the scheme's hash of the ASCII number with its plus sign.
#[must_use]
pub fn discovery_hash(scheme: DiscoveryScheme, number: &PhoneNumber) -> DiscoveryHash {
    let text = number.expose().as_bytes();
    let full: [u8; 20] = match scheme {
        DiscoveryScheme::Sha1 => Sha1::digest(text).into(),
        DiscoveryScheme::HmacSha1 => keyed(text),
    };
    let mut hash = [0; LENGTH];
    for (place, byte) in hash.iter_mut().zip(full) {
        *place = byte;
    }
    DiscoveryHash(hash)
}

/// RFC 2104 takes keys of any length, so that the first arm never runs.
fn keyed(text: &[u8]) -> [u8; 20] {
    Hmac::<Sha1>::new_from_slice(&KEY).map_or([0; 20], |mac| {
        mac.chain_update(text).finalize().into_bytes().into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // protocol.md §11 and, for the others, Python's hmac and hashlib.
    #[test]
    fn the_known_answers_are_met() {
        let known = [
            ("+31612345678", "4d414062a4b82bb4", "21a6dd65b4a55f50"),
            ("+12125550123", "db9b41940945e24f", "47f47b25a7daea36"),
            ("+447911123456", "fc0d25b709e93ea7", "61f0b039ebf1f356"),
            ("+4915112345678", "896ebfbeeba11cb1", "e59f9b9d3d001f7e"),
        ];
        for (number, one, zero) in known {
            let number = PhoneNumber::parse(number).unwrap();
            let hex = |scheme| consilium_types::ids::to_hex(&discovery_hash(scheme, &number).0);
            assert_eq!(hex(DiscoveryScheme::HmacSha1), one);
            assert_eq!(hex(DiscoveryScheme::Sha1), zero);
        }
    }
}
