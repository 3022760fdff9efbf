//! Which PINs are refused (R6): the ones that a thief tries first.
//!
//! Six digits are enough because each guess costs Argon2id *and* the device secret in the
//! keystore, with ten tries. A passphrase has at least eight characters, the least that NIST
//! SP 800-63B §5.1.1 allows for a memorised secret.

use consilium_types::LogSafe;
use consilium_types::limits::PIN_MIN_DIGITS;

use super::pin::collected;

/// Shortest passphrase in characters (NIST SP 800-63B §5.1.1).
pub const PASSPHRASE_MIN: usize = 8;
/// Longest PIN or passphrase in characters: more is a pasted mistake.
pub const PIN_MAX: usize = 256;

/// Why a PIN is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinRefused {
    /// Fewer digits than six.
    #[error("too short: use at least {PIN_MIN_DIGITS} digits")]
    TooFewDigits,
    /// A text of fewer than eight characters.
    #[error("too short: use at least {PASSPHRASE_MIN} characters, or {PIN_MIN_DIGITS} digits")]
    TooShort,
    /// Over 256 characters.
    #[error("too long: use at most {PIN_MAX} characters")]
    TooLong,
    /// The same few digits or characters again and again.
    #[error("easy to guess: it repeats itself")]
    Repeats,
    /// Digits or letters that count up or down.
    #[error("easy to guess: it counts up or down")]
    Run,
    /// A date or a year.
    #[error("easy to guess: it looks like a date or a year")]
    Date,
    /// Neighbouring keys, or rows, columns and diagonals of keys.
    #[error("easy to guess: it is a pattern on the keys")]
    KeyPattern,
    /// Among those that many people choose.
    #[error("easy to guess: many people choose it")]
    Common,
}

impl LogSafe for PinRefused {}

impl PinRefused {
    /// The stable name by which an app words it in its own language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooFewDigits => "too_few_digits",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::Repeats => "repeats",
            Self::Run => "run",
            Self::Date => "date",
            Self::KeyPattern => "key_pattern",
            Self::Common => "common",
        }
    }
}

/// Judges a normalised PIN.
pub(super) fn judge(text: &str) -> Result<(), PinRefused> {
    let length = text.chars().count();
    if length > PIN_MAX {
        return Err(PinRefused::TooLong);
    }
    if length > 0 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        judge_digits(text.as_bytes())
    } else {
        judge_passphrase(text)
    }
}

fn judge_digits(digits: &[u8]) -> Result<(), PinRefused> {
    if digits.len() < PIN_MIN_DIGITS {
        return Err(PinRefused::TooFewDigits);
    }
    if COMMON_PINS
        .split(' ')
        .any(|common| common.as_bytes() == digits)
    {
        return Err(PinRefused::Common);
    }
    if repeats(digits) || distinct(digits) <= 2 || doubled(digits) {
        return Err(PinRefused::Repeats);
    }
    if counts(digits) {
        return Err(PinRefused::Run);
    }
    if is_date(digits) {
        return Err(PinRefused::Date);
    }
    if walks(digits) || made_of(digits, PAD_LINES, 3) {
        return Err(PinRefused::KeyPattern);
    }
    Ok(())
}

fn judge_passphrase(text: &str) -> Result<(), PinRefused> {
    if text.chars().count() < PASSPHRASE_MIN {
        return Err(PinRefused::TooShort);
    }
    let lower = collected(text.chars().flat_map(char::to_lowercase));
    let bytes = lower.as_bytes();
    let word = lower.trim_matches(|letter: char| !letter.is_alphabetic());
    let around = lower.chars().count().saturating_sub(word.chars().count());
    if around <= 4 && COMMON_WORDS.split(' ').any(|common| common == word) {
        return Err(PinRefused::Common);
    }
    if repeats(bytes) || distinct(bytes) <= 3 {
        return Err(PinRefused::Repeats);
    }
    if bytes.windows(2).all(|pair| one_apart(pair, 256)) {
        return Err(PinRefused::Run);
    }
    if made_of(bytes, BOARD_LINES, 3) {
        return Err(PinRefused::KeyPattern);
    }
    Ok(())
}

/// One shorter text, twice or more often: 111111, 121212, 123123, 1231231.
fn repeats(text: &[u8]) -> bool {
    (1..=text.len() / 2).any(|unit| {
        let later = text.iter().skip(unit);
        later.zip(text).all(|(later, earlier)| later == earlier)
    })
}

fn distinct(text: &[u8]) -> usize {
    let earlier = |at: usize| text.iter().take(at);
    let first = |(at, byte): &(usize, &u8)| !earlier(*at).any(|before| before == *byte);
    text.iter().enumerate().filter(first).count()
}

/// Every digit twice: 112244.
fn doubled(digits: &[u8]) -> bool {
    digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| step(pair) == Some(0))
}

/// One step all along (123456, 975310, 159371), steps of one to and fro (123432), or equal parts
/// of three or more that each count or stand still (123789, 111222, 12344321).
fn counts(digits: &[u8]) -> bool {
    let steady = |part: &[u8]| {
        let first = part.get(..2).and_then(step);
        part.windows(2).all(|pair| step(pair) == first)
    };
    let counts_by_one = |part: &[u8]| {
        steady(part)
            && part
                .get(..2)
                .and_then(step)
                .is_some_and(|step| matches!(step, 0 | 1 | 9))
    };
    let in_parts =
        |size: usize| digits.len().is_multiple_of(size) && digits.chunks(size).all(counts_by_one);
    steady(digits)
        || digits.windows(2).all(|pair| one_apart(pair, 10))
        || (3..=digits.len() / 2).any(in_parts)
}

/// From one digit to the next, modulo ten.
fn step(pair: &[u8]) -> Option<u8> {
    match pair {
        [first, second] => Some((second + 10).wrapping_sub(*first) % 10),
        _ => None,
    }
}

fn one_apart(pair: &[u8], modulus: u16) -> bool {
    match pair {
        [first, second] => {
            let distance = u16::from(first.abs_diff(*second));
            distance == 1 || distance == modulus - 1
        }
        _ => false,
    }
}

/// A year of the last or this century at either end, or day, month and year of two digits in any
/// order that people write.
fn is_date(digits: &[u8]) -> bool {
    if digits.len() > 8 {
        return false;
    }
    let century = |pair: Option<&[u8]>| matches!(pair, Some(b"19" | b"20"));
    let last_four = digits.len().checked_sub(4);
    let last = last_four.and_then(|at| digits.get(at..at + 2));
    century(digits.get(..2)) || century(last) || is_short_date(digits)
}

fn is_short_date(digits: &[u8]) -> bool {
    let pair = |at: usize| match digits.get(at..at + 2) {
        Some([tens, ones]) => (tens - b'0') * 10 + (ones - b'0'),
        _ => 0,
    };
    let (first, second, third) = (pair(0), pair(2), pair(4));
    digits.len() == 6 && (is_day(first, second) || is_day(second, first) || is_day(third, second))
}

fn is_day(day: u8, month: u8) -> bool {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=longest).contains(&day)
}

/// From key to neighbouring key of a phone's keypad, none twice: 147896, 125890.
fn walks(digits: &[u8]) -> bool {
    let place = |digit: u8| match digit {
        b'0' => (1_u8, 3_u8),
        digit => ((digit - b'1') % 3, (digit - b'1') / 3),
    };
    let neighbours = |pair: &[u8]| match pair {
        [first, second] => {
            let ((x, y), (to_x, to_y)) = (place(*first), place(*second));
            x.abs_diff(to_x) <= 1 && y.abs_diff(to_y) <= 1
        }
        _ => false,
    };
    distinct(digits) == digits.len() && digits.windows(2).all(neighbours)
}

/// Whether the text is made of parts of `lines`, in either direction, each `least` long or longer.
fn made_of(text: &[u8], lines: &str, least: usize) -> bool {
    if text.is_empty() {
        return true;
    }
    (least..=text.len()).any(|length| {
        text.split_at_checked(length).is_some_and(|(part, rest)| {
            lines.split(' ').any(|line| is_part(part, line.as_bytes()))
                && made_of(rest, lines, least)
        })
    })
}

fn is_part(part: &[u8], line: &[u8]) -> bool {
    line.windows(part.len())
        .any(|window| window == part || window.iter().rev().eq(part))
}

/// Rows, columns and diagonals of a phone's keypad.
const PAD_LINES: &str = "123 456 789 147 2580 369 159 357 258";

/// Rows and slanted columns of the keyboards in use (QWERTY, QWERTZ, AZERTY), and the alphabet.
const BOARD_LINES: &str = "1234567890 qwertyuiop qwertzuiop azertyuiop asdfghjkl qsdfghjklm zxcvbnm yxcvbnm wxcvbn \
    abcdefghijklmnopqrstuvwxyz 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 1qay 1aqw 2zsx";

/// PINs that published leaks and surveys put on top and that no rule above refuses.
const COMMON_PINS: &str = "010203 030201 020304 100200 102030 112358 123454 123457 124578 131452 131421 134679 \
    135246 141421 142536 142857 161803 142753 246135 246801 246810 248163 271828 314159 \
    521521 520131 5201314 1314520 577215 654123 753159 741963 816357 864209 975318 987412";

/// Words that are most of a bad passphrase, with up to four other characters around them.
const COMMON_WORDS: &str = "abcdefg abcdefgh admin administrator amsterdam april august autumn baseball batman \
    butterfly changeme charlie chocolate computer consilium december default doctor dokter \
    dragon february football fussball geheim hallo hello herfst hospital iloveyou internet \
    january jennifer jessica jordan kliniek krankenhaus lente letmein liverpool login london \
    master michael michelle monkey november nurse october passw password passwort princess \
    qwerty samsung secret september shadow spring starwars summer sunshine superman trustno \
    voetbal wachtwoord welcome welkom whatever winter ziekenhuis zomer";

#[cfg(test)]
mod tests {
    use super::super::Pin;
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str) -> Option<PinRefused> {
        Pin::parse(text).err()
    }

    #[test]
    fn trivial_pins_are_refused_with_their_reason() {
        let repeats = "111111 000000 121212 123123 112112 12341234 1231231 112244 998877 111222 \
            111333 500500 959595 ٧٧٧٧٧٧";
        let runs = "123456 654321 012345 890123 987654 135791 975319 123432 123321 345543 123789 \
            789123 456123 12344321 123456789 1234567890 222789";
        let dates = "198412 121984 311299 123199 991231 290200 200001 19841203 03121984 12031984 \
            1031984 200312 542001";
        let patterns = "147258 258369 147852 147896 159357 357159 159753 258085 789632 \
            125896 369147 3692580";
        let common = "246810 314159 142536 654123 010203";
        let cases = [
            (repeats, PinRefused::Repeats),
            (runs, PinRefused::Run),
            (dates, PinRefused::Date),
            (patterns, PinRefused::KeyPattern),
            (common, PinRefused::Common),
        ];
        for (pins, reason) in cases {
            for pin in pins.split(' ') {
                assert_eq!(refused(pin), Some(reason), "{pin}");
            }
        }
    }

    #[test]
    fn a_short_pin_and_a_short_or_endless_passphrase_are_refused() {
        for pin in ["", " ", "1", "52741", "٥٢٧٤١"] {
            let expected = if pin.trim().is_empty() {
                PinRefused::TooShort
            } else {
                PinRefused::TooFewDigits
            };
            assert_eq!(refused(pin), Some(expected), "{pin}");
        }
        assert_eq!(refused("tr4 mx!"), Some(PinRefused::TooShort));
        let endless = "tram mast ".repeat(26);
        assert_eq!(refused(&endless), Some(PinRefused::TooLong));
    }

    #[test]
    fn trivial_passphrases_are_refused_with_their_reason() {
        let cases = [
            ("password", PinRefused::Common),
            ("Password1!", PinRefused::Common),
            ("Welkom2024", PinRefused::Common),
            ("ziekenhuis", PinRefused::Common),
            ("!!Summer24", PinRefused::Common),
            ("aaaaaaaa", PinRefused::Repeats),
            ("abcabcabc", PinRefused::Repeats),
            ("abcdefghi", PinRefused::Run),
            ("zyxwvuts", PinRefused::Run),
            ("qwertyuiop", PinRefused::KeyPattern),
            ("QWERasdf", PinRefused::KeyPattern),
            ("1qaz2wsx", PinRefused::KeyPattern),
            ("azertyui", PinRefused::KeyPattern),
            ("abcd1234", PinRefused::KeyPattern),
        ];
        for (text, reason) in cases {
            assert_eq!(refused(text), Some(reason), "{text}");
        }
    }

    #[test]
    fn good_pins_and_passphrases_are_taken() {
        for text in [
            "527416",
            "906183",
            "73950264",
            "٥٢٧٤١٦",
            "5274169038",
            "correct horse",
            "tram 7 mast",
            "Ik fiets naar zee",
            "паровоз-42",
            "山田さんの犬が三匹",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
    }

    #[test]
    fn most_pins_of_six_digits_are_left() {
        let refused = (0..1_000_000_u32)
            .step_by(17)
            .filter(|pin| judge_digits(format!("{pin:06}").as_bytes()).is_err())
            .count();
        // Measured: about one in six, most of them dates.
        assert!((6_000..12_000).contains(&refused), "{refused} of 58,824");
    }

    #[test]
    fn every_reason_has_its_own_code() {
        use std::collections::HashSet;
        let all = [
            PinRefused::TooFewDigits,
            PinRefused::TooShort,
            PinRefused::TooLong,
            PinRefused::Repeats,
            PinRefused::Run,
            PinRefused::Date,
            PinRefused::KeyPattern,
            PinRefused::Common,
        ];
        let codes = all
            .iter()
            .map(|reason| reason.code())
            .collect::<HashSet<_>>();
        assert_eq!(codes.len(), all.len());
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text: String) {
            let _ = Pin::parse(&text);
        }

        #[test]
        fn every_run_and_repeat_is_refused(
            start in 0_u32..10,
            step in 0_u32..10,
            length in 6_u32..20,
        ) {
            let pin = (0..length)
                .map(|at| char::from_digit((start + step * at) % 10, 10).unwrap())
                .collect::<String>();
            prop_assert!(refused(&pin).is_some(), "{}", pin);
        }

        #[test]
        fn every_birthday_is_refused(day in 1_u32..29, month in 1_u32..13, year in 1900_u32..2100) {
            let short = year % 100;
            for pin in [
                format!("{day:02}{month:02}{year}"),
                format!("{month:02}{day:02}{year}"),
                format!("{year}{month:02}{day:02}"),
                format!("{year}{month:02}"),
                format!("{month:02}{year}"),
                format!("{day:02}{month:02}{short:02}"),
                format!("{month:02}{day:02}{short:02}"),
                format!("{short:02}{month:02}{day:02}"),
            ] {
                prop_assert!(refused(&pin).is_some(), "{}", pin);
            }
        }

        #[test]
        fn a_refusal_does_not_depend_on_the_script(pin in "[0-9]{4,10}") {
            let arabic = pin.chars().map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0x660).unwrap());
            prop_assert_eq!(refused(&pin), refused(&arabic.collect::<String>()));
        }
    }
}
