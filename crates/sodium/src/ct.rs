//! Comparison in constant time.

use crate::ffi;

/// Whether `a` and `b` are equal, in a time that depends only on their lengths. Different lengths
/// are unequal at once: lengths are not secret.
#[must_use]
pub fn ct_eq(a: &[u8], b: &[u8]) -> bool {
    ffi::equal(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_means_same_length_and_same_bytes() {
        assert!(ct_eq(b"", b""));
        assert!(ct_eq(b"same", b"same"));
        assert!(!ct_eq(b"same", b"sama"));
        assert!(!ct_eq(b"same", b"sam"));
        assert!(!ct_eq(b"", b"s"));
    }
}
