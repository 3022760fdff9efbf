//! Colours by role on the terminal's sixteen, as the design language has them; never alone: a word
//! or mark always stands beside.

use std::io::IsTerminal;

/// Widest lines that are comfortable to read.
const WIDEST: usize = 100;
/// Below this nothing is laid out beside each other.
const NARROWEST: usize = 40;

/// What a colour means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// To act on, own.
    Accent,
    /// Proved.
    Ok,
    /// Asks to look.
    Warn,
    /// Urgent or irreversible.
    Danger,
    /// Kept.
    Kept,
    /// Secondary.
    Quiet,
    /// Headings and names.
    Strong,
}

/// How the terminal shows things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether colours may be used.
    pub(crate) colour: bool,
    /// Columns.
    pub(crate) width: usize,
    /// Rows.
    pub(crate) height: usize,
}

impl Style {
    /// For standard output as it is: colours on a terminal unless `NO_COLOR` is set.
    pub(crate) fn of_stdout() -> Self {
        let terminal = std::io::stdout().is_terminal();
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok();
        let columns = size.map_or(0, |size| usize::from(size.ws_col));
        let rows = size.map_or(0, |size| usize::from(size.ws_row));
        let columns = if columns == 0 { 80 } else { columns };
        Self {
            colour: terminal && !unwanted && !dumb,
            width: columns.clamp(NARROWEST, WIDEST),
            height: if rows == 0 { 24 } else { rows },
        }
    }

    /// The text in its role.
    pub(crate) fn paint(&self, role: Role, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match role {
            Role::Accent => "36",
            Role::Ok => "32",
            Role::Warn => "33",
            Role::Danger => "1;31",
            Role::Kept => "35",
            Role::Quiet => "2",
            Role::Strong => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// A line across.
    pub(crate) fn rule(&self) -> String {
        self.paint(Role::Quiet, &"─".repeat(self.width))
    }
}

#[cfg(test)]
pub(crate) const PLAIN: Style = Style {
    colour: false,
    width: 72,
    height: 24,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_no_escape_is_written() {
        assert_eq!(PLAIN.paint(Role::Danger, "x"), "x");
        let colour = Style {
            colour: true,
            ..PLAIN
        };
        assert_eq!(colour.paint(Role::Ok, "x"), "\u{1b}[32mx\u{1b}[0m");
    }
}
