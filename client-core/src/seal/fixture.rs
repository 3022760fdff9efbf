//! People with keys, for the tests of this room.

use std::collections::HashMap;

use consilium_sodium::{Secret, SigningKey, k};
use consilium_statement::account::certify_identity;
use consilium_statement::id::{account_id, device_id, direct_conversation};
use consilium_statement::{
    AccountStatement, DeviceEntry, PrekeyDraft, PrekeyStatement, StatementDraft,
};
use consilium_types::{AccountId, DeviceId, MessageHash, StatementHash, Timestamp};

use super::*;

pub(super) const NOW: Timestamp = Timestamp(1_795_305_600_000);

/// An account with one device and one prekey, the same for the same number.
pub(super) struct Person {
    pub(super) root: SigningKey,
    pub(super) identity: SigningKey,
    pub(super) device: SigningKey,
    pub(super) statement: AccountStatement,
    pub(super) prekey: PrekeyStatement,
    pub(super) secret: PrekeySecret,
}

fn seed(number: u8, purpose: u8) -> Secret<32> {
    let key = [number, purpose].repeat(16);
    k(&key, consilium_sodium::Context::Root, &[]).unwrap()
}

pub(super) fn key(number: u8, purpose: u8) -> SigningKey {
    SigningKey::from_seed(&seed(number, purpose)).unwrap()
}

pub(super) fn entry(key: &SigningKey) -> DeviceEntry {
    let key = key.verifying_key();
    DeviceEntry {
        id: device_id(&key),
        key,
        added: NOW.minus(1000),
    }
}

impl Person {
    pub(super) fn new(number: u8) -> Self {
        let (root, identity, device) = (key(number, 1), key(number, 2), key(number, 3));
        let devices = [entry(&device)];
        let statement = statement(&root, &identity, 1, StatementHash::ZERO, &devices);
        let prekey_seed = seed(number, 4);
        let keys = PrekeyKeys::from_seed(&prekey_seed).unwrap();
        let prekey = PrekeyDraft {
            account: statement.account(),
            device: device_id(&device.verifying_key()),
            envelope_version: ENVELOPE_VERSION,
            standby: key(number, 5).verifying_key(),
            box_key: &keys.box_key(),
            kem_key: keys.kem_key(),
            not_before: NOW.minus(Timestamp::HOUR_MS),
        }
        .sign(&device)
        .unwrap();
        let secret = PrekeySecret::from_seed(&prekey_seed, prekey.hash()).unwrap();
        Self {
            root,
            identity,
            device,
            statement,
            prekey,
            secret,
        }
    }

    pub(super) fn account(&self) -> AccountId {
        account_id(&self.root.verifying_key())
    }

    pub(super) fn device_id(&self) -> DeviceId {
        device_id(&self.device.verifying_key())
    }

    /// The statement after the current one.
    pub(super) fn next(&self, devices: &[DeviceEntry]) -> AccountStatement {
        let prev = self.statement.hash();
        statement(&self.root, &self.identity, 2, prev, devices)
    }
}

pub(super) fn statement(
    root: &SigningKey,
    identity: &SigningKey,
    serial: u64,
    prev: StatementHash,
    devices: &[DeviceEntry],
) -> AccountStatement {
    StatementDraft {
        root: root.verifying_key(),
        epoch: NOW.0,
        certificate: certify_identity(root, NOW.0, &identity.verifying_key()),
        identity,
        serial,
        prev,
        issued: NOW,
        devices,
    }
    .sign()
    .unwrap()
}

/// The first text of `from` to `to`.
pub(super) fn direct(from: &Person, to: &Person) -> Header {
    Header {
        kind: Kind::Text,
        sender: from.account(),
        device: from.device_id(),
        sender_statement: from.statement.hash(),
        conversation: direct_conversation(from.account(), to.account()),
        recipient: to.account(),
        view: *to.statement.hash().as_bytes(),
        sent: NOW,
        counter: 1,
        prev: MessageHash::ZERO,
    }
}

/// What a device knows.
pub(super) struct Known {
    pub(super) account: AccountId,
    pub(super) device: DeviceId,
    pub(super) current: HashMap<AccountId, AccountStatement>,
    pub(super) earlier: Vec<(AccountId, StatementHash)>,
    pub(super) now: Timestamp,
}

impl Known {
    /// `me` knows itself and `others`.
    pub(super) fn by(me: &Person, others: &[&Person]) -> Self {
        let all = others.iter().copied().chain([me]);
        Self {
            account: me.account(),
            device: me.device_id(),
            current: all
                .map(|one| (one.account(), one.statement.clone()))
                .collect(),
            earlier: Vec::new(),
            now: NOW,
        }
    }

    /// Learns a newer statement.
    pub(super) fn learn(&mut self, newer: &AccountStatement) {
        let before = self.current.insert(newer.account(), newer.clone());
        self.earlier
            .extend(before.map(|before| (before.account(), before.hash())));
    }
}

impl Knowledge for Known {
    fn own_account(&self) -> AccountId {
        self.account
    }

    fn own_device(&self) -> DeviceId {
        self.device
    }

    fn statement(&self, account: AccountId) -> Option<&AccountStatement> {
        self.current.get(&account)
    }

    fn knows_statement(&self, account: AccountId, hash: StatementHash) -> bool {
        self.earlier.contains(&(account, hash))
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
