//! The reference model: what a store does, plainly. For conformance and property tests only; it
//! keeps everything in memory and forgives no size.

mod account;
mod archive;
mod device;
mod mailbox;
mod number;
mod operation;
mod prekey;

use crate::{
    ArchiveRow, ClockMark, StatementRecord, StoreError, StoreLimits, TokenHash, TokenScope,
};
use bytes::Bytes;
use consilium_types::{
    AccountId, ArchiveId, DeviceId, EnvelopeId, PhoneNumber, PrekeyId, RecordId, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// A store in memory, behind one lock.
pub struct MemoryStore(Mutex<Model>);

impl MemoryStore {
    /// An empty one.
    pub fn new(limits: StoreLimits) -> Self {
        Self(Mutex::new(Model {
            limits,
            ..Model::default()
        }))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Model) -> T) -> Result<T, StoreError> {
        let mut model = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if model.closed {
            return Err(StoreError::Unavailable("closed"));
        }
        Ok(work(&mut model))
    }

    /// Opens again after a `close`, as a backend does with its file.
    pub fn reopen(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).closed = false;
    }
}

#[derive(Default)]
struct Model {
    limits: StoreLimits,
    closed: bool,
    accounts: BTreeMap<AccountId, Account>,
    /// Every device is in exactly one account's newest statement.
    devices: BTreeMap<DeviceId, Device>,
    /// Who has a number.
    numbers: BTreeMap<PhoneNumber, Holder>,
    /// Who waits for a number that somebody has.
    moves: BTreeMap<PhoneNumber, Waiting>,
    tokens: HashMap<TokenHash, Token>,
    archives: BTreeMap<(AccountId, ArchiveId), BTreeMap<RecordId, ArchiveRow>>,
    quota: HashMap<AccountId, (u64, u32)>,
    clock_mark: Option<ClockMark>,
    /// Envelopes in order of arrival, over all mailboxes.
    arrivals: u64,
}

struct Account {
    statement: StatementRecord,
}

struct Device {
    account: AccountId,
    device_pk: [u8; 32],
    locked: bool,
    prekeys: Vec<Prekey>,
    box_keys: Vec<BoxKey>,
    mailbox: Mailbox,
}

struct Prekey {
    id: PrekeyId,
    not_before: Timestamp,
    standby_pk: [u8; 32],
    statement: Bytes,
    replaced: Option<Timestamp>,
}

struct BoxKey {
    key: [u8; 32],
    not_after: Timestamp,
}

#[derive(Default)]
struct Mailbox {
    newest: u64,
    acknowledged: u64,
    envelopes: BTreeMap<u64, Envelope>,
    ids: BTreeSet<EnvelopeId>,
}

struct Envelope {
    arrival: u64,
    arrived: Timestamp,
    envelope: Bytes,
}

struct Holder {
    account: AccountId,
    discoverable: bool,
}

#[derive(Clone, Copy)]
struct Waiting {
    to: AccountId,
    at: Timestamp,
}

struct Token {
    device: DeviceId,
    scope: TokenScope,
    expires: Timestamp,
}
