//! The relay: stores sealed envelopes until their devices fetch them, and can read none of them.
//!
//! `transport` knows sockets, `session` is one realtime socket as a state machine, `service` has
//! the rules, the store lies behind `consilium_store`; `app` puts them together and `lifecycle`
//! runs them.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::cast_possible_truncation,
        clippy::disallowed_methods,
        reason = "tests"
    )
)]

pub mod admin;
pub mod app;
pub mod cli;
pub mod config;
mod files;
pub mod folder;
pub mod jobs;
pub mod lifecycle;
pub mod limits;
pub mod outbound;
pub mod pki;
pub mod presence;
pub mod relay_file;
pub mod service;
pub mod session;
pub mod telemetry;
#[cfg(test)]
mod testing;
pub mod transport;
