//! What works without the PIN (protocol §12): the standby key, and the two files with which a fetch
//! while the app is locked knows whose mailbox it asks for, and where it leaves what it got.
//!
//! ```text
//! standby fetch → spool → unlock → the ordered way in
//! ```
//!
//! Neither file holds anything that the relay does not know, and neither is believed: the state can
//! only make a fetch ask for too much or too little, and what lies in the spool is opened and
//! checked as if the relay had just sent it. Nothing here reaches vault or database.

mod error;
mod key;
mod record;
mod spool;
mod state;

pub use error::StandbyError;
pub use key::StandbyKey;
pub use record::{Records, SPOOL_HEADER, SpooledEnvelope};
pub use spool::{Appended, Spool, Taken, Waiting};
pub use state::StandbyState;

use crate::vault::durable;
use std::path::Path;

/// The state, in the standby folder.
const STATE: &str = "standby-state";
/// The spool, in the standby folder.
const SPOOL: &str = "spool";
/// A spool that a session takes in, in the standby folder.
const TAKEN: &str = "spool.taken";
/// One whose session ended before it was done, in the standby folder: taken in for the second time.
const AGAIN: &str = "spool.again";

/// Removes state and spool: the account is no longer on this device. What is gone already is no
/// error.
///
/// # Errors
/// [`StandbyError::Storage`].
pub fn remove(folder: &Path) -> Result<(), StandbyError> {
    for name in [STATE, SPOOL, TAKEN, AGAIN] {
        durable::remove_unfinished(folder, name)?;
        durable::remove(folder, name)?;
    }
    Ok(())
}
