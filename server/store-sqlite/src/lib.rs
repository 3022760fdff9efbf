//! The relay's embedded store: one SQLCipher database.
//!
//! Envelopes are appended in order of arrival, and only that: a commit touches the end of one
//! table. Where a mailbox's envelopes are is known in memory for the newest rows and merged into an
//! index on disk in bulk. One thread writes, and commits for everybody who came while the last
//! commit was syncing; readers work beside it.
//!
//! ```text
//!  append, acknowledge, …            fetch                      token, device, cursor
//!        │ bounded queue               │                               │
//!        ▼                             ▼                               ▼
//!  writer (thread) ── changes ──► published state ◄────────────────────┘
//!   own state, ledger   after       │   newest rows: index and envelopes
//!        │ transaction  COMMIT      ▼
//!        │                       readers (a few connections, a snapshot each)
//!        ▼                             │
//!  SQLCipher file and log ◄────────────┘    ◄── checkpoint (thread)
//! ```
//!
//! What must not be lost is on disk before anybody hears of it; what is in memory can be read back
//! from there: that is what a start does, and the writer after a failed commit.
//!
//! Choices that were measured (rows of 1,713 bytes, CPU time, AMD EPYC with SHA extensions):
//! - Pages of 16 KiB: a row costs 8.5 µs in batches of 128, with 4 KiB 12.5 µs. A single row that
//!   is read at random costs more then, 23 instead of 15 µs.
//! - HMAC-SHA256 over each page instead of SQLCipher's default SHA512: 8.5 instead of 10.7 µs a row
//!   written, 23 instead of 37 µs a row read at random.
//! - `secure_delete`: expiry overwrites what it deletes; 1,000,000 rows cost about 20 CPU seconds
//!   with that, pages read, index and log included.
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

mod account;
mod archive;
pub mod audit;
mod background;
mod change;
mod checkpoint;
mod connection;
mod device;
mod error;
mod expiry;
mod job;
mod ledger;
mod load;
mod mailbox;
mod number;
mod operation;
mod options;
mod phone_crypto;
mod prekey;
mod reader;
mod recent;
mod roster;
mod schema;
mod sql;
mod state;
mod store;
mod tail;
mod writer;

#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod testing;

pub use options::{Options, Pieces};
pub use store::SqliteStore;
