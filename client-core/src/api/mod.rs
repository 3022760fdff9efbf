//! What an app can do: plain records, enums, typed errors and callbacks, nothing else.
//!
//! A [`Client`] is an installation, locked; unlocking, registering or recovering gives a
//! [`Session`], which ends with [`Session::lock`]. [`Standby`] is the same installation as it is
//! without its PIN, perhaps in another process: it fetches for the next session. Calls that touch only this device are plain
//! functions and may take as long as the PIN check or the disk does; calls that ask the relay are
//! `async` and need a tokio runtime around them. Everything that is sent is on disk first.

mod account;
mod archives;
mod awaited;
mod catch_up;
mod checks;
mod chores;
mod client;
mod compose;
mod convert;
mod core;
mod diagnostics;
pub mod error;
pub mod events;
mod find;
mod learn;
mod link;
mod lull;
mod people;
mod pump;
mod reading;
mod receive;
pub mod records;
mod session;
mod socket;
mod spooled;
mod standby;
mod upkeep;
mod writing;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use client::{Client, ClientConfig};
pub use error::ClientError;
pub use events::{Event, EventListener};
pub use records::*;
pub use session::Session;
pub use standby::{Standby, StandbyConfig};

/// The result of every call.
pub type Result<T, E = ClientError> = std::result::Result<T, E>;
