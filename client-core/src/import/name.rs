//! Names as an address book has them.

/// Characters kept of a name.
const MAX_NAME: usize = 128;

/// One line without controls: space runs become one space; controls, and marks that turn the
/// writing direction (with which a name could pose as another), go.
pub(super) fn tidy(name: &str) -> String {
    let visible: String = name
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !turns_direction(*c))
        .collect();
    let words: Vec<&str> = visible.split(' ').filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    line.chars()
        .take(MAX_NAME)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// The parts that are not empty, in order, with spaces between.
pub(super) fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// Bidirectional controls (Unicode UAX #9) and the byte order mark.
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_without_tricks() {
        assert_eq!(
            tidy("  Amina\t \u{202e}el  Idrissi\r\n"),
            "Amina el Idrissi"
        );
        assert_eq!(tidy(&"x".repeat(500)).len(), MAX_NAME);
        assert_eq!(tidy("\u{0}\u{7}"), "");
    }
}
