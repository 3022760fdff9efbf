//! From what people write in an address book to E.164.

use consilium_types::PhoneNumber;
use phonenumber::country::Id;

use super::plan::{is_number, national_candidates, without_inner_trunk};
use crate::digits::digit_value;

/// Longest text that is looked at: E.164 has 15 digits, the rest is punctuation and extension.
const LONGEST: usize = 100;
/// Digits after which an `x`, a pause or the like begins an extension (the shortest E.164 number).
const SHORTEST: usize = 7;

/// A country or area with a numbering plan, by its ISO 3166 code: where numbers without a country
/// code belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region(Id);

impl Region {
    /// From two letters of either case, such as `NL`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        code.trim().to_ascii_uppercase().parse().ok().map(Self)
    }
}

/// The number that `text` means: international with `+` or `00`, or national in `region`. Spaces,
/// punctuation, brackets and digits of all scripts are read; extensions are dropped, letters are
/// refused. `None` for everything that is no number in its country's plan.
#[must_use]
pub fn normalise(text: &str, region: Option<Region>) -> Option<PhoneNumber> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.trim();
    let scheme = text
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("tel:"));
    let text = scheme.map_or(text, |scheme| text.trim_start_matches(scheme));
    // "+31 (0)6 …": the bracket is for callers from inside the country, except where it belongs
    // to the number (Italy).
    let without_trunk = text.replacen("(0)", "", 1);
    let international = |dialled: &String| dialled.starts_with('+');
    dialled(&without_trunk)
        .filter(international)
        .and_then(|dialled| valid(&dialled, region))
        .or_else(|| valid(&dialled(text)?, region))
}

/// A plus sign, if there is one or `00`, and the digits.
fn dialled(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if let Some(value) = digit_value(character) {
            out.push(char::from(b'0' + value));
        } else if matches!(character, '+' | '＋') && out.is_empty() {
            out.push('+');
        } else if begins_extension(character, rest.as_str(), out.len()) {
            break;
        } else if !is_punctuation(character) {
            return None;
        }
    }
    match out.strip_prefix("00") {
        Some(international) => Some(format!("+{international}")),
        None => Some(out),
    }
}

/// What stands between digits for the eye: spaces, brackets, hyphens, dots, slashes, and the
/// invisible marks that phones put around numbers.
fn is_punctuation(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '.' | '/' | '(' | ')' | '[' | ']' | '~' | '·'
                | '\u{2010}'..='\u{2015}'
                | '\u{2212}' | '\u{30fc}' | '\u{ff0d}' | '\u{ff08}' | '\u{ff09}'
                | '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

/// Whether the number ends here: a pause, a parameter, or an extension with digits after it.
fn begins_extension(character: char, rest: &str, length: usize) -> bool {
    if length < SHORTEST {
        return false;
    }
    match character.to_ascii_lowercase() {
        ',' | ';' | '#' => true,
        'x' | 'p' | 'w' => only_digits(rest),
        'e' => {
            let words = ["xtension", "xtn", "xt"];
            let rest = rest.to_ascii_lowercase();
            let after = words.iter().find_map(|word| rest.strip_prefix(word));
            after.is_some_and(only_digits)
        }
        _ => false,
    }
}

fn only_digits(text: &str) -> bool {
    let digits = text
        .chars()
        .any(|character| digit_value(character).is_some());
    let marks = |character| digit_value(character).is_some() || is_punctuation(character);
    digits
        && text
            .chars()
            .all(|character| marks(character) || matches!(character, ':' | '#'))
}

/// The E.164 form, if the plans know such a number. A region's rules never touch a number with a
/// country code: elsewhere its trunk digit may belong to the number.
fn valid(dialled: &str, region: Option<Region>) -> Option<PhoneNumber> {
    let candidates = match (dialled.strip_prefix('+'), region) {
        (Some(digits), _) => {
            let as_written = [digits.to_owned()].into_iter();
            as_written.chain(without_inner_trunk(digits)).collect()
        }
        (None, Some(region)) => national_candidates(dialled, region.0),
        (None, None) => return None,
    };
    let digits = candidates.into_iter().find(|digits| is_number(digits))?;
    PhoneNumber::parse(&format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, region: &str) -> Option<String> {
        let number = normalise(text, Region::parse(region));
        number.map(|number| number.expose().to_owned())
    }

    #[test]
    fn national_formats_are_read_in_their_region() {
        let numbers = [
            ("06 12345678", "NL", "+31612345678"),
            ("06-12 34 56 78", "nl", "+31612345678"),
            ("020 624 1111", "NL", "+31206241111"),
            ("(212) 555-0123", "US", "+12125550123"),
            ("1-212-555-0123", "US", "+12125550123"),
            ("07911 123456", "GB", "+447911123456"),
            ("0151 12345678", "DE", "+4915112345678"),
            ("06 12 34 56 78", "FR", "+33612345678"),
            ("06 6982 1234", "IT", "+390669821234"),
            ("612 34 56 78", "ES", "+34612345678"),
            ("0470 12 34 56", "BE", "+32470123456"),
            ("8 912 345-67-89", "RU", "+79123456789"),
            ("06 20 123 4567", "HU", "+36201234567"),
            ("090-1234-5678", "JP", "+819012345678"),
        ];
        for (text, region, expected) in numbers {
            assert_eq!(read(text, region).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn international_formats_are_read_in_any_region() {
        let texts = [
            "+31612345678",
            "+31 6 1234 5678",
            "+31 (0)6 12345678",
            "+31 (6) 12345678",
            "+31 06 12345678",
            "0031612345678",
            "00 31 6 1234 5678",
            "0031 (0)6-12345678",
            "tel:+31-6-12345678",
            "TEL:+31612345678;ext=12",
            "\u{202a}+31 6 12345678\u{202c}",
            "＋３１６１２３４５６７８",
            "+٣١٦١٢٣٤٥٦٧٨",
            "+31612345678 ext. 12",
            "+31612345678x12",
            "+31612345678,,5#",
            "+31612345678p5",
        ];
        for text in texts {
            for region in ["NL", "US", "RU", "HU", "IT", ""] {
                let number = read(text, region);
                assert_eq!(
                    number.as_deref(),
                    Some("+31612345678"),
                    "{text} in {region}"
                );
            }
        }
        assert_eq!(
            read("+39 (0)6 6982 1234", "NL").as_deref(),
            Some("+390669821234")
        );
        assert_eq!(
            read("011 31 612345678", "US").as_deref(),
            Some("+31612345678")
        );
    }

    #[test]
    fn a_region_s_trunk_digit_stays_in_other_countries_numbers() {
        assert_eq!(
            read("+49 151 12345678", "US").as_deref(),
            Some("+4915112345678")
        );
        assert_eq!(
            read("+7 800 555 35 35", "NL").as_deref(),
            Some("+78005553535")
        );
    }

    #[test]
    fn letters_and_what_is_no_number_are_refused() {
        let texts = [
            "",
            "+",
            "00",
            "112",
            "0900",
            "1-800-FLOWERS",
            "+1 800 FLOWERS",
            "call me",
            "0612345678 or 0687654321",
            "+31 6 1234",
            "+31612345678901234",
            "+999 123456789",
            "31+612345678",
            "++31612345678",
            "06*12345678",
            "+31612345678 x",
        ];
        for text in texts {
            assert_eq!(read(text, "NL"), None, "{text}");
        }
        assert_eq!(read("0612345678", ""), None);
        assert_eq!(read(&"0".repeat(200), "NL"), None);
        assert_eq!(Region::parse("XX"), None);
    }

    fn mark() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["", " ", "-", ".", "/", "\u{a0}", "(", ")", "\u{200e}"])
    }

    proptest! {
        #[test]
        fn any_text_gives_a_number_or_nothing(text: String, region in "[A-Z]{2}") {
            if let Some(number) = normalise(&text, Region::parse(&region)) {
                prop_assert!(PhoneNumber::parse(number.expose()).is_some());
            }
        }

        #[test]
        fn what_was_normalised_stays_as_it_is(
            number in "(0|00|\\+)?[0-9]{6,14}",
            region in prop::sample::select(vec!["NL", "US", "DE", "IT", "RU", "HU", "BR", "MX"]),
            other in prop::sample::select(vec!["NL", "US", "DE", "IT", "RU", "HU", "BR", "MX"]),
        ) {
            if let Some(once) = read(&number, region) {
                prop_assert_eq!(read(&once, other), Some(once.clone()));
            }
        }

        #[test]
        fn punctuation_changes_nothing(
            digits in "6[1-9][0-9]{7}",
            marks in prop::collection::vec(mark(), 9),
        ) {
            let spaced = digits.chars().zip(marks).flat_map(|(digit, mark)| [digit.to_string(), mark.to_owned()]);
            let spaced = spaced.collect::<String>();
            let expected = read(&format!("+31{digits}"), "");
            for text in [format!("+31 {spaced}"), format!("0031{spaced}"), format!("0{spaced}")] {
                prop_assert_eq!(read(&text, "NL"), expected.clone(), "{}", text);
            }
        }
    }
}
