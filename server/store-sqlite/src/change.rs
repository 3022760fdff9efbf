//! What a job changes in memory: made by the writer, seen by readers once it is on disk.

use crate::state::{Device, DeviceNumber, Token};
use bytes::Bytes;
use consilium_store::TokenHash;
use consilium_types::{PrekeyId, Timestamp};

/// One step from a state to the next.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A device exists.
    DeviceAdded(DeviceNumber, Box<Device>),
    /// It is gone, with tokens and mailbox.
    DeviceRemoved(DeviceNumber),
    /// Locked, which ends its tokens, or unlocked.
    Locked(DeviceNumber, bool),
    /// It has a newer prekey.
    Prekey {
        /// Whose.
        device: DeviceNumber,
        /// Which.
        prekey: PrekeyId,
        /// Standby key that came with it.
        standby_pk: [u8; 32],
        /// From when on the former one is in its grace.
        now: Timestamp,
    },
    /// A token lives.
    TokenAdded(TokenHash, Token),
    /// A token ended.
    TokenRemoved(TokenHash),
    /// An envelope is stored.
    Appended {
        /// For whom.
        device: DeviceNumber,
        /// Position in the mailbox.
        sequence: u64,
        /// Row of the envelope table.
        row: i64,
        /// When, in hours since 1970.
        hour: u64,
        /// The ciphertext; an own copy, as it may stay in memory.
        envelope: Bytes,
    },
    /// A cursor moved.
    Acknowledged {
        /// Whose.
        device: DeviceNumber,
        /// To where.
        up_to: u64,
        /// Rows that exist beyond it.
        unacknowledged: u64,
    },
    /// An envelope is gone.
    EnvelopeRemoved {
        /// Whose.
        device: DeviceNumber,
        /// Position in the mailbox.
        sequence: u64,
        /// Row of the envelope table.
        row: i64,
        /// Nothing before it exists, and the index still lists it.
        prefix: bool,
    },
    /// The index on disk has this mailbox's rows up to here.
    Merged {
        /// Whose.
        device: DeviceNumber,
        /// Last sequence that was merged.
        up_to: u64,
    },
    /// An archive is gone; its records are to be purged.
    ArchiveRemoved(i64),
    /// The index on disk lists nothing below here any more.
    Swept {
        /// Whose.
        device: DeviceNumber,
        /// First sequence that may be listed.
        first: u64,
    },
}
