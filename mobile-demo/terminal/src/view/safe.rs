//! Text of others on a terminal: an escape sequence in a message must never reach it.

/// One or more lines without controls and without marks that turn the writing direction, with which
/// a text could repaint the screen or pose as another.
pub(crate) fn text(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' => Some(' '),
            c if c.is_control() => Some('\u{fffd}'),
            c if turns_direction(c) => None,
            c => Some(c),
        })
        .collect()
}

/// The same in one line.
pub(crate) fn line(text_: &str) -> String {
    text(text_).replace('\n', " ")
}

/// Overrides and isolates of Unicode UAX #9. Plain marks stay: names in Arabic need them.
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_escape_sequence_in_a_message_cannot_reach_the_terminal() {
        assert_eq!(
            text("a\u{1b}[2Jb\u{9b}31mc\rd\u{7}"),
            "a\u{fffd}[2Jb\u{fffd}31mc\u{fffd}d\u{fffd}"
        );
        assert_eq!(line("a\nb\u{202e}c"), "a bc");
    }

    proptest! {
        #[test]
        fn no_control_is_left_in_any_text(hostile: String) {
            prop_assert!(!line(&hostile).chars().any(char::is_control));
        }
    }
}
