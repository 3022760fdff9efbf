//! Reading the state back from the file: at a start, and after a failed commit.

use crate::background::{Background, is_sweep_due};
use crate::change::Change;
use crate::job::Settings;
use crate::ledger::{Ledger, Run};
use crate::mailbox::beyond;
use crate::sql::{find, list, time_from};
use crate::state::{Accepted, Device, DeviceNumber, Mailbox, State, Token};
use bytes::Bytes;
use consilium_store::{StoreError, TokenHash, TokenScope};
use consilium_types::{AccountId, DeviceId, EnvelopeId, PrekeyId};
use rusqlite::{Connection, Row, params};
use std::collections::HashMap;

/// Merged rows that are read again for the sake of their ids: a retry comes within seconds, so what
/// is older than this many rows is not worth a longer start.
const REREAD_IDS: usize = 20_000;

/// What a writer starts from.
pub(crate) struct Loaded {
    /// Devices, tokens, mailboxes, tail.
    pub(crate) state: State,
    /// The writer's bookkeeping.
    pub(crate) ledger: Ledger,
    /// What an earlier start left undone.
    pub(crate) background: Background,
}

/// Reads everything.
pub(crate) fn load(connection: &Connection, settings: &Settings) -> Result<Loaded, StoreError> {
    let mut state = State::new(0);
    let mut ledger = Ledger::new(settings.recent_ids);
    load_devices(connection, &mut state)?;
    load_tokens(connection, &mut state)?;
    load_rows(connection, &mut state, &mut ledger)?;
    load_acknowledged(connection, &mut state, &mut ledger)?;
    let mailboxes = list(
        connection,
        "SELECT device_number FROM removed_mailbox",
        [],
        |row| row.get(0).map(DeviceNumber),
    )?;
    let archives = list(
        connection,
        "SELECT archive_number FROM removed_archive",
        [],
        |row| row.get(0),
    )?;
    let sweep = state
        .devices()
        .map(|(number, _)| number)
        .filter(|number| is_sweep_due(&state, *number, settings.pieces.sweep_at))
        .collect();
    Ok(Loaded {
        state,
        ledger,
        background: Background::new(mailboxes, archives, sweep, settings.pieces.sweep_at),
    })
}

fn load_devices(connection: &Connection, state: &mut State) -> Result<(), StoreError> {
    let mut prekeys = load_prekeys(connection)?;
    let devices = list(
        connection,
        "SELECT d.number, d.id, a.id, d.device_pk, d.locked, m.newest, m.acknowledged, m.stored,
                m.unacknowledged, m.first, m.swept
         FROM device d JOIN account a ON a.number = d.account_number
              JOIN mailbox m ON m.device_number = d.number",
        [],
        |row| {
            let device = Device {
                id: DeviceId::new(row.get(1)?),
                account: AccountId::new(row.get(2)?),
                device_pk: row.get(3)?,
                standby_pk: None,
                locked: row.get(4)?,
                prekeys: Vec::new(),
                mailbox: mailbox_from(row, 5)?,
            };
            Ok((DeviceNumber(row.get(0)?), device))
        },
    )?;
    for (number, mut device) in devices {
        for (accepted, standby_pk) in prekeys.remove(&number).unwrap_or_default() {
            if accepted.replaced.is_none() {
                device.standby_pk = Some(standby_pk);
            }
            device.prekeys.push(accepted);
        }
        state.apply(&Change::DeviceAdded(number, Box::new(device)));
    }
    Ok(())
}

fn mailbox_from(row: &Row<'_>, at: usize) -> rusqlite::Result<Mailbox> {
    let column = |offset: usize| {
        row.get::<_, i64>(at.saturating_add(offset))
            .map(i64::cast_unsigned)
    };
    Ok(Mailbox {
        newest: column(0)?,
        acknowledged: column(1)?,
        stored: column(2)?,
        unacknowledged: column(3)?,
        first: column(4)?,
        swept: column(5)?,
    })
}

type Prekeys = HashMap<DeviceNumber, Vec<(Accepted, [u8; 32])>>;

fn load_prekeys(connection: &Connection) -> Result<Prekeys, StoreError> {
    let rows = list(
        connection,
        "SELECT device_number, id, newest, replaced_at, standby_pk FROM prekey ORDER BY number",
        [],
        |row| {
            let is_newest: bool = row.get(2)?;
            let replaced = time_from(row.get(3)?);
            let accepted = Accepted {
                prekey: PrekeyId::new(row.get(1)?),
                replaced: (!is_newest).then_some(replaced),
            };
            Ok((DeviceNumber(row.get(0)?), accepted, row.get(4)?))
        },
    )?;
    let mut prekeys = Prekeys::new();
    for (device, accepted, standby_pk) in rows {
        prekeys
            .entry(device)
            .or_default()
            .push((accepted, standby_pk));
    }
    Ok(prekeys)
}

fn load_tokens(connection: &Connection, state: &mut State) -> Result<(), StoreError> {
    let tokens = list(
        connection,
        "SELECT hash, device_number, scope, expires FROM token",
        [],
        |row| {
            Ok((
                TokenHash(row.get(0)?),
                DeviceNumber(row.get(1)?),
                row.get::<_, i64>(2)?,
                time_from(row.get(3)?),
            ))
        },
    )?;
    for (hash, device, scope, expires) in tokens {
        let scope = scope_from(scope).ok_or(StoreError::Corrupt { table: "token" })?;
        let token = Token {
            device,
            scope,
            expires,
        };
        state.apply(&Change::TokenAdded(hash, token));
    }
    Ok(())
}

/// A scope as a column; the numbers never change their meaning.
pub(crate) const fn scope_number(scope: TokenScope) -> i64 {
    match scope {
        TokenScope::Device => 1,
        TokenScope::Standby => 2,
    }
}

const fn scope_from(number: i64) -> Option<TokenScope> {
    match number {
        1 => Some(TokenScope::Device),
        2 => Some(TokenScope::Standby),
        _ => None,
    }
}

/// One row of the envelope table without its envelope.
struct RowKey {
    row: i64,
    device: DeviceNumber,
    sequence: u64,
    id: EnvelopeId,
}

fn row_key(row: &Row<'_>) -> rusqlite::Result<RowKey> {
    Ok(RowKey {
        row: row.get(0)?,
        device: DeviceNumber(row.get(1)?),
        sequence: row.get::<_, i64>(2)?.cast_unsigned(),
        id: EnvelopeId::new(row.get(3)?),
    })
}

/// The tail: rows that the index on disk may lack. Those that their mailbox row does not count yet
/// are appended once more, in memory.
fn load_rows(
    connection: &Connection,
    state: &mut State,
    ledger: &mut Ledger,
) -> Result<(), StoreError> {
    let merged: i64 = find(connection, "SELECT merged_row FROM progress", [], |row| {
        row.get(0)
    })?
    .ok_or(StoreError::Corrupt { table: "progress" })?;
    let known = list(
        connection,
        "SELECT row, device_number, sequence, id FROM envelope WHERE row <= ?1
         ORDER BY row DESC LIMIT ?2",
        params![merged, i64::try_from(REREAD_IDS).unwrap_or_default()],
        row_key,
    )?;
    for key in known.iter().rev() {
        ledger.ids.insert(key.device, key.id);
    }
    let tail = list(
        connection,
        "SELECT row, device_number, sequence, id FROM envelope WHERE row > ?1 ORDER BY row",
        params![merged],
        row_key,
    )?;
    for key in &tail {
        ledger.ids.insert(key.device, key.id);
        let newest = state
            .by_number(key.device)
            .map(|device| device.mailbox.newest);
        if newest.is_some_and(|newest| key.sequence > newest) {
            state.apply(&Change::Appended {
                device: key.device,
                sequence: key.sequence,
                row: key.row,
                hour: 0,
                envelope: Bytes::new(),
            });
        } else {
            state.tail.push(key.device, key.sequence, key.row);
        }
    }
    let runs = list(
        connection,
        "SELECT first_row, hour FROM arrival_run ORDER BY first_row",
        [],
        |row| {
            Ok(Run {
                first_row: row.get(0)?,
                hour: row.get::<_, i64>(1)?.cast_unsigned(),
            })
        },
    )?;
    let last_row = tail.last().map_or(merged, |key| key.row);
    let last_run = runs.last().map_or(0, |run| run.first_row);
    ledger.next_row = last_row.max(last_run).saturating_add(1);
    ledger.runs = runs.into();
    Ok(())
}

fn load_acknowledged(
    connection: &Connection,
    state: &mut State,
    ledger: &mut Ledger,
) -> Result<(), StoreError> {
    let last: i64 = find(
        connection,
        "SELECT coalesce(max(row), 0) FROM acknowledgement",
        [],
        |row| row.get(0),
    )?
    .unwrap_or_default();
    ledger.next_acknowledgement = last.saturating_add(1);
    let cursors = list(
        connection,
        "SELECT device_number, max(up_to) FROM acknowledgement GROUP BY device_number",
        [],
        |row| {
            Ok((
                DeviceNumber(row.get(0)?),
                row.get::<_, i64>(1)?.cast_unsigned(),
            ))
        },
    )?;
    for (device, up_to) in cursors {
        let moves = state
            .by_number(device)
            .is_some_and(|device| up_to > device.mailbox.acknowledged);
        ledger.moved_cursors.insert(device);
        if moves {
            let unacknowledged = beyond(connection, state, device, up_to)?;
            state.apply(&Change::Acknowledged {
                device,
                up_to,
                unacknowledged,
            });
        }
    }
    Ok(())
}
