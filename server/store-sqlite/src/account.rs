//! Accounts and their statements.

use crate::change::Change;
use crate::job::{Guard, Work};
use crate::number;
use crate::prekey::{compare_with_newest, has_box_key, store_newest};
use crate::roster;
use crate::sql::{execute, find, list};
use crate::state::DeviceNumber;
use crate::store::SqliteStore;
use async_trait::async_trait;
use bytes::Bytes;
use consilium_store::{
    AccountRecord, AccountStore, MoveAnswer, MovedNumber, NewAccount, PutStatement, Registered,
    StatementRecord, StoreError,
};
use consilium_types::{AccountId, DeviceId, PhoneNumber, StatementHash, Timestamp};
use rusqlite::{Connection, params};
use std::sync::Arc;

#[async_trait]
impl AccountStore for SqliteStore {
    async fn register(&self, new: NewAccount, now: Timestamp) -> Result<Registered, StoreError> {
        self.write(Guard::Savepoint, move |work| register(work, &new, now))
            .await
    }

    async fn put_statement(
        &self,
        statement: StatementRecord,
        _now: Timestamp,
    ) -> Result<PutStatement, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            put_statement(work, &statement)
        })
        .await
    }

    async fn statements(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, StoreError> {
        let accounts = accounts.to_vec();
        self.read(move |connection| {
            let mut statements = Vec::new();
            for account in accounts {
                statements.extend(find(
                    connection,
                    "SELECT statement FROM account WHERE id = ?1",
                    params![account.as_bytes()],
                    |row| row.get::<_, Vec<u8>>(0).map(Bytes::from),
                )?);
            }
            Ok(statements)
        })
        .await
    }

    async fn account(&self, account: AccountId) -> Result<Option<AccountRecord>, StoreError> {
        self.read(move |connection| record(connection, account))
            .await
    }

    async fn set_discoverable(
        &self,
        account: AccountId,
        discoverable: bool,
    ) -> Result<bool, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            let changed = execute(
                work.connection,
                "UPDATE phone SET discoverable = ?2
                 WHERE account_number = (SELECT number FROM account WHERE id = ?1)",
                params![account.as_bytes(), discoverable],
            )?;
            Ok(changed > 0)
        })
        .await
    }

    async fn phone(&self, account: AccountId) -> Result<Option<PhoneNumber>, StoreError> {
        let settings = Arc::clone(self.settings());
        self.read(move |connection| {
            let encrypted: Option<Vec<u8>> = find(
                connection,
                "SELECT p.encrypted FROM account a JOIN phone p ON p.account_number = a.number
                 WHERE a.id = ?1",
                params![account.as_bytes()],
                |row| row.get(0),
            )?;
            encrypted
                .map(|encrypted| settings.phone.decrypt(account, &encrypted))
                .transpose()
        })
        .await
    }

    async fn discoverable(&self) -> Result<Vec<(AccountId, PhoneNumber)>, StoreError> {
        let settings = Arc::clone(self.settings());
        self.read(move |connection| {
            let rows = list(
                connection,
                "SELECT a.id, p.encrypted FROM phone p JOIN account a ON a.number = p.account_number
                 WHERE p.discoverable = 1",
                [],
                |row| Ok((AccountId::new(row.get(0)?), row.get::<_, Vec<u8>>(1)?)),
            )?;
            rows.into_iter()
                .map(|(account, encrypted)| {
                    let phone = settings.phone.decrypt(account, &encrypted)?;
                    Ok((account, phone))
                })
                .collect()
        })
        .await
    }

    async fn answer_move(
        &self,
        account: AccountId,
        allow: bool,
        now: Timestamp,
    ) -> Result<MoveAnswer, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            let Some(pending) = number::leaving(work.connection, account)? else {
                return Ok(MoveAnswer::NonePending);
            };
            if allow || pending.at <= now {
                number::allow(work.connection, account)?;
                Ok(MoveAnswer::Moved(pending.to))
            } else {
                number::refuse(work.connection, account)?;
                Ok(MoveAnswer::Refused)
            }
        })
        .await
    }

    async fn move_due_numbers(&self, now: Timestamp) -> Result<Vec<MovedNumber>, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            number::move_due(work.connection, now)
        })
        .await
    }

    async fn delete_account(&self, account: AccountId) -> Result<bool, StoreError> {
        self.write(Guard::Savepoint, move |work| delete_account(work, account))
            .await
    }
}

/// An account's row, and what decides whether a statement is newer.
struct Known {
    number: i64,
    epoch: u64,
    serial: u64,
    hash: StatementHash,
}

/// The number of an account in the database.
pub(crate) fn account_number(
    connection: &Connection,
    account: AccountId,
) -> Result<Option<i64>, StoreError> {
    find(
        connection,
        "SELECT number FROM account WHERE id = ?1",
        params![account.as_bytes()],
        |row| row.get(0),
    )
}

fn known(connection: &Connection, account: AccountId) -> Result<Option<Known>, StoreError> {
    find(
        connection,
        "SELECT number, epoch, serial, hash FROM account WHERE id = ?1",
        params![account.as_bytes()],
        |row| {
            Ok(Known {
                number: row.get(0)?,
                epoch: row.get::<_, i64>(1)?.cast_unsigned(),
                serial: row.get::<_, i64>(2)?.cast_unsigned(),
                hash: StatementHash::new(row.get(3)?),
            })
        },
    )
}

fn register(
    work: &mut Work<'_>,
    new: &NewAccount,
    now: Timestamp,
) -> Result<Registered, StoreError> {
    let statement = &new.statement;
    let names = |device: DeviceId| statement.devices.iter().any(|(named, _)| *named == device);
    if new.prekey.account != statement.account || !names(new.prekey.device) {
        return Err(StoreError::Internal("a prekey of another device"));
    }
    let known = known(work.connection, statement.account)?;
    if known
        .as_ref()
        .is_some_and(|known| statement.epoch <= known.epoch)
    {
        return Ok(Registered::NotNewer);
    }
    if roster::has_taken_key(work, statement)? {
        return Ok(Registered::DuplicateKey);
    }
    let first = work
        .state
        .device(new.prekey.device)
        .map(|(number, _)| number);
    let is_older = match first {
        Some(device) => compare_with_newest(work.connection, device, &new.prekey)?.is_some(),
        None => false,
    };
    if !is_older && has_box_key(work.connection, &new.prekey)? {
        return Ok(Registered::DuplicateKey);
    }
    let number = write_statement(work, known.map(|known| known.number), statement)?;
    if !is_older {
        let device = device_number(work.connection, new.prekey.device)?;
        store_newest(work, device, &new.prekey, now)?;
    }
    number::prove(work, (number, statement.account), &new.phone, now)
}

fn device_number(connection: &Connection, device: DeviceId) -> Result<DeviceNumber, StoreError> {
    find(
        connection,
        "SELECT number FROM device WHERE id = ?1",
        params![device.as_bytes()],
        |row| row.get(0).map(DeviceNumber),
    )?
    .ok_or(StoreError::Corrupt { table: "device" })
}

fn put_statement(
    work: &mut Work<'_>,
    statement: &StatementRecord,
) -> Result<PutStatement, StoreError> {
    let Some(known) = known(work.connection, statement.account)? else {
        return Ok(PutStatement::UnknownAccount);
    };
    if statement.hash == known.hash {
        return Ok(PutStatement::Same);
    }
    let is_next = statement.epoch == known.epoch
        && Some(statement.serial) == known.serial.checked_add(1)
        && statement.prev == known.hash;
    if !is_next && statement.epoch <= known.epoch {
        return Ok(PutStatement::NotNext);
    }
    if roster::has_taken_key(work, statement)? {
        return Ok(PutStatement::DuplicateKey);
    }
    write_statement(work, Some(known.number), statement)?;
    Ok(PutStatement::Stored)
}

/// Writes an account's newest statement and its devices; the account's number.
fn write_statement(
    work: &mut Work<'_>,
    number: Option<i64>,
    statement: &StatementRecord,
) -> Result<i64, StoreError> {
    let connection = work.connection;
    execute(
        connection,
        "INSERT INTO account (number, id, epoch, serial, hash, prev, identity_pk, statement)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (number) DO UPDATE SET epoch = ?3, serial = ?4, hash = ?5, prev = ?6,
                identity_pk = ?7, statement = ?8",
        params![
            number,
            statement.account.as_bytes(),
            statement.epoch.cast_signed(),
            statement.serial.cast_signed(),
            statement.hash.as_bytes(),
            statement.prev.as_bytes(),
            statement.identity_pk,
            statement.statement.as_ref(),
        ],
    )?;
    let number = match number {
        Some(number) => number,
        None => connection.last_insert_rowid(),
    };
    roster::replace_devices(work, number, statement)?;
    Ok(number)
}

fn record(
    connection: &Connection,
    account: AccountId,
) -> Result<Option<AccountRecord>, StoreError> {
    let statement = find(
        connection,
        "SELECT epoch, serial, hash, prev, statement, identity_pk FROM account WHERE id = ?1",
        params![account.as_bytes()],
        |row| {
            Ok(StatementRecord {
                account,
                epoch: row.get::<_, i64>(0)?.cast_unsigned(),
                serial: row.get::<_, i64>(1)?.cast_unsigned(),
                hash: StatementHash::new(row.get(2)?),
                prev: StatementHash::new(row.get(3)?),
                statement: Bytes::from(row.get::<_, Vec<u8>>(4)?),
                identity_pk: row.get(5)?,
                devices: Vec::new(),
            })
        },
    )?;
    let Some(mut statement) = statement else {
        return Ok(None);
    };
    statement.devices = roster::devices_of(connection, account)?;
    let discoverable: Option<bool> = find(
        connection,
        "SELECT p.discoverable FROM account a JOIN phone p ON p.account_number = a.number
         WHERE a.id = ?1",
        params![account.as_bytes()],
        |row| row.get(0),
    )?;
    Ok(Some(AccountRecord {
        account,
        statement,
        has_number: discoverable.is_some(),
        discoverable: discoverable.unwrap_or_default(),
        leaving: number::leaving(connection, account)?,
        arriving: number::arriving(connection, account)?,
    }))
}

fn delete_account(work: &mut Work<'_>, account: AccountId) -> Result<bool, StoreError> {
    let connection = work.connection;
    let Some(number) = account_number(connection, account)? else {
        return Ok(false);
    };
    number::release(connection, number)?;
    roster::remove_devices(work, number, &[])?;
    let archives = list(
        connection,
        "DELETE FROM archive WHERE account_number = ?1 RETURNING number",
        params![number],
        |row| row.get::<_, i64>(0),
    )?;
    for archive in archives {
        execute(
            connection,
            "INSERT INTO removed_archive (archive_number) VALUES (?1)",
            params![archive],
        )?;
        work.stage(Change::ArchiveRemoved(archive));
    }
    execute(
        connection,
        "DELETE FROM discovery_quota WHERE account_number = ?1",
        params![number],
    )?;
    execute(
        connection,
        "DELETE FROM account WHERE number = ?1",
        params![number],
    )?;
    Ok(true)
}
