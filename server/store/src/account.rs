//! Accounts, their statements and their phone numbers.

use crate::{PrekeyRecord, StoreError};
use async_trait::async_trait;
use bytes::Bytes;
use consilium_types::{AccountId, DeviceId, PhoneNumber, StatementHash, Timestamp};

/// A verified account statement, as its bytes and what the relay indexes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRecord {
    /// Whose.
    pub account: AccountId,
    /// When the identity key was certified.
    pub epoch: u64,
    /// Position within the epoch.
    pub serial: u64,
    /// `D(statement-hash, statement)`.
    pub hash: StatementHash,
    /// The `prev` that it names.
    pub prev: StatementHash,
    /// As received.
    pub statement: Bytes,
    /// Identity key: no other account may have it (L09).
    pub identity_pk: [u8; 32],
    /// The devices in their order, with their keys.
    pub devices: Vec<(DeviceId, [u8; 32])>,
}

/// Everything that a registration brings; kept whole or not at all.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// First statement, or one of a newer epoch for an account that exists (recovery).
    pub statement: StatementRecord,
    /// First prekey of the first device.
    pub prekey: PrekeyRecord,
    /// Proved by SMS.
    pub phone: PhoneNumber,
}

/// What became of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// The account exists and the number is its own.
    Done,
    /// The account exists; the number belongs to another one and moves at this time.
    NumberPending {
        /// `now + NUMBER_MOVE_MS`.
        moves_at: Timestamp,
        /// Who is told and may refuse.
        from: AccountId,
    },
    /// The account exists with a statement of this epoch or a newer one: nothing was changed.
    NotNewer,
    /// An identity, device or box key belongs to another account, device or prekey: nothing was
    /// changed.
    DuplicateKey,
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutStatement {
    /// It is the account's newest now; devices that it leaves out are gone with mailbox and tokens.
    Stored,
    /// Exactly this one is its newest already: a retry.
    Same,
    /// An epoch or serial that is not the next, or a wrong `prev`: nothing was changed.
    NotNext,
    /// A key belongs to another account or device: nothing was changed.
    DuplicateKey,
    /// No such account.
    UnknownAccount,
}

/// An account as the relay knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRecord {
    /// Its id.
    pub account: AccountId,
    /// Newest statement.
    pub statement: StatementRecord,
    /// Whether a number is bound to it.
    pub has_number: bool,
    /// Opted in to be found.
    pub discoverable: bool,
    /// Its number is asked for by another account.
    pub leaving: Option<PendingMove>,
    /// It waits for its number.
    pub arriving: Option<PendingMove>,
}

/// A phone number on its way from one account to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingMove {
    /// The account that has the number.
    pub from: AccountId,
    /// The account that proved the number later.
    pub to: AccountId,
    /// When it moves unless refused.
    pub at: Timestamp,
}

/// What became of the answer to a pending move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveAnswer {
    /// The number belongs to this account now.
    Moved(AccountId),
    /// The move is off.
    Refused,
    /// Nothing was pending.
    NonePending,
}

/// A number that changed accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedNumber {
    /// Lost it; it is not discoverable any more.
    pub from: AccountId,
    /// Has it now.
    pub to: AccountId,
}

/// Operations on accounts.
#[async_trait]
pub trait AccountStore: Send + Sync {
    /// Registers, or re-registers with a newer epoch, which ends the devices left out.
    ///
    /// A number that nobody has is the account's at once, and its former number is free. A number
    /// of another account stays there until the move; of several that ask for it, the last waits.
    /// Whoever proves again the number that it has ends the move. The prekey must be of a device of
    /// the statement; one that is not newer than a known device's newest is left out.
    async fn register(&self, new: NewAccount, now: Timestamp) -> Result<Registered, StoreError>;
    /// Publishes the next statement: a newer epoch, or the next serial with the right `prev`.
    async fn put_statement(
        &self,
        statement: StatementRecord,
        now: Timestamp,
    ) -> Result<PutStatement, StoreError>;
    /// Newest statements of those accounts that exist, in the order asked.
    async fn statements(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, StoreError>;
    /// One account.
    async fn account(&self, account: AccountId) -> Result<Option<AccountRecord>, StoreError>;
    /// Opts in or out of discovery; false if there is no such account or it has no number. The
    /// choice belongs to the number: with another one it starts as out.
    async fn set_discoverable(
        &self,
        account: AccountId,
        discoverable: bool,
    ) -> Result<bool, StoreError>;
    /// Number of one account, to keep the discovery index in memory.
    async fn phone(&self, account: AccountId) -> Result<Option<PhoneNumber>, StoreError>;
    /// Every account that opted in and has a number, for the discovery index at start.
    async fn discoverable(&self) -> Result<Vec<(AccountId, PhoneNumber)>, StoreError>;
    /// Answers the move of the number that `account` has. From the time of the move on, the answer
    /// comes too late: the number moves whatever it says.
    async fn answer_move(
        &self,
        account: AccountId,
        allow: bool,
        now: Timestamp,
    ) -> Result<MoveAnswer, StoreError>;
    /// Carries out the moves that are due. An account that gets a number loses its former one;
    /// whoever waits for that has it at once, as when an account is deleted.
    async fn move_due_numbers(&self, now: Timestamp) -> Result<Vec<MovedNumber>, StoreError>;
    /// Deletes the account with devices, mailboxes, prekeys, tokens and archives; false if unknown.
    async fn delete_account(&self, account: AccountId) -> Result<bool, StoreError>;
}
