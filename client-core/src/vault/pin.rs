//! The PIN or passphrase, normalised, so that it is the same from every keyboard.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::pin_policy::{PinRefused, judge};
use crate::digits::digit_value;

/// A PIN as it is hashed: outer spaces gone; ASCII digits if all of it were digits of any script,
/// else Unicode NFKD (protocol §12). Zeroised when dropped, never printed.
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// A PIN that is to be set: at least 6 digits or a passphrase of at least 8 characters, and
    /// none that a thief tries first.
    ///
    /// # Errors
    /// [`PinRefused`], which says what to change.
    pub fn parse(text: &str) -> Result<Self, PinRefused> {
        let pin = Self::entered(text);
        judge(&pin.0)?;
        Ok(pin)
    }

    /// A PIN that is to be checked: any text.
    #[must_use]
    pub fn entered(text: &str) -> Self {
        let text = text.trim();
        let digits = || text.chars().map(digit_value);
        if !text.is_empty() && digits().all(|digit| digit.is_some()) {
            return Self(collected(
                digits().flatten().map(|digit| char::from(b'0' + digit)),
            ));
        }
        Self(collected(text.nfkd()))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

/// Collected without growing: a string that moves leaves a copy behind.
pub(super) fn collected(characters: impl Iterator<Item = char> + Clone) -> Zeroizing<String> {
    let length = characters.clone().map(char::len_utf8).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.extend(characters);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_of_every_script_are_the_same_pin() {
        for text in [
            "527416",
            "٥٢٧٤١٦",
            "۵۲۷۴۱۶",
            "５２７４１６",
            " 527416\n",
            "५२७४१६",
            "5２٧४16",
        ] {
            assert_eq!(Pin::entered(text).as_bytes(), b"527416", "{text}");
        }
    }

    #[test]
    fn a_passphrase_is_the_same_however_its_letters_are_composed() {
        let composed = Pin::entered("caf\u{e9} \u{fb01}n 12");
        assert_eq!(composed.as_bytes(), "cafe\u{301} fin 12".as_bytes());
        let decomposed = Pin::entered("cafe\u{301} fin 12");
        assert_eq!(composed.as_bytes(), decomposed.as_bytes());
        assert_ne!(
            Pin::entered("Cafe fin 12").as_bytes(),
            decomposed.as_bytes()
        );
    }

    #[test]
    fn a_pin_never_prints() {
        assert_eq!(format!("{:?}", Pin::entered("527416")), "Pin(..)");
    }

    proptest! {
        #[test]
        fn any_text_is_taken_and_normalising_twice_changes_nothing(text: String) {
            let once = Pin::entered(&text);
            let twice = Pin::entered(&once.0);
            // NFKD turns some characters into spaces, which a second reading trims.
            prop_assert_eq!(twice.0.as_str(), once.0.trim());
            let room = once.0.capacity();
            prop_assert_eq!(room, once.0.len());
        }

        #[test]
        fn a_pin_of_other_digits_is_another_pin(a in "[0-9]{6,12}", b in "[0-9]{6,12}") {
            prop_assert_eq!(a == b, Pin::entered(&a).as_bytes() == Pin::entered(&b).as_bytes());
        }
    }
}
