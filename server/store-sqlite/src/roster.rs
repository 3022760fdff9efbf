//! The devices of an account, as its newest statement has them.

use crate::change::Change;
use crate::job::Work;
use crate::sql::{execute, find, list};
use crate::state::{Device, DeviceNumber, Mailbox};
use consilium_store::{StatementRecord, StoreError};
use consilium_types::{AccountId, DeviceId};
use rusqlite::{Connection, params};

/// Whether a key of the statement belongs to somebody else, or twice to the same (L09).
pub(crate) fn has_taken_key(
    work: &Work<'_>,
    statement: &StatementRecord,
) -> Result<bool, StoreError> {
    let identity = find(
        work.connection,
        "SELECT 1 FROM account WHERE identity_pk = ?1 AND id <> ?2",
        params![statement.identity_pk, statement.account.as_bytes()],
        |_| Ok(()),
    )?;
    if identity.is_some() {
        return Ok(true);
    }
    for (at, (device, device_pk)) in statement.devices.iter().enumerate() {
        let earlier = statement.devices.iter().take(at);
        if earlier
            .clone()
            .any(|(id, key)| id == device || key == device_pk)
        {
            return Ok(true);
        }
        let taken = find(
            work.connection,
            "SELECT 1 FROM device d JOIN account a ON a.number = d.account_number
             WHERE (d.id = ?1 OR d.device_pk = ?2)
               AND NOT (d.id = ?1 AND d.device_pk = ?2 AND a.id = ?3)",
            params![device.as_bytes(), device_pk, statement.account.as_bytes()],
            |_| Ok(()),
        )?;
        if taken.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The devices of an account, in the order of its statement.
pub(crate) fn devices_of(
    connection: &Connection,
    account: AccountId,
) -> Result<Vec<(DeviceId, [u8; 32])>, StoreError> {
    list(
        connection,
        "SELECT d.id, d.device_pk FROM account a JOIN device d ON d.account_number = a.number
         WHERE a.id = ?1 ORDER BY d.position",
        params![account.as_bytes()],
        |row| Ok((DeviceId::new(row.get(0)?), row.get(1)?)),
    )
}

/// Makes the account's devices those of the statement.
pub(crate) fn replace_devices(
    work: &mut Work<'_>,
    account: i64,
    statement: &StatementRecord,
) -> Result<(), StoreError> {
    let named = statement.devices.iter().map(|(device, _)| *device);
    remove_devices(work, account, &named.collect::<Vec<_>>())?;
    for (position, (device, device_pk)) in statement.devices.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let is_known = work.state.device(*device).is_some();
        if is_known {
            execute(
                work.connection,
                "UPDATE device SET position = ?2 WHERE id = ?1",
                params![device.as_bytes(), position],
            )?;
        } else {
            execute(
                work.connection,
                "INSERT INTO device (id, account_number, position, device_pk)
                 VALUES (?1, ?2, ?3, ?4)",
                params![device.as_bytes(), account, position, device_pk],
            )?;
            add_device(work, statement.account, *device, *device_pk)?;
        }
    }
    Ok(())
}

fn add_device(
    work: &mut Work<'_>,
    account: AccountId,
    device: DeviceId,
    device_pk: [u8; 32],
) -> Result<(), StoreError> {
    let number = DeviceNumber(work.connection.last_insert_rowid());
    execute(
        work.connection,
        "INSERT INTO mailbox (device_number) VALUES (?1)",
        params![number.0],
    )?;
    work.stage(Change::DeviceAdded(
        number,
        Box::new(Device {
            id: device,
            account,
            device_pk,
            standby_pk: None,
            locked: false,
            prekeys: Vec::new(),
            mailbox: Mailbox::default(),
        }),
    ));
    Ok(())
}

/// Removes the account's devices that are not among `kept`, with all that they have. Their rows in
/// the large tables follow in the background; nobody can reach them any more.
pub(crate) fn remove_devices(
    work: &mut Work<'_>,
    account: i64,
    kept: &[DeviceId],
) -> Result<(), StoreError> {
    let devices = list(
        work.connection,
        "SELECT number, id FROM device WHERE account_number = ?1",
        params![account],
        |row| Ok((DeviceNumber(row.get(0)?), DeviceId::new(row.get(1)?))),
    )?;
    for (number, _) in devices.iter().filter(|(_, id)| !kept.contains(id)) {
        for statement in [
            "DELETE FROM token WHERE device_number = ?1",
            "DELETE FROM prekey WHERE device_number = ?1",
            "DELETE FROM box_key WHERE device_number = ?1",
            "DELETE FROM mailbox WHERE device_number = ?1",
            "INSERT INTO removed_mailbox (device_number) VALUES (?1)",
            "DELETE FROM device WHERE number = ?1",
        ] {
            execute(work.connection, statement, params![number.0])?;
        }
        work.stage(Change::DeviceRemoved(*number));
    }
    Ok(())
}
