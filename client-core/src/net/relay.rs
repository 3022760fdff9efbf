//! What a device asks of its relay, without saying how it travels.

use super::realtime::{RealtimeReceiver, RealtimeSender};
use super::{NetError, RelayFile};
use async_trait::async_trait;
use bytes::Bytes;
use consilium_sodium::Signature;
use consilium_statement::{
    AccountStatement, LoginKey, LoginTranscript, PrekeyStatement, RecordError,
};
use consilium_types::{
    AccountId, ArchiveId, DeviceId, DiscoveryHash, DiscoveryScheme, PhoneNumber, RecordId,
    Timestamp,
};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Signs a login (protocol §9). The vault's owner implements it, so that no key enters this room.
pub trait LoginSigner: Send + Sync {
    /// Whose proof this is.
    fn device(&self) -> DeviceId;
    /// Device key, or standby key (whose token can only fetch).
    fn key(&self) -> LoginKey;
    /// Signs with that key.
    ///
    /// # Errors
    /// [`RecordError::Length`] for an overlong relay name.
    fn sign(&self, transcript: &LoginTranscript<'_>) -> Result<Signature, RecordError>;
}

/// A login's token: 32 bytes, at most an hour, never printed, zeroised when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Token(pub(super) [u8; 32]);

impl Token {
    /// Wraps the bytes of a token.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    #[cfg(test)]
    pub(crate) const fn bytes(&self) -> [u8; 32] {
        self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(redacted)")
    }
}

/// A login.
#[derive(Debug, Clone)]
pub struct Login {
    /// For the calls that need one.
    pub token: Token,
    /// Milliseconds it lives, at most an hour, whatever the relay said.
    pub expires_in_ms: u64,
    /// The relay's clock. A hint: compare, never erase by it (protocol §9, §10).
    pub relay_time: Timestamp,
}

/// A registration under way: the relay sent a code to the number.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// Names the attempt; give it back with the code.
    pub id: [u8; 16],
    /// Milliseconds until the code expires, at most ten minutes.
    pub expires_in_ms: u64,
    /// Milliseconds until another code can be asked for.
    pub retry_after_ms: u64,
}

/// What a right SMS code is exchanged for: good once.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Ticket(pub(super) [u8; 32]);

impl Ticket {
    /// Wraps the bytes of a ticket.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ticket(redacted)")
    }
}

/// A finished registration.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The first login.
    pub login: Login,
    /// The number still belongs to another account and moves then, unless that account refuses.
    pub number_moves_at: Option<Timestamp>,
}

/// What the relay says about the caller's own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnAccount {
    /// Can be found by its number.
    pub discoverable: bool,
    /// A number belongs to it.
    pub has_number: bool,
    /// Another account asked for its number, which moves then unless refused.
    pub number_leaves_at: Option<Timestamp>,
    /// Its number arrives then, unless the other account refuses.
    pub number_arrives_at: Option<Timestamp>,
}

/// Records of a list that parsed and were asked for. A bad one does not spoil its neighbours.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The acceptable ones, at most one for each id asked about where ids are unique.
    pub items: Vec<T>,
    /// How many were left out: malformed, doubled, or never asked for. A fault of the relay; count it.
    pub refused: u32,
}

impl<T> Default for Checked<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            refused: 0,
        }
    }
}

impl<T> Checked<T> {
    /// Adds another round's.
    pub(super) fn append(&mut self, mut round: Self) {
        self.items.append(&mut round.items);
        self.refused = self.refused.saturating_add(round.refused);
    }
}

/// An envelope in a mailbox. Neither its size nor its order is checked here: opening it does.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEnvelope {
    /// Position in the mailbox, as the relay says.
    pub sequence: u64,
    /// Arrival, to the hour, as the relay says.
    pub arrived: Timestamp,
    /// Sealed bytes.
    pub envelope: Bytes,
}

impl std::fmt::Debug for StoredEnvelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "StoredEnvelope({}, {} bytes)",
            self.sequence,
            self.envelope.len()
        )
    }
}

/// A page of a mailbox.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// At most 256.
    pub envelopes: Vec<StoredEnvelope>,
    /// More can be fetched after the last of these.
    pub more: bool,
}

/// Where a mailbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Everything up to here is acknowledged.
    pub acknowledged: u64,
    /// Highest sequence number in the mailbox.
    pub newest: u64,
}

/// An account found by the hash of its number: unverified, a hint (protocol §11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// One of those submitted.
    pub hash: DiscoveryHash,
    /// Whose number that is, as the relay says.
    pub account: AccountId,
}

/// A sealed copy in an archive.
#[derive(Clone, PartialEq, Eq)]
pub struct ArchiveRecord {
    /// Its id.
    pub id: RecordId,
    /// Sealed bytes, of an envelope's sizes.
    pub envelope: Bytes,
}

impl std::fmt::Debug for ArchiveRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ArchiveRecord({:?}, {} bytes)",
            self.id,
            self.envelope.len()
        )
    }
}

/// A page of an archive.
#[derive(Debug, Clone)]
pub struct ArchivePage {
    /// In order of record id, at most 64; ids do not repeat and lie after the one asked from.
    pub records: Vec<ArchiveRecord>,
    /// More can be listed after the last of these.
    pub more: bool,
}

/// A relay, for one device. Every call has a time-out and may be repeated. Every answer is bounded
/// and parsed; signatures and succession are the caller's to check.
///
/// All methods fail with [`NetError`]; those that take a token with
/// [`NetError::Unauthenticated`] when it has ended.
#[async_trait]
pub trait Relay: Send + Sync {
    /// The file this relay is known by: name, address, pins.
    fn file(&self) -> &RelayFile;

    /// Asks for an SMS code. The answer is the same whether or not the number is in use.
    async fn start_registration(&self, phone: &PhoneNumber) -> Result<Attempt, NetError>;

    /// Exchanges the code for a ticket. [`super::Refusal::Input`]: a wrong code, or no tries or no
    /// time left; a relay does not say which.
    async fn confirm_code(&self, attempt: [u8; 16], code: &str) -> Result<Ticket, NetError>;

    /// Brings statement and first prekey, proved by a login of that device.
    /// [`super::Refusal::State`]: the ticket has ended, begin anew.
    async fn finish_registration(
        &self,
        ticket: Ticket,
        statement: &AccountStatement,
        prekey: &PrekeyStatement,
        signer: &dyn LoginSigner,
    ) -> Result<Registered, NetError>;

    /// Logs in: fetches a nonce, signs, gets a token. [`NetError::Unauthenticated`] when the relay does
    /// not know the device (any more).
    async fn login(&self, signer: &dyn LoginSigner) -> Result<Login, NetError>;

    /// Ends the token at once.
    async fn logout(&self, token: &Token) -> Result<(), NetError>;

    /// Publishes the account's next statement.
    async fn put_statement(
        &self,
        token: &Token,
        statement: &AccountStatement,
    ) -> Result<(), NetError>;

    /// The newest statement of each account asked for, in rounds of 512; unknown ones are left out.
    /// Parsed and self-consistent, one an account; succession is the caller's to check.
    async fn get_statements(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<AccountStatement>, NetError>;

    /// Whether the account can be found by its number.
    async fn set_discoverable(&self, token: &Token, discoverable: bool) -> Result<(), NetError>;

    /// What the relay knows about the caller's own account.
    async fn own_account(&self, token: &Token) -> Result<OwnAccount, NetError>;

    /// Answers a pending move of the account's number.
    async fn answer_number_move(&self, token: &Token, allow: bool) -> Result<(), NetError>;

    /// Deletes the account with its devices, mailboxes and archives.
    async fn delete_account(&self, token: &Token) -> Result<(), NetError>;

    /// Publishes this device's next prekey. [`NetError::Clock`] when over an hour off.
    async fn put_prekey(&self, token: &Token, prekey: &PrekeyStatement) -> Result<(), NetError>;

    /// The newest prekey of each device of these accounts, in rounds of 64 accounts. One a device,
    /// of an account asked for; the signature is the caller's to check against the current
    /// statement.
    async fn get_prekeys(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<PrekeyStatement>, NetError>;

    /// Envelopes after a sequence number, acknowledged or not; `limit` at most 256. A standby token
    /// may call this.
    async fn fetch(&self, token: &Token, after: u64, limit: u32) -> Result<Fetched, NetError>;

    /// The device's cursor.
    async fn cursor(&self, token: &Token) -> Result<Cursor, NetError>;

    /// Deletes one envelope of the device's own mailbox; whether there was one.
    async fn delete_envelope(&self, token: &Token, sequence: u64) -> Result<bool, NetError>;

    /// Which of these numbers belong to accounts that opted in; at most 10,000 a request. Only
    /// hashes that were submitted come back.
    async fn discover(
        &self,
        token: &Token,
        scheme: DiscoveryScheme,
        hashes: &[DiscoveryHash],
    ) -> Result<Checked<Match>, NetError>;

    /// Stores sealed copies, at most 64; one that exists stays as it is.
    async fn put_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[ArchiveRecord],
    ) -> Result<(), NetError>;

    /// Sealed copies after a record id, 64 a page.
    async fn list_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        after: Option<RecordId>,
    ) -> Result<ArchivePage, NetError>;

    /// Deletes copies (at most 64), or the whole archive if none is named; how many went.
    async fn delete_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[RecordId],
    ) -> Result<u64, NetError>;

    /// Opens the realtime socket: send, deliver, acknowledge. The relay keeps one a device; a newer
    /// one closes this with [`super::Closed::Replaced`].
    async fn connect_realtime(
        &self,
        token: &Token,
    ) -> Result<(RealtimeSender, RealtimeReceiver), NetError>;
}
