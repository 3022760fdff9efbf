//! Phone numbers and what contact discovery makes of them. Neither ever prints.

use std::fmt;

/// A phone number in E.164: `+`, then 7 to 15 digits, the first not 0 (ITU-T E.164; R11).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Accepts exactly the E.164 form; normalising what people write is the client's work.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let shaped = (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        shaped.then(|| Self(text.to_owned()))
    }

    /// The number itself, for the one place that sends, stores (encrypted) or hashes it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(redacted)")
    }
}

/// Which hash a discovery request uses (protocol §11).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DiscoveryScheme {
    /// Scheme 0: `SHA1(number)[..8]`.
    Sha1,
    /// Scheme 1, the default: `HMAC-SHA1(published key, number)[..8]`.
    HmacSha1,
}

impl DiscoveryScheme {
    /// The number on the wire.
    pub const fn number(self) -> u8 {
        match self {
            Self::Sha1 => 0,
            Self::HmacSha1 => 1,
        }
    }

    /// From the number on the wire.
    pub const fn from_number(number: u32) -> Option<Self> {
        match number {
            0 => Some(Self::Sha1),
            1 => Some(Self::HmacSha1),
            _ => None,
        }
    }
}

/// The first 64 bits of a discovery hash. Reversible by trying all numbers: as private as the number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DiscoveryHash(pub [u8; 8]);

impl fmt::Debug for DiscoveryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DiscoveryHash(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_e164_is_a_phone_number() {
        assert!(PhoneNumber::parse("+31612345678").is_some());
        for bad in [
            "31612345678",
            "+0612345678",
            "+316123",
            "+3161234567890123",
            "+31 612345678",
            "",
            "+",
        ] {
            assert!(PhoneNumber::parse(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_phone_number_never_prints(digits in "[1-9][0-9]{6,14}") {
            let number = PhoneNumber::parse(&format!("+{digits}")).unwrap();
            let shown = format!("{number:?}");
            prop_assert!(!shown.contains(&digits));
        }
    }
}
