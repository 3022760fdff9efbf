//! The border as an app meets it, against the real relay.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests"
)]

mod biometric;
mod callback;
mod cancel;
mod codes;
mod hostile;
mod standby;
mod support;
mod surface;
mod talk;
