//! Standard output and error, line by line.

use std::io::Write;

/// A line to standard output. When nobody reads any more there is nothing left to say.
pub(crate) fn print(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line to standard error.
pub(crate) fn complain(line: &str) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
