//! What may reach a log line: static text, [`LogSafe`] values, and ids as a short hash that is
//! salted per process, so that lines of one process can be joined and no others.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::OnceLock;

/// Marks a type whose `Display` text may be logged: it can hold no content, phone number, hash or key.
pub trait LogSafe {}

/// Hides a value from `Debug` and `Display`.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Redacted<T>(pub T);

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(redacted)")
    }
}

impl<T> fmt::Display for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(redacted)")
    }
}

impl<T> LogSafe for Redacted<T> {}

/// Twenty-four bits of a keyed hash of `bytes`; the key is random per process.
pub fn short_hash(bytes: &[u8]) -> u32 {
    static SALT: OnceLock<RandomState> = OnceLock::new();
    let hash = SALT.get_or_init(RandomState::new).hash_one(bytes);
    u32::try_from(hash >> 40).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redacted_value_never_prints() {
        assert_eq!(
            format!("{} {:?}", Redacted("+31612345678"), Redacted("x")),
            "(redacted) (redacted)"
        );
    }

    #[test]
    fn a_short_hash_is_stable_within_a_process() {
        assert_eq!(short_hash(b"a"), short_hash(b"a"));
        assert!(short_hash(b"a") < 1 << 24);
    }
}
