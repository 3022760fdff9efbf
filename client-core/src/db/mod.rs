//! The SQLCipher database: everything a device remembers but its keys.
//!
//! [`Database::write`] is one transaction; [`Tx`] is what can be done in it, [`Rows`] what can be
//! read, a file a table. `apply.rs` carries out the engine's [`crate::conversation::Changes`].

mod amendments;
mod apply;
mod archive;
mod chains;
mod contacts;
mod conversations;
mod error;
mod facts;
mod inbound;
mod key;
mod messages;
mod meta;
mod open;
mod outbox;
mod readdress;
mod receipts;
mod retention;
mod search;
mod statements;
mod value;

#[cfg(test)]
mod tests;

pub use amendments::{Earlier, Target};
pub use apply::Touched;
pub use archive::{ArchiveJob, ArchiveKey, ArchiveTask};
pub use chains::Neighbours;
pub use contacts::ContactRow;
pub use conversations::ConversationRow;
pub use error::DbError;
pub use inbound::Held;
pub use messages::MessageRow;
pub use meta::Key;
pub use open::{Database, Rows, Tx};
pub use outbox::{OutboxEntry, Outgoing, Wait};
pub use receipts::OwedReceipts;
pub use statements::{StoredPrekey, StoredStatement};
