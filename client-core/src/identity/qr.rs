//! The QR code that two people scan instead of reading digits (protocol §15):
//! `u8 1 ‖ root_pk of who shows it ‖ root_pk of the contact it is shown to`.

use std::fmt;

use consilium_sodium::VerifyingKey;
use consilium_statement::{Reader, RecordError};

/// Length of the payload.
pub const QR_BYTES: usize = 1 + 32 + 32;
const VERSION: u8 = 1;

/// What one phone shows and the other scans.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerificationQr {
    shower: VerifyingKey,
    scanner: VerifyingKey,
}

/// What scanning a contact's code came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrCheck {
    /// Both phones have the same two root keys: store a [`super::VerificationKey`].
    Match,
    /// The code is of somebody else than the contact it was scanned for.
    OtherContact,
    /// The code is the contact's, but made for another root key than the own one: somebody may be
    /// in between, or one of the two has a new account. Do not trust the connection.
    Mismatch,
}

impl VerificationQr {
    /// The code to show to the contact with root key `theirs`.
    #[must_use]
    pub const fn new(own: VerifyingKey, theirs: VerifyingKey) -> Self {
        Self {
            shower: own,
            scanner: theirs,
        }
    }

    /// The payload.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; QR_BYTES] {
        let mut bytes = [VERSION; QR_BYTES];
        let keys = self.shower.as_bytes().iter().chain(self.scanner.as_bytes());
        for (place, byte) in bytes.iter_mut().skip(1).zip(keys) {
            *place = *byte;
        }
        bytes
    }

    /// Reads a scanned code.
    ///
    /// # Errors
    /// [`RecordError`] when it is none: another length, version, or keys that are none.
    pub fn parse(bytes: &[u8]) -> Result<Self, RecordError> {
        let mut reader = Reader::new(bytes);
        if reader.u8()? != VERSION {
            return Err(RecordError::Version);
        }
        let shower = VerifyingKey::import(&reader.array()?)?;
        let scanner = VerifyingKey::import(&reader.array()?)?;
        reader.end()?;
        Ok(Self { shower, scanner })
    }

    /// Compares a scanned code with the own root key and that of the contact it was scanned for.
    #[must_use]
    pub fn check(&self, own: &VerifyingKey, contact: &VerifyingKey) -> QrCheck {
        match (self.shower == *contact, self.scanner == *own) {
            (true, true) => QrCheck::Match,
            (true, false) => QrCheck::Mismatch,
            (false, _) => QrCheck::OtherContact,
        }
    }
}

impl fmt::Debug for VerificationQr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerificationQr(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::SigningKey;
    use consilium_types::SeededEntropy;
    use proptest::prelude::*;

    fn root(seed: u64) -> VerifyingKey {
        let key = SigningKey::generate(&SeededEntropy::new(seed)).unwrap();
        key.verifying_key()
    }

    #[test]
    fn a_code_matches_for_the_two_it_names_and_nobody_else() {
        let (alice, bob, mallory) = (root(1), root(2), root(3));
        let shown = VerificationQr::new(alice, bob).to_bytes();
        let scanned = VerificationQr::parse(&shown).unwrap();
        assert_eq!(scanned.check(&bob, &alice), QrCheck::Match);
        assert_eq!(scanned.check(&mallory, &alice), QrCheck::Mismatch);
        assert_eq!(scanned.check(&bob, &mallory), QrCheck::OtherContact);
        // Her own code, shown back to her.
        assert_eq!(scanned.check(&alice, &bob), QrCheck::OtherContact);
    }

    #[test]
    fn other_lengths_versions_and_keys_are_refused() {
        let bytes = VerificationQr::new(root(1), root(2)).to_bytes();
        for length in 0..QR_BYTES {
            let refused = VerificationQr::parse(&bytes[..length]);
            assert_eq!(refused, Err(RecordError::Length));
        }
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(VerificationQr::parse(&longer), Err(RecordError::Length));
        let mut other = bytes;
        other[0] = 2;
        assert_eq!(VerificationQr::parse(&other), Err(RecordError::Version));
        let mut none = bytes;
        none[1..33].fill(0);
        assert_eq!(VerificationQr::parse(&none), Err(RecordError::Key));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(code) = VerificationQr::parse(&bytes) {
                prop_assert_eq!(code.to_bytes().to_vec(), bytes);
            }
        }
    }
}
