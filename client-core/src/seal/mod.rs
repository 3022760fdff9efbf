//! Contents and envelopes: what is signed, how it is sealed, and the checks before it is shown.
//! Pure: no clock, no database, no network.
//!
//! ```text
//! Header ‖ payload ─sign→ Signed ─seal→ Sealed          (out)
//! bytes ─parse→ Sealed ─open→ Unverified ─verify→ Verified (in)
//! ```
//!
//! Only a [`Verified`] content names its sender, and nothing but [`verify`] and an archive's
//! [`ArchiveKeys::open_record`] makes one:
//!
//! ```compile_fail
//! fn show(_: &consilium_client::seal::Verified) {}
//! fn receive(content: consilium_client::seal::Unverified) {
//!     show(&content);
//! }
//! ```
//!
//! ```compile_fail
//! fn forge(signed: consilium_client::seal::Signed) -> consilium_client::seal::Verified {
//!     consilium_client::seal::Verified { signed }
//! }
//! ```

mod archive;
mod content;
mod envelope;
mod error;
mod keys;
mod kind;
mod padding;
mod verify;

#[cfg(test)]
mod envelope_test;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod verify_test;

pub use archive::ArchiveKeys;
pub use content::{CONTENT_VERSION, GROUP_RECIPIENT, Header, Plaintext, Signed};
pub use envelope::{ENVELOPE_VERSION, Sealed, Seeds, Unverified, open, seal, seal_seeded};
pub use error::{RejectReason, SealError};
pub use keys::{PrekeyKeys, PrekeySecret};
pub use kind::Kind;
pub use verify::{Claims, Knowledge, Need, Notes, Route, Verdict, Verified, View, verify};
