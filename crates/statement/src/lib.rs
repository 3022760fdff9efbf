//! Signed public records that the relay and every client check alike: the account statement, the
//! prekey statement and the login proof. Fixed layouts, no I/O; a record is kept and forwarded as
//! received, never re-encoded.
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

pub mod account;
pub mod error;
pub mod id;
pub mod login;
pub mod prekey;
mod reader;

pub use account::{AccountStatement, DeviceEntry, StatementDraft, Succession};
pub use error::RecordError;
pub use login::{LoginKey, LoginTranscript};
pub use prekey::{PrekeyDraft, PrekeyStatement};
pub use reader::Reader;
