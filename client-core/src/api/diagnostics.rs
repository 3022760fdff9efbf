//! A report for support that its owner can read first: states, counts and codes. No name, number,
//! text, id, hash or key.

use super::Result;
use super::core::{Core, Open};
use super::records::{Connection, Status};
use crate::db::{Key, Rows};
use std::fmt::Write;

pub(super) fn report(
    core: &Core,
    open: &Open,
    rows: &Rows<'_>,
    status: &Status,
    prekeys: usize,
) -> Result<String> {
    let mut text = String::new();
    let connection = match status.connection {
        Connection::Stopped => "stopped",
        Connection::Connecting => "connecting",
        Connection::Online => "online",
        Connection::Offline { .. } => "offline",
        Connection::NotTrusted => "certificate not trusted (TLS-PIN)",
        Connection::Replaced => "another copy of this device is connected",
    };
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    };
    line("Consilium client", &env!("CARGO_PKG_VERSION"));
    line("connection", &connection);
    line("messages waiting to be sent", &status.waiting);
    line(
        "relay clock minus device clock, ms",
        &status.clock_difference_ms,
    );
    line(
        "nothing is sent because of the clock",
        &status.clock_refused,
    );
    line(
        "erasure waits because of a clock jump",
        &status.erasure_waits,
    );
    line("prekeys held", &prekeys);
    line("conversations", &rows.conversations(core.now())?.len());
    line("contacts", &rows.contacts(open.own)?.len());
    line("contents whose sender's keys are asked for", &status.held);
    line("envelopes in quarantine", &status.quarantined);
    line(
        "a foreign prekey was served",
        &(rows.meta_number(Key::ForeignPrekey)? == 1),
    );
    line(
        "signed out by the relay",
        &(rows.meta_number(Key::SignedOut)? == 1),
    );
    for (name, count) in rows.counters()? {
        line(&format!("refused, {name}"), &count);
    }
    Ok(text)
}
