//! Lines that fit, by the columns that characters take.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Lines of at most `columns`, broken between words where that is possible.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(4);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let needed = width(&line)
                .saturating_add(usize::from(!line.is_empty()))
                .saturating_add(width(word));
            if needed <= columns {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = break_word(word, columns, &mut lines);
        }
        lines.push(line);
    }
    lines
}

/// Full lines of a word that is too long go to `lines`; what is left comes back.
fn break_word(word: &str, columns: usize, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    let mut taken = 0_usize;
    for c in word.chars() {
        let more = c.width().unwrap_or(0);
        if taken.saturating_add(more) > columns {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        line.push(c);
        taken = taken.saturating_add(more);
    }
    line
}

/// At most `columns`, the last one an ellipsis if something was cut.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut taken = 1_usize;
    for c in text.chars() {
        taken = taken.saturating_add(c.width().unwrap_or(0));
        if taken > columns {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

/// Filled with spaces up to `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(
            wrap("the patient is stable", 11),
            ["the patient", "is stable"]
        );
        assert_eq!(wrap("one\n\ntwo", 11), ["one", "", "two"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn wide_characters_count_double() {
        assert_eq!(wrap("漢字漢字", 4), ["漢字", "漢字"]);
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(pad("漢", 3), "漢 ");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_and_no_word_is_lost(text in "[a-zé漢 \n]{0,200}", columns in 4_usize..60) {
            let lines = wrap(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
            let letters = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn what_is_cut_fits(text: String, columns in 1_usize..60) {
            prop_assert!(width(&cut(&crate::view::safe::line(&text), columns)) <= columns);
        }
    }
}
