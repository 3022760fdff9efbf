//! BLAKE2b-256 without a context: media ciphertexts and files. Whatever the protocol names `D` or
//! `K` goes through [`crate::context`].

use crate::ffi::HashState;

/// BLAKE2b-256 (RFC 7693, unkeyed, 32 bytes out) of the concatenated parts.
#[must_use]
pub fn blake2b256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Blake2b256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finish()
}

/// BLAKE2b-256 of a stream.
pub struct Blake2b256(HashState);

impl Blake2b256 {
    /// The hash of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let mut state = HashState::unstarted();
        state.start(&[], 32);
        Self(state)
    }

    /// Takes more bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all bytes taken in.
    #[must_use]
    pub fn finish(mut self) -> [u8; 32] {
        let mut out = [0; 32];
        self.0.finish(&mut out);
        out
    }
}

impl Default for Blake2b256 {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Blake2b256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Blake2b256(..)")
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn the_hash_is_blake2b_256_however_the_bytes_arrive() {
        let expected = "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";
        let mut stream = Blake2b256::default();
        stream.update(b"ab");
        stream.update(b"");
        stream.update(b"c");
        assert_eq!(HEXLOWER.encode(&stream.finish()), expected);
        assert_eq!(HEXLOWER.encode(&blake2b256(&[b"a", b"bc"])), expected);
        assert_eq!(HEXLOWER.encode(&blake2b256(&[b"abc"])), expected);
    }
}
