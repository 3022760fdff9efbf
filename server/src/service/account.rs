//! Accounts: statements, discoverability, the number's moves, deletion.

use std::sync::Arc;

use bytes::Bytes;
use consilium_proto::convert::relay::RelayEvent;
use consilium_statement::AccountStatement;
use consilium_store::{
    AccountRecord, MoveAnswer, PutStatement, RelayStore, StatementRecord, TokenRecord,
};
use consilium_types::{AccountId, Clock, DeviceId, Timestamp};

use super::ServiceError;
use super::discovery::Discovery;
use crate::presence::Presence;

/// Keeps accounts.
pub struct Accounts {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
    presence: Arc<Presence>,
    discovery: Arc<Discovery>,
}

impl Accounts {
    /// Over a store.
    pub fn new(
        store: Arc<dyn RelayStore>,
        clock: Arc<dyn Clock>,
        presence: Arc<Presence>,
        discovery: Arc<Discovery>,
    ) -> Self {
        Self {
            store,
            clock,
            presence,
            discovery,
        }
    }

    /// Publishes the caller account's next statement. Devices that it leaves out are gone, their
    /// sockets end.
    ///
    /// # Errors
    /// [`ServiceError::Record`], [`ServiceError::Foreign`], [`ServiceError::Precondition`] for one
    /// that is not the next, [`ServiceError::DuplicateKey`].
    pub async fn put_statement(
        &self,
        caller: &TokenRecord,
        statement: Bytes,
    ) -> Result<(), ServiceError> {
        let record = statement_record(statement)?;
        if record.account != caller.account {
            return Err(ServiceError::Foreign);
        }
        let before = self.devices(caller.account).await?;
        let after: Vec<_> = record.devices.iter().map(|(device, _)| *device).collect();
        match self.store.put_statement(record, self.clock.now()).await? {
            PutStatement::Stored => self.end_left_out(&before, &after),
            PutStatement::Same => {}
            PutStatement::NotNext => return Err(not_next()),
            PutStatement::DuplicateKey => return Err(duplicate_key(caller.account)),
            PutStatement::UnknownAccount => return Err(ServiceError::Unauthenticated),
        }
        Ok(())
    }

    /// Newest statements of those accounts that exist.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn statements(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, ServiceError> {
        Ok(self.store.statements(accounts).await?)
    }

    /// What the relay knows about an account.
    ///
    /// # Errors
    /// [`ServiceError::Unauthenticated`] if it is gone.
    pub async fn own(&self, account: AccountId) -> Result<AccountRecord, ServiceError> {
        self.store
            .account(account)
            .await?
            .ok_or(ServiceError::Unauthenticated)
    }

    /// Opts in or out of discovery.
    ///
    /// # Errors
    /// [`ServiceError::Precondition`] for an account without a number.
    pub async fn set_discoverable(
        &self,
        account: AccountId,
        discoverable: bool,
    ) -> Result<(), ServiceError> {
        if !self.store.set_discoverable(account, discoverable).await? {
            return Err(ServiceError::Precondition(
                "no phone number belongs to the account yet: prove one first",
            ));
        }
        Ok(self.discovery.refresh(account).await?)
    }

    /// Answers the pending move of the account's number.
    ///
    /// # Errors
    /// [`ServiceError::Precondition`] if none is pending.
    pub async fn answer_move(&self, account: AccountId, allow: bool) -> Result<(), ServiceError> {
        let now = self.clock.now();
        match self.store.answer_move(account, allow, now).await? {
            MoveAnswer::Moved(to) => {
                self.discovery.refresh(account).await?;
                Ok(self.discovery.refresh(to).await?)
            }
            MoveAnswer::Refused => Ok(()),
            MoveAnswer::NonePending => Err(ServiceError::Precondition(
                "no other account asks for this number",
            )),
        }
    }

    /// Deletes the account with all it has here; its sockets end.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn delete(&self, account: AccountId) -> Result<(), ServiceError> {
        let devices = self.devices(account).await?;
        self.store.delete_account(account).await?;
        self.end_left_out(&devices, &[]);
        Ok(self.discovery.refresh(account).await?)
    }

    /// Tells the devices of an account that its number is asked for.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn tell_of_move(
        &self,
        account: AccountId,
        moves_at: Timestamp,
    ) -> Result<(), ServiceError> {
        for device in self.devices(account).await? {
            self.presence
                .notify(device, RelayEvent::NumberMove { moves_at });
        }
        Ok(())
    }

    /// Devices of the newest statement; none for an unknown account.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn devices(&self, account: AccountId) -> Result<Vec<DeviceId>, ServiceError> {
        let known = self.store.account(account).await?;
        let devices = known.map(|record| record.statement.devices);
        Ok(devices
            .into_iter()
            .flatten()
            .map(|(device, _)| device)
            .collect())
    }

    /// Ends the sockets of devices that a newer statement leaves out.
    pub fn end_left_out(&self, before: &[DeviceId], after: &[DeviceId]) {
        for device in before.iter().filter(|device| !after.contains(device)) {
            self.presence.end_device(*device);
        }
    }
}

/// Checks an account statement: ids, keys and all signatures.
///
/// # Errors
/// [`ServiceError::Record`].
pub fn statement_record(bytes: Bytes) -> Result<StatementRecord, ServiceError> {
    let statement = AccountStatement::parse(&bytes)?;
    Ok(StatementRecord {
        account: statement.account(),
        epoch: statement.epoch(),
        serial: statement.serial(),
        hash: statement.hash(),
        prev: statement.prev(),
        identity_pk: *statement.identity().as_bytes(),
        devices: statement
            .devices()
            .iter()
            .map(|device| (device.id, *device.key.as_bytes()))
            .collect(),
        statement: bytes,
    })
}

/// Somebody offers a key that another account or device has: a cloned device, or a broken source
/// of randomness (L09). Worth the operator's attention.
pub(super) fn duplicate_key(account: AccountId) -> ServiceError {
    tracing::warn!(
        ?account,
        "a key of another account or device was offered and refused"
    );
    ServiceError::DuplicateKey
}

fn not_next() -> ServiceError {
    ServiceError::Precondition(
        "the statement is not the next of its account: fetch the newest and build on it",
    )
}

#[cfg(test)]
mod tests;
