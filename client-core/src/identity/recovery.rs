//! The recovery code `R`: 20 random bytes on paper, from which the account root key follows
//! (protocol §3, §13).
//!
//! Written as 32 characters of Crockford's base 32 (no I, L, O, U; what is read as I or L counts as
//! 1, O as 0) and 2 check characters: the first 10 bits of `D(recovery-check, R)`. Shown in groups
//! of four.

use std::fmt;

use consilium_sodium::{Context, Secret, SigningKey, SodiumError, d, k};
use consilium_types::{Entropy, LogSafe};
use zeroize::Zeroizing;

/// Bytes of a recovery code (protocol §3).
pub const RECOVERY_BYTES: usize = 20;
/// Characters of the 20 bytes, and of the check (protocol §13).
const CHARACTERS: usize = 32;
const CHECK: usize = 2;
/// Characters shown together, and how many such groups there are.
const GROUP: usize = 4;
const GROUPS: usize = (CHARACTERS + CHECK).div_ceil(GROUP);
/// Crockford's base 32 (crockford.com/base32.html): no letter that reads like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The recovery code of an account.
pub struct RecoveryCode(Secret<RECOVERY_BYTES>);

/// A text that is no recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// Characters are missing, or there are too many.
    #[error("a recovery code has 34 characters, this has {count}: compare it with the paper")]
    Length {
        /// Letters and digits found.
        count: usize,
    },
    /// A character that no recovery code has.
    #[error("character {position} cannot be part of a recovery code: compare it with the paper")]
    Character {
        /// Counted from 1, without spaces and hyphens.
        position: usize,
    },
    /// The check characters do not fit the rest.
    #[error("the recovery code has a typing mistake: compare it with the paper")]
    Check,
    /// No memory for it.
    #[error(transparent)]
    Sodium(#[from] SodiumError),
}

impl LogSafe for RecoveryCodeError {}

impl RecoveryCode {
    /// A new code.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, SodiumError> {
        Secret::generate(entropy).map(Self)
    }

    /// The code of these bytes.
    #[must_use]
    pub const fn from_secret(secret: Secret<RECOVERY_BYTES>) -> Self {
        Self(secret)
    }

    /// The 20 bytes.
    #[must_use]
    pub const fn secret(&self) -> &Secret<RECOVERY_BYTES> {
        &self.0
    }

    /// Another copy, in a guarded page of its own.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn try_clone(&self) -> Result<Self, SodiumError> {
        self.0.try_clone().map(Self)
    }

    /// The account root key: seed `K(R, root, "")`.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn root_key(&self) -> Result<SigningKey, SodiumError> {
        SigningKey::from_seed(&k(self.0.expose(), Context::Root, &[])?)
    }

    /// What a person types: any case, spaces and hyphens anywhere, I, L and O as they look.
    ///
    /// # Errors
    /// [`RecoveryCodeError`], which says what to look for.
    pub fn parse(text: &str) -> Result<Self, RecoveryCodeError> {
        let mut values = Zeroizing::new([0_u8; CHARACTERS + CHECK]);
        let mut count = 0;
        for character in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let value = value_of(character).ok_or(RecoveryCodeError::Character {
                position: count + 1,
            })?;
            if let Some(place) = values.get_mut(count) {
                *place = value;
            }
            count += 1;
        }
        if count != CHARACTERS + CHECK {
            return Err(RecoveryCodeError::Length { count });
        }
        let code = Self(decode(&values)?);
        let expected = code.check();
        let (_, given) = values.split_at(CHARACTERS);
        if given == expected {
            Ok(code)
        } else {
            Err(RecoveryCodeError::Check)
        }
    }

    /// The nine groups to show: eight of four characters, and the check.
    #[must_use]
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        let mut groups = Vec::with_capacity(GROUPS);
        let mut characters = self.characters();
        for _ in 0..GROUPS {
            let mut group = Zeroizing::new(String::with_capacity(GROUP));
            group.extend(characters.by_ref().take(GROUP));
            groups.push(group);
        }
        groups
    }

    /// The groups in one line, with spaces.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + CHECK + GROUPS));
        for (index, character) in self.characters().enumerate() {
            if index != 0 && index.is_multiple_of(GROUP) {
                text.push(' ');
            }
            text.push(character);
        }
        text
    }

    fn characters(&self) -> impl Iterator<Item = char> {
        let values = self.0.expose().chunks_exact(5).flat_map(five_bits);
        let letter = |value| ALPHABET.get(usize::from(value)).copied();
        let all = values.chain(self.check());
        all.filter_map(letter).map(char::from)
    }

    fn check(&self) -> [u8; CHECK] {
        let [first, second, ..] = d(Context::RecoveryCheck, &[self.0.expose()]);
        [first >> 3, (first & 0b111) << 2 | second >> 6]
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// Eight values of five bits from five bytes, the highest bits first.
fn five_bits(bytes: &[u8]) -> [u8; 8] {
    let mut bits = bytes
        .iter()
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut values = [0; 8];
    for value in values.iter_mut().rev() {
        let [lowest, ..] = (bits & 0x1f).to_le_bytes();
        *value = lowest;
        bits >>= 5;
    }
    values
}

fn decode(values: &[u8; CHARACTERS + CHECK]) -> Result<Secret<RECOVERY_BYTES>, SodiumError> {
    let mut bytes = Zeroizing::new([0_u8; RECOVERY_BYTES]);
    for (eight, five) in values.chunks_exact(8).zip(bytes.chunks_exact_mut(5)) {
        let bits = eight
            .iter()
            .fold(0_u64, |bits, value| bits << 5 | u64::from(*value));
        for (place, byte) in five.iter_mut().rev().zip(bits.to_le_bytes()) {
            *place = byte;
        }
    }
    Secret::from_slice(bytes.as_slice())
}

fn value_of(character: char) -> Option<u8> {
    let character = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|letter| char::from(*letter) == character);
    place.and_then(|place| u8::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::SeededEntropy;
    use proptest::prelude::*;

    fn code(bytes: [u8; 20]) -> RecoveryCode {
        RecoveryCode::from_secret(Secret::from_slice(&bytes).unwrap())
    }

    fn counting() -> RecoveryCode {
        code(std::array::from_fn(|at| at as u8))
    }

    // The 32 characters are RFC 4648's base 32 of the bytes, its alphabet exchanged for
    // Crockford's; the check comes from Python's hashlib.blake2b.
    #[test]
    fn the_text_is_base_32_and_check() {
        let expected = "000G 40R4 0M30 E209 185G R38E 1W81 24GK 87";
        assert_eq!(counting().text().as_str(), expected);
    }

    #[test]
    fn groups_are_the_text() {
        let groups = counting().groups();
        assert_eq!(groups.len(), 9);
        let joined = groups.iter().map(|group| group.as_str());
        let joined = joined.collect::<Vec<_>>().join(" ");
        assert_eq!(joined, counting().text().as_str());
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let text = counting().text().to_lowercase();
        let written = [
            text.clone(),
            text.replace(' ', ""),
            text.replace(' ', "-"),
            text.replace('0', "o"),
            text.replace('1', "l"),
            text.replace('1', "I"),
            format!("  {text}\n"),
        ];
        for text in written {
            let read = RecoveryCode::parse(&text).unwrap();
            assert!(read.secret().ct_eq(counting().secret()));
        }
    }

    #[test]
    fn a_missing_or_strange_character_is_named() {
        let text = counting().text().replace(' ', "");
        let short = RecoveryCode::parse(&text[1..]).unwrap_err();
        assert_eq!(short, RecoveryCodeError::Length { count: 33 });
        let long = RecoveryCode::parse(&format!("{text}0")).unwrap_err();
        assert_eq!(long, RecoveryCodeError::Length { count: 35 });
        for strange in ["U", "*", "é", "٣"] {
            let text = format!("00 {strange}0");
            let refused = RecoveryCode::parse(&text).unwrap_err();
            assert_eq!(refused, RecoveryCodeError::Character { position: 3 });
        }
    }

    #[test]
    fn the_root_key_follows_from_the_code() {
        let entropy = SeededEntropy::new(1);
        let code = RecoveryCode::generate(&entropy).unwrap();
        let again = RecoveryCode::parse(&code.text()).unwrap();
        let key = |code: &RecoveryCode| code.root_key().unwrap().verifying_key();
        assert_eq!(key(&code), key(&again));
        assert_ne!(key(&code), key(&counting()));
    }

    #[test]
    fn a_code_never_prints() {
        assert_eq!(format!("{:?}", counting()), "RecoveryCode(..)");
    }

    proptest! {
        #[test]
        fn every_code_comes_back(bytes: [u8; 20]) {
            let read = RecoveryCode::parse(&code(bytes).text()).unwrap();
            prop_assert_eq!(read.secret().expose(), &bytes);
        }

        #[test]
        fn a_wrong_character_is_found_with_the_check_s_ten_bits(
            bytes: [u8; 20],
            at in 0_usize..34,
            other in 1_u8..32,
        ) {
            let text = code(bytes).text().replace(' ', "").into_bytes();
            let value = value_of(char::from(text[at])).unwrap();
            let mut wrong = text.clone();
            wrong[at] = ALPHABET[usize::from((value + other) % 32)];
            let read = RecoveryCode::parse(std::str::from_utf8(&wrong).unwrap());
            if let Ok(read) = read {
                // One in 1,024 slips through; a wrong check character never does.
                prop_assert!(at < 32);
                prop_assert_ne!(read.secret().expose(), &bytes);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = RecoveryCode::parse(&text);
        }
    }
}
