//! Ids as newtypes over bytes: derived from keys or random, never time-ordered.
//!
//! `Debug` prints a short hash salted per process ([`crate::redact::short_hash`]), so that an id
//! in a log line identifies nobody elsewhere; `to_hex` is for people and files that need the id itself.

use crate::redact::{LogSafe, short_hash};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// Wraps bytes that are already known to be such an id.
            pub const fn new(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// From a slice of exactly `LEN` bytes.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Lower-case hexadecimal.
            pub fn to_hex(&self) -> String {
                to_hex(&self.0)
            }

            /// From hexadecimal of exactly `2 × LEN` digits.
            pub fn from_hex(text: &str) -> Option<Self> {
                from_hex(text).map(Self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "~{:06x}"), short_hash(&self.0))
            }
        }

        impl LogSafe for $name {}

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
    };
}

id!(
    /// A person's registration: `D(account, root_pk)[..16]`.
    AccountId, 16
);
id!(
    /// One installation with its own keys: `D(device, device_pk)[..16]`.
    DeviceId, 16
);
id!(
    /// A conversation; the relay never sees it.
    ConversationId, 16
);
id!(
    /// Names the prekey an envelope is sealed to: the first 16 bytes of its [`PrekeyHash`].
    PrekeyId, 16
);
id!(
    /// `D(prekey-hash, prekey body)`.
    PrekeyHash, 32
);
id!(
    /// Random, chosen by the sender: lets a retry of a send be answered "duplicate".
    EnvelopeId, 16
);
id!(
    /// Random: one kept conversation's sealed copies at the relay.
    ArchiveId, 16
);
id!(
    /// One sealed copy in an archive: `K(seed, archive-record, message hash)[..16]`.
    RecordId, 16
);
id!(
    /// `D(message, signed)`: the identity of a message.
    MessageHash, 32
);
id!(
    /// `D(statement-hash, statement)`.
    StatementHash, 32
);

impl PrekeyHash {
    /// The prekey's id.
    pub fn id(&self) -> PrekeyId {
        let mut id = [0; PrekeyId::LEN];
        for (to, from) in id.iter_mut().zip(self.0) {
            *to = from;
        }
        PrekeyId(id)
    }
}

impl StatementHash {
    /// The `prev` of an account's first statement.
    pub const ZERO: Self = Self([0; 32]);
}

impl MessageHash {
    /// The `prev` of the first content of a device in a conversation.
    pub const ZERO: Self = Self([0; 32]);
}

/// Lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Exactly `N` bytes from `2 × N` hexadecimal digits of either case.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N.checked_mul(2)? {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        let high = char::from(*high).to_digit(16)?;
        let low = char::from(*low).to_digit(16)?;
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn hex_round_trips(bytes: [u8; 16]) {
            prop_assert_eq!(AccountId::from_hex(&AccountId::new(bytes).to_hex()), Some(AccountId::new(bytes)));
        }

        #[test]
        fn hex_of_anything_never_panics(text: String) {
            let _ = DeviceId::from_hex(&text);
        }
    }

    #[test]
    fn debug_does_not_show_the_id() {
        let id = AccountId::new([0xab; 16]);
        assert!(!format!("{id:?}").contains("abab"));
    }

    #[test]
    fn a_slice_of_another_length_is_no_id() {
        assert_eq!(PrekeyId::from_slice(&[0; 15]), None);
        assert_eq!(PrekeyId::from_slice(&[0; 17]), None);
    }

    #[test]
    fn a_prekey_id_is_the_start_of_its_hash() {
        let mut hash = [7; 32];
        hash[15] = 9;
        assert_eq!(PrekeyHash::new(hash).id().as_bytes(), &hash[..16]);
    }
}
