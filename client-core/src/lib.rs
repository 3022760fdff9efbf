//! The client core: what a Consilium app can do, in one crate. Start at [`api`].
//!
//! ```text
//! api → db, net, conversation, identity, prekey, vault     conversation, identity, prekey → seal
//! api → standby, which reaches neither db nor the opened vault
//! ```
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

pub mod api;
pub mod conversation;
pub mod db;
mod digits;
pub mod discovery;
pub mod identity;
pub mod import;
pub mod net;
pub mod prekey;
pub mod probe;
pub mod seal;
pub mod standby;
pub mod vault;

/// The system's generator, for [`api::ClientConfig`].
pub use consilium_sodium::SystemEntropy;
