//! Prekeys (protocol §5): make, publish, rotate, destroy, and whether a served one may be used.
//! Pure decisions over a list of entries and the time; the vault keeps the entries.

mod accept;
mod entry;
mod keyring;
mod lifecycle;

pub use accept::{PrekeyMemory, PrekeyRefused, accept_prekey};
pub use entry::{MAX_PREKEYS, PrekeyEntry, PrekeyOwner, generate_prekey};
pub use keyring::Keyring;
pub use lifecycle::{
    confirm, destroy_due, is_due, is_foreign, next_destruction, rotation_due, unconfirmed,
};
