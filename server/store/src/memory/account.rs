//! Accounts of the model.

use super::{Account, Device, Mailbox, MemoryStore, Model};
use crate::{
    AccountRecord, AccountStore, MoveAnswer, MovedNumber, NewAccount, PutStatement, Registered,
    StatementRecord, StoreError,
};
use async_trait::async_trait;
use bytes::Bytes;
use consilium_types::{AccountId, DeviceId, PhoneNumber, Timestamp};

#[async_trait]
impl AccountStore for MemoryStore {
    async fn register(&self, new: NewAccount, now: Timestamp) -> Result<Registered, StoreError> {
        self.with(|model| model.register(&new, now))?
    }

    async fn put_statement(
        &self,
        statement: StatementRecord,
        _now: Timestamp,
    ) -> Result<PutStatement, StoreError> {
        self.with(|model| model.put_statement(statement))
    }

    async fn statements(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, StoreError> {
        self.with(|model| {
            let known = accounts.iter().filter_map(|id| model.accounts.get(id));
            known
                .map(|known| known.statement.statement.clone())
                .collect()
        })
    }

    async fn account(&self, account: AccountId) -> Result<Option<AccountRecord>, StoreError> {
        self.with(|model| {
            let statement = model.accounts.get(&account)?.statement.clone();
            let number = model.number_of(account);
            let holder = number.as_ref().and_then(|number| model.numbers.get(number));
            Some(AccountRecord {
                account,
                statement,
                has_number: number.is_some(),
                discoverable: holder.is_some_and(|holder| holder.discoverable),
                leaving: number.and_then(|number| model.pending(&number)),
                arriving: model
                    .awaited_by(account)
                    .and_then(|number| model.pending(&number)),
            })
        })
    }

    async fn set_discoverable(
        &self,
        account: AccountId,
        discoverable: bool,
    ) -> Result<bool, StoreError> {
        self.with(|model| {
            let mut holders = model.numbers.values_mut();
            match holders.find(|holder| holder.account == account) {
                Some(holder) => {
                    holder.discoverable = discoverable;
                    true
                }
                None => false,
            }
        })
    }

    async fn phone(&self, account: AccountId) -> Result<Option<PhoneNumber>, StoreError> {
        self.with(|model| model.number_of(account))
    }

    async fn discoverable(&self) -> Result<Vec<(AccountId, PhoneNumber)>, StoreError> {
        self.with(|model| {
            let found = model
                .numbers
                .iter()
                .filter(|(_, holder)| holder.discoverable);
            found
                .map(|(number, holder)| (holder.account, number.clone()))
                .collect()
        })
    }

    async fn answer_move(
        &self,
        account: AccountId,
        allow: bool,
        now: Timestamp,
    ) -> Result<MoveAnswer, StoreError> {
        self.with(|model| model.answer_move(account, allow, now))
    }

    async fn move_due_numbers(&self, now: Timestamp) -> Result<Vec<MovedNumber>, StoreError> {
        self.with(|model| model.move_due_numbers(now))
    }

    async fn delete_account(&self, account: AccountId) -> Result<bool, StoreError> {
        self.with(|model| model.delete_account(account))
    }
}

impl Model {
    fn register(&mut self, new: &NewAccount, now: Timestamp) -> Result<Registered, StoreError> {
        let account = new.statement.account;
        let devices = &new.statement.devices;
        let named = devices.iter().any(|(id, _)| *id == new.prekey.device);
        if new.prekey.account != account || !named {
            return Err(StoreError::Internal("a prekey of another device"));
        }
        if let Some(known) = self.accounts.get(&account)
            && new.statement.epoch <= known.statement.epoch
        {
            return Ok(Registered::NotNewer);
        }
        let is_older = self.devices.get(&new.prekey.device).is_some_and(|device| {
            device
                .prekeys
                .last()
                .is_some_and(|newest| new.prekey.not_before <= newest.not_before)
        });
        if self.is_taken(&new.statement) || (!is_older && self.has_box_key(new.prekey.box_pk)) {
            return Ok(Registered::DuplicateKey);
        }
        self.replace_statement(new.statement.clone());
        if !is_older {
            self.replace_prekey(&new.prekey, now);
        }
        Ok(self.prove_number(account, &new.phone, now))
    }

    fn put_statement(&mut self, statement: StatementRecord) -> PutStatement {
        let Some(account) = self.accounts.get(&statement.account) else {
            return PutStatement::UnknownAccount;
        };
        let known = &account.statement;
        if known.hash == statement.hash {
            return PutStatement::Same;
        }
        let is_newer_epoch = statement.epoch > known.epoch;
        let is_next_serial = statement.epoch == known.epoch
            && known.serial.checked_add(1) == Some(statement.serial)
            && statement.prev == known.hash;
        if !is_newer_epoch && !is_next_serial {
            return PutStatement::NotNext;
        }
        if self.is_taken(&statement) {
            return PutStatement::DuplicateKey;
        }
        self.replace_statement(statement);
        PutStatement::Stored
    }

    /// Whether a key of the statement belongs to somebody else, or stands in it twice.
    fn is_taken(&self, statement: &StatementRecord) -> bool {
        let account = statement.account;
        let identity = |other: &Account| {
            other.statement.account != account
                && other.statement.identity_pk == statement.identity_pk
        };
        let device = |id: &DeviceId, key: &[u8; 32]| {
            self.devices.iter().any(|(other_id, other)| {
                let is_the_same =
                    other_id == id && other.device_pk == *key && other.account == account;
                (other_id == id || other.device_pk == *key) && !is_the_same
            })
        };
        let twice = |at: usize, id: &DeviceId, key: &[u8; 32]| {
            let mut before = statement.devices.iter().take(at);
            before.any(|(other_id, other_key)| other_id == id || other_key == key)
        };
        let mut devices = statement.devices.iter().enumerate();
        self.accounts.values().any(identity)
            || devices.any(|(at, (id, key))| device(id, key) || twice(at, id, key))
    }

    fn replace_statement(&mut self, statement: StatementRecord) {
        let account = statement.account;
        self.remove_devices(account, &statement.devices);
        for (id, device_pk) in &statement.devices {
            self.devices.entry(*id).or_insert_with(|| Device {
                account,
                device_pk: *device_pk,
                locked: false,
                prekeys: Vec::new(),
                box_keys: Vec::new(),
                mailbox: Mailbox::default(),
            });
        }
        self.accounts.insert(account, Account { statement });
    }

    fn remove_devices(&mut self, account: AccountId, kept: &[(DeviceId, [u8; 32])]) {
        self.devices.retain(|id, device| {
            device.account != account || kept.iter().any(|(kept, _)| kept == id)
        });
        let devices = &self.devices;
        self.tokens
            .retain(|_, token| devices.contains_key(&token.device));
    }

    fn delete_account(&mut self, account: AccountId) -> bool {
        if self.accounts.remove(&account).is_none() {
            return false;
        }
        self.remove_devices(account, &[]);
        self.release_number(account);
        self.archives.retain(|(owner, _), _| *owner != account);
        self.quota.remove(&account);
        true
    }
}
