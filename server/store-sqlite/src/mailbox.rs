//! Mailboxes: append without a look at the disk, fetch, cursors.

use crate::change::Change;
use crate::expiry;
use crate::job::{Guard, Work};
use crate::sql::{execute, find, list};
use crate::state::{DeviceNumber, State};
use crate::store::SqliteStore;
use async_trait::async_trait;
use bytes::Bytes;
use consilium_store::{
    Append, AppendOutcome, Cursor, Expired, MailboxStore, StoreError, StoredEnvelope,
};
use consilium_types::{DeviceId, Timestamp};
use rusqlite::{Connection, Row, params};

#[async_trait]
impl MailboxStore for SqliteStore {
    async fn append(
        &self,
        mut batch: Vec<Append>,
        now: Timestamp,
    ) -> Result<Vec<AppendOutcome>, StoreError> {
        let mut bytes = 0_usize;
        for append in &mut batch {
            // An own copy: what came may be a small part of a large buffer, and this one may stay
            // in memory for a while.
            append.envelope = Bytes::copy_from_slice(&append.envelope);
            bytes = bytes.saturating_add(append.envelope.len());
        }
        self.write_sized(Guard::Checked, bytes, move |work| {
            batch
                .into_iter()
                .map(|append| append_one(work, append, now))
                .collect()
        })
        .await
    }

    async fn fetch(
        &self,
        device: DeviceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<StoredEnvelope>, StoreError> {
        let plan = plan_fetch(&*self.published()?, device, after, limit);
        match plan {
            Plan::InMemory(envelopes) => Ok(envelopes),
            Plan::OnDisk(reading) => self.read(move |connection| reading.run(connection)).await,
        }
    }

    async fn cursor(&self, device: DeviceId) -> Result<Cursor, StoreError> {
        Ok(self.published()?.cursor(device))
    }

    async fn acknowledge(&self, device: DeviceId, up_to: u64) -> Result<(), StoreError> {
        let cursor = self.published()?.cursor(device);
        if up_to <= cursor.acknowledged {
            return Ok(());
        }
        self.write(Guard::Checked, move |work| acknowledge(work, device, up_to))
            .await
    }

    async fn delete(&self, device: DeviceId, sequence: u64) -> Result<bool, StoreError> {
        self.write(Guard::Checked, move |work| delete(work, device, sequence))
            .await
    }

    async fn expire(&self, now: Timestamp, budget: u64) -> Result<Expired, StoreError> {
        expiry::expire(self, now, budget).await
    }
}

/// Stores one envelope, or says why not.
pub(crate) fn append_one(
    work: &mut Work<'_>,
    append: Append,
    now: Timestamp,
) -> Result<AppendOutcome, StoreError> {
    let (device, sequence) = match place(work, &append, now) {
        Ok(place) => place,
        Err(refused) => return Ok(refused),
    };
    let hour = hours(now);
    let row = work.ledger.take_row(work.connection, hour)?;
    execute(
        work.connection,
        "INSERT INTO envelope (row, device_number, sequence, arrived_hour, id, envelope)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            row,
            device.0,
            sequence.cast_signed(),
            hour.cast_signed(),
            append.envelope_id.as_bytes(),
            append.envelope.as_ref(),
        ],
    )?;
    work.ledger.ids.insert(device, append.envelope_id);
    work.apply(Change::Appended {
        device,
        sequence,
        row,
        hour,
        envelope: append.envelope,
    });
    Ok(AppendOutcome::Stored { sequence })
}

/// Where an envelope goes, or why it does not.
fn place(
    work: &Work<'_>,
    append: &Append,
    now: Timestamp,
) -> Result<(DeviceNumber, u64), AppendOutcome> {
    let (number, device) = work
        .state
        .device(append.device)
        .ok_or(AppendOutcome::UnknownDevice)?;
    if device.locked {
        return Err(AppendOutcome::Locked);
    }
    if work.ledger.ids.contains(number, append.envelope_id) {
        return Err(AppendOutcome::Duplicate);
    }
    if !device.accepts(append.prekey, now) {
        return Err(AppendOutcome::StalePrekey);
    }
    if device.mailbox.unacknowledged >= work.settings.limits.mailbox {
        return Err(AppendOutcome::Full);
    }
    Ok((number, device.mailbox.newest.saturating_add(1)))
}

/// Moves a cursor forward.
pub(crate) fn acknowledge(
    work: &mut Work<'_>,
    device: DeviceId,
    up_to: u64,
) -> Result<(), StoreError> {
    let Some((number, record)) = work.state.device(device) else {
        return Ok(());
    };
    let up_to = up_to.min(record.mailbox.newest);
    if up_to <= record.mailbox.acknowledged {
        return Ok(());
    }
    let unacknowledged = beyond(work.connection, work.state, number, up_to)?;
    work.ledger.acknowledge(number, up_to);
    work.apply(Change::Acknowledged {
        device: number,
        up_to,
        unacknowledged,
    });
    Ok(())
}

/// How many envelopes of a mailbox exist beyond a cursor that is not behind the present one.
pub(crate) fn beyond(
    connection: &Connection,
    state: &State,
    device: DeviceNumber,
    up_to: u64,
) -> Result<u64, StoreError> {
    let Some(record) = state.by_number(device) else {
        return Ok(0);
    };
    let mailbox = record.mailbox;
    if mailbox.is_dense() || up_to >= mailbox.newest {
        return Ok(mailbox.newest.saturating_sub(up_to));
    }
    let from = up_to.max(mailbox.first.saturating_sub(1));
    let indexed: i64 = find(
        connection,
        "SELECT count(*) FROM mailbox_index
         WHERE device_number = ?1 AND sequence > ?2 AND sequence < ?3",
        params![
            device.0,
            from.cast_signed(),
            tail_start(state, device).cast_signed()
        ],
        |row| row.get(0),
    )?
    .unwrap_or_default();
    Ok(indexed
        .cast_unsigned()
        .saturating_add(state.tail.count_after(device, from)))
}

fn delete(work: &mut Work<'_>, device: DeviceId, sequence: u64) -> Result<bool, StoreError> {
    let Some((number, record)) = work.state.device(device) else {
        return Ok(false);
    };
    if sequence < record.mailbox.first || sequence > record.mailbox.newest {
        return Ok(false);
    }
    let row = match work.state.tail.row(number, sequence) {
        Some(row) => Some(row),
        None => find(
            work.connection,
            "SELECT row FROM mailbox_index WHERE device_number = ?1 AND sequence = ?2",
            params![number.0, sequence.cast_signed()],
            |row| row.get(0),
        )?,
    };
    let Some(row) = row else {
        return Ok(false);
    };
    execute(
        work.connection,
        "DELETE FROM envelope WHERE row = ?1",
        params![row],
    )?;
    work.ledger.log_holds_deleted = true;
    unlist(work.connection, number, sequence)?;
    work.apply(Change::EnvelopeRemoved {
        device: number,
        sequence,
        row,
        prefix: false,
    });
    save_mailbox(work, number)?;
    Ok(true)
}

/// Drops an entry of the index on disk; a merge that was cut short may have left one there for a
/// row of the tail.
pub(crate) fn unlist(
    connection: &Connection,
    device: DeviceNumber,
    sequence: u64,
) -> Result<(), StoreError> {
    execute(
        connection,
        "DELETE FROM mailbox_index WHERE device_number = ?1 AND sequence = ?2",
        params![device.0, sequence.cast_signed()],
    )?;
    Ok(())
}

/// Writes down where a mailbox is, as it is in memory now; nothing if the device is gone.
pub(crate) fn save_mailbox(work: &Work<'_>, device: DeviceNumber) -> Result<(), StoreError> {
    let Some(record) = work.state.by_number(device) else {
        return Ok(());
    };
    let mailbox = record.mailbox;
    execute(
        work.connection,
        "UPDATE mailbox SET newest = ?2, acknowledged = ?3, stored = ?4, unacknowledged = ?5,
                first = ?6, swept = ?7 WHERE device_number = ?1",
        params![
            device.0,
            mailbox.newest.cast_signed(),
            mailbox.acknowledged.cast_signed(),
            mailbox.stored.cast_signed(),
            mailbox.unacknowledged.cast_signed(),
            mailbox.first.cast_signed(),
            mailbox.swept.cast_signed(),
        ],
    )?;
    Ok(())
}

/// Full hours since 1970.
pub(crate) fn hours(at: Timestamp) -> u64 {
    at.0.checked_div(Timestamp::HOUR_MS).unwrap_or_default()
}

fn arrival(hour: u64) -> Timestamp {
    Timestamp(hour.saturating_mul(Timestamp::HOUR_MS))
}

/// First sequence of a mailbox that only the tail lists.
fn tail_start(state: &State, device: DeviceNumber) -> u64 {
    // A column is signed: its highest value stands for "none".
    const NONE: u64 = i64::MAX.cast_unsigned();
    state.tail.first(device).unwrap_or(NONE)
}

/// How a fetch is answered.
enum Plan {
    InMemory(Vec<StoredEnvelope>),
    OnDisk(Reading),
}

/// What a fetch reads: rows by the index on disk, then rows that the tail listed.
struct Reading {
    device: DeviceNumber,
    after: u64,
    before: u64,
    limit: usize,
    tail: Vec<(u64, i64)>,
}

fn plan_fetch(state: &State, device: DeviceId, after: u64, limit: usize) -> Plan {
    let Some((number, record)) = state.device(device) else {
        return Plan::InMemory(Vec::new());
    };
    let mailbox = record.mailbox;
    let after = after.max(mailbox.first.saturating_sub(1));
    if after >= mailbox.newest || mailbox.stored == 0 || limit == 0 {
        return Plan::InMemory(Vec::new());
    }
    let before = tail_start(state, number);
    let tail = state.tail.after(number, after, limit);
    let is_in_tail = after.saturating_add(1) >= before;
    let in_memory = is_in_tail.then(|| from_memory(state, &tail)).flatten();
    in_memory.map_or_else(
        || {
            Plan::OnDisk(Reading {
                device: number,
                after,
                before,
                limit,
                tail,
            })
        },
        Plan::InMemory,
    )
}

fn from_memory(state: &State, rows: &[(u64, i64)]) -> Option<Vec<StoredEnvelope>> {
    rows.iter()
        .map(|(sequence, row)| {
            let (hour, envelope) = state.recent.get(*row)?;
            Some(StoredEnvelope {
                sequence: *sequence,
                arrived: arrival(hour),
                envelope,
            })
        })
        .collect()
}

impl Reading {
    fn run(self, connection: &Connection) -> Result<Vec<StoredEnvelope>, StoreError> {
        let limit = i64::try_from(self.limit).unwrap_or(i64::MAX);
        let mut envelopes = list(
            connection,
            "SELECT i.sequence, e.arrived_hour, e.envelope, e.device_number = i.device_number
                    AND e.sequence = i.sequence
             FROM mailbox_index i CROSS JOIN envelope e ON e.row = i.row
             WHERE i.device_number = ?1 AND i.sequence > ?2 AND i.sequence < ?3
             ORDER BY i.sequence LIMIT ?4",
            params![
                self.device.0,
                self.after.cast_signed(),
                self.before.cast_signed(),
                limit
            ],
            stored_envelope,
        )?;
        for (sequence, row) in self.tail {
            if envelopes.len() >= self.limit {
                break;
            }
            // It may have been deleted since the tail was looked at.
            envelopes.extend(find(
                connection,
                "SELECT sequence, arrived_hour, envelope, device_number = ?2 AND sequence = ?3
                 FROM envelope WHERE row = ?1",
                params![row, self.device.0, sequence.cast_signed()],
                stored_envelope,
            )?);
        }
        envelopes
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .ok_or(StoreError::Corrupt {
                table: "mailbox_index",
            })
    }
}

/// The envelope, or none where the row is another's: then the index is damaged.
fn stored_envelope(row: &Row<'_>) -> rusqlite::Result<Option<StoredEnvelope>> {
    let is_right: bool = row.get(3)?;
    let envelope = StoredEnvelope {
        sequence: row.get::<_, i64>(0)?.cast_unsigned(),
        arrived: arrival(row.get::<_, i64>(1)?.cast_unsigned()),
        envelope: Bytes::from(row.get::<_, Vec<u8>>(2)?),
    };
    Ok(is_right.then_some(envelope))
}
