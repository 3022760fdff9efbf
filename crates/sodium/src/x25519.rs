//! The encodings of X25519 public keys that are taken in.

/// Whether the 32 bytes are the one canonical encoding of a coordinate: below 2²⁵⁵ − 19. RFC 7748
/// would take the others as aliases, so that one key could be written in two ways and carry two
/// hashes; no key pair made by libsodium has them.
pub(crate) fn is_canonical(key: &[u8; 32]) -> bool {
    let [lowest, middle @ .., highest] = key;
    *highest < 0x7f
        || (*highest == 0x7f && (*lowest < 0xed || middle.iter().any(|byte| *byte != 0xff)))
}

/// Encodings to refuse, for the tests of every key with an X25519 half.
#[cfg(test)]
pub(crate) mod refused {
    use data_encoding::HEXLOWER;

    /// The twelve encodings of points of small order listed at cr.yp.to/ecdh.html, then those of
    /// the first seven with the bit set that RFC 7748 ignores.
    const SMALL_ORDER: [&str; 19] = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
        "4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
        "d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    pub(crate) fn small_order() -> impl Iterator<Item = [u8; 32]> {
        SMALL_ORDER
            .iter()
            .map(|hex| HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(lowest: u8, middle: u8, highest: u8) -> [u8; 32] {
        let mut key = [middle; 32];
        key[0] = lowest;
        key[31] = highest;
        key
    }

    #[test]
    fn the_largest_canonical_coordinate_is_one_below_the_prime() {
        assert!(is_canonical(&with(0xec, 0xff, 0x7f)));
        assert!(!is_canonical(&with(0xed, 0xff, 0x7f)));
        assert!(!is_canonical(&with(0xff, 0xff, 0x7f)));
        assert!(is_canonical(&with(0xff, 0xfe, 0x7f)));
        assert!(is_canonical(&with(0xff, 0xff, 0x7e)));
        assert!(is_canonical(&with(0, 0, 0)));
        assert!(!is_canonical(&with(0, 0, 0x80)));
    }
}
