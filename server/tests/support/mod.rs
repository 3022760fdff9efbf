//! The real relay as a process, and a small client of its protocol.

pub mod client;
#[path = "../../src/testing/keys.rs"]
pub mod keys;
pub mod relay;
