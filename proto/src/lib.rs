//! The wire: generated types, and their conversion to values that were checked.
//!
//! [`wire`] holds what the schema generates; nothing outside a transport touches it. [`convert`]
//! turns a wire message into a domain value, destructuring every field, and back.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests"
    )
)]

pub mod convert;
pub mod wire;
