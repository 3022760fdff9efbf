//! Prekeys: the newest one of each device is served, those replaced lately are still taken.

use crate::change::Change;
use crate::job::{Guard, Work};
use crate::sql::{execute, find, list, time, time_from};
use crate::state::DeviceNumber;
use crate::store::SqliteStore;
use async_trait::async_trait;
use bytes::Bytes;
use consilium_store::{PrekeyRecord, PrekeyStore, PutPrekey, StoreError};
use consilium_types::limits::PREKEY_GRACE_MS;
use consilium_types::{AccountId, PrekeyId, Timestamp};
use rusqlite::{Connection, params};

#[async_trait]
impl PrekeyStore for SqliteStore {
    async fn put_prekey(
        &self,
        prekey: PrekeyRecord,
        now: Timestamp,
    ) -> Result<PutPrekey, StoreError> {
        self.write(Guard::Savepoint, move |work| put_prekey(work, &prekey, now))
            .await
    }

    async fn newest_prekeys(&self, accounts: &[AccountId]) -> Result<Vec<Bytes>, StoreError> {
        let accounts = accounts.to_vec();
        self.read(move |connection| {
            let mut statements = Vec::new();
            for account in accounts {
                statements.extend(newest_of(connection, account)?);
            }
            Ok(statements)
        })
        .await
    }
}

fn newest_of(connection: &Connection, account: AccountId) -> Result<Vec<Bytes>, StoreError> {
    list(
        connection,
        "SELECT p.statement FROM account a JOIN device d ON d.account_number = a.number
              JOIN prekey p ON p.device_number = d.number AND p.newest = 1
         WHERE a.id = ?1 ORDER BY d.position",
        params![account.as_bytes()],
        |row| row.get::<_, Vec<u8>>(0).map(Bytes::from),
    )
}

fn put_prekey(
    work: &mut Work<'_>,
    prekey: &PrekeyRecord,
    now: Timestamp,
) -> Result<PutPrekey, StoreError> {
    let own = |(_, device): &(_, &crate::state::Device)| device.account == prekey.account;
    let Some((device, _)) = work.state.device(prekey.device).filter(own) else {
        return Ok(PutPrekey::UnknownDevice);
    };
    if let Some(known) = compare_with_newest(work.connection, device, prekey)? {
        return Ok(known);
    }
    if has_box_key(work.connection, prekey)? {
        return Ok(PutPrekey::DuplicateKey);
    }
    store_newest(work, device, prekey, now)?;
    Ok(PutPrekey::Stored)
}

/// `Same` or `NotNewer` if the device has this prekey or a newer one.
pub(crate) fn compare_with_newest(
    connection: &Connection,
    device: DeviceNumber,
    prekey: &PrekeyRecord,
) -> Result<Option<PutPrekey>, StoreError> {
    let newest = find(
        connection,
        "SELECT id, not_before, statement FROM prekey WHERE device_number = ?1 AND newest = 1",
        params![device.0],
        |row| {
            let id = PrekeyId::new(row.get(0)?);
            Ok((id, time_from(row.get(1)?), row.get::<_, Vec<u8>>(2)?))
        },
    )?;
    Ok(newest.and_then(|(id, not_before, statement)| {
        if id == prekey.prekey && statement == prekey.statement {
            Some(PutPrekey::Same)
        } else {
            (prekey.not_before <= not_before).then_some(PutPrekey::NotNewer)
        }
    }))
}

/// Whether a known prekey has this box key.
pub(crate) fn has_box_key(
    connection: &Connection,
    prekey: &PrekeyRecord,
) -> Result<bool, StoreError> {
    let known = find(
        connection,
        "SELECT 1 FROM box_key WHERE box_pk = ?1",
        params![prekey.box_pk],
        |_| Ok(()),
    )?;
    Ok(known.is_some())
}

/// Stores a device's newest prekey, and forgets what is over.
pub(crate) fn store_newest(
    work: &mut Work<'_>,
    device: DeviceNumber,
    prekey: &PrekeyRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    let connection = work.connection;
    execute(
        connection,
        "UPDATE prekey SET newest = 0, replaced_at = ?2, statement = x''
         WHERE device_number = ?1 AND newest = 1",
        params![device.0, time(now)],
    )?;
    execute(
        connection,
        "DELETE FROM prekey WHERE device_number = ?1 AND newest = 0 AND replaced_at <= ?2",
        params![device.0, time(now).saturating_sub(grace())],
    )?;
    execute(
        connection,
        "DELETE FROM box_key WHERE device_number = ?1 AND not_after <= ?2",
        params![device.0, time(now)],
    )?;
    execute(
        connection,
        "INSERT INTO box_key (box_pk, device_number, not_after) VALUES (?1, ?2, ?3)",
        params![prekey.box_pk, device.0, time(prekey.not_after)],
    )?;
    execute(
        connection,
        "INSERT INTO prekey (device_number, id, newest, not_before, standby_pk, statement)
         VALUES (?1, ?2, 1, ?3, ?4, ?5)",
        params![
            device.0,
            prekey.prekey.as_bytes(),
            time(prekey.not_before),
            prekey.standby_pk,
            prekey.statement.as_ref(),
        ],
    )?;
    work.stage(Change::Prekey {
        device,
        prekey: prekey.prekey,
        standby_pk: prekey.standby_pk,
        now,
    });
    Ok(())
}

fn grace() -> i64 {
    i64::try_from(PREKEY_GRACE_MS).unwrap_or(i64::MAX)
}
