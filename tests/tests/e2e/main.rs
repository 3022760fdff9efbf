//! End to end: the real relay as a process, real TLS, real clients. One binary; a file a subject.
//!
//! `CONSILIUM_LONG=1` runs the long counts of those tests that have a short form.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::too_many_lines,
    reason = "tests"
)]

mod abuse;
mod chaos;
mod client_crash;
mod copied_phone;
mod crash_recovery;
mod durability;
mod hostile_relay;
mod keep;
mod login;
mod mailbox;
mod operations;
mod pinning;
mod privacy_logs;
mod registration;
mod retention;
mod send_receive;
mod standby;
mod statements;
mod support;
