//! What the relay keeps, as closed operations on plain values. Every call is one atomic effect,
//! durable when it returns; time is an argument; an expected outcome is an enum, not an error.
//! Backends are chosen at run time behind [`RelayStore`].

pub mod account;
pub mod archive;
pub mod conformance;
pub mod device;
pub mod error;
pub mod limits;
pub mod mailbox;
pub mod memory;
pub mod operation;
pub mod prekey;

pub use account::{
    AccountRecord, AccountStore, MoveAnswer, MovedNumber, NewAccount, PendingMove, PutStatement,
    Registered, StatementRecord,
};
pub use archive::{ArchivePut, ArchiveRow, ArchiveStore};
pub use device::{DeviceRecord, DeviceStore, TokenHash, TokenRecord, TokenScope};
pub use error::StoreError;
pub use limits::StoreLimits;
pub use mailbox::{Append, AppendOutcome, Cursor, Expired, MailboxStore, StoredEnvelope};
pub use memory::MemoryStore;
pub use operation::{ClockMark, Counts, OperationStore, Quota};
pub use prekey::{PrekeyRecord, PrekeyStore, PutPrekey};

/// A complete store.
pub trait RelayStore:
    AccountStore + DeviceStore + PrekeyStore + MailboxStore + ArchiveStore + OperationStore
{
}

impl<T> RelayStore for T where
    T: AccountStore + DeviceStore + PrekeyStore + MailboxStore + ArchiveStore + OperationStore
{
}
