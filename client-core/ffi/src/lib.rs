//! The client core at the border to Kotlin, Swift and Python.
//!
//! ```text
//! app (Kotlin, Swift, Python) → generated sources → this crate → consilium_client::api
//! ```
//!
//! Nothing is decided here. Each call checks its arguments' form, runs the core's call of the same
//! name on this crate's own runtime and converts the result. What touches the disk, the PIN check
//! or the network is asynchronous and may be awaited from any executor; panics end as
//! `Internal`. The whole surface is in `bindings/api.txt`, compared by a test.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        reason = "tests"
    )
)]

mod biometric;
mod cancel;
mod client;
mod dispatch;
mod error;
mod event;
mod id;
mod import;
mod keystore;
mod memory;
mod records;
mod runtime;
mod secret;
mod session;
mod standby;
mod stoppable;

pub use biometric::{BiometricError, BiometricGate};
pub use cancel::CancelToken;
pub use client::{Client, ClientConfig};
pub use dispatch::{EventListener, ListenerError, Subscription};
pub use error::ClientError;
pub use event::Event;
pub use id::{AccountId, ConversationId, MessageId, Timestamp};
pub use import::{parse_address_book, parse_relay_file};
pub use keystore::{KeystoreError, PlatformKeystore, folder_keystore};
pub use records::*;
pub use secret::Secret;
pub use session::Session;
pub use standby::{StandbyConfig, fetch_on_standby};

uniffi::setup_scaffolding!();

/// The result of every call.
pub type Result<T, E = ClientError> = std::result::Result<T, E>;

/// The version of the client core, for an "about" page.
#[uniffi::export]
#[must_use]
pub fn core_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
