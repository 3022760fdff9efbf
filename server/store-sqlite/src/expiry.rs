//! Expiry (R7): rows go in the order in which they came, run by run of arrival hours, in pieces so
//! small that no send waits for long.

use crate::change::Change;
use crate::job::{Guard, Work};
use crate::ledger::Run;
use crate::mailbox::{save_mailbox, unlist};
use crate::sql::{execute, find, list};
use crate::state::DeviceNumber;
use crate::store::SqliteStore;
use consilium_store::{Expired, StoreError};
use consilium_types::Timestamp;
use consilium_types::limits::RETENTION_MS;
use rusqlite::params;
use std::collections::BTreeSet;

/// Removes up to `budget` envelopes that are due at `now`.
pub(crate) async fn expire(
    store: &SqliteStore,
    now: Timestamp,
    budget: u64,
) -> Result<Expired, StoreError> {
    let piece_rows = u64::try_from(store.settings().pieces.rows).unwrap_or(u64::MAX);
    let mut removed = 0_u64;
    loop {
        let room = budget.saturating_sub(removed).min(piece_rows);
        let piece = store
            .write(Guard::Checked, move |work| expire_piece(work, now, room))
            .await?;
        removed = removed.saturating_add(piece.removed);
        if !piece.more || removed >= budget {
            return Ok(Expired {
                count: removed,
                more: piece.more,
            });
        }
    }
}

/// What one piece did.
pub(crate) struct Piece {
    /// Envelopes removed.
    pub(crate) removed: u64,
    /// More are due.
    pub(crate) more: bool,
}

/// A row that is due.
struct Due {
    row: i64,
    device: DeviceNumber,
    sequence: u64,
}

/// Removes up to `room` envelopes that are due.
pub(crate) fn expire_piece(
    work: &mut Work<'_>,
    now: Timestamp,
    room: u64,
) -> Result<Piece, StoreError> {
    let mut removed = 0_u64;
    while let Some((run, last_row)) = due_run(work, now) {
        // One more than there is room for shows whether anything is left.
        let left = room.saturating_sub(removed);
        let mut due = due_rows(work, run, last_row, left.saturating_add(1))?;
        let more = u64::try_from(due.len()).unwrap_or(u64::MAX) > left;
        if more {
            due.pop();
        }
        removed = removed.saturating_add(remove_rows(work, &due)?);
        if more {
            return Ok(Piece { removed, more });
        }
        forget_run(work, run)?;
    }
    work.ledger.empties_log = true;
    Ok(Piece {
        removed,
        more: false,
    })
}

/// The first run that is due and not known to be empty, with its last row.
fn due_run(work: &Work<'_>, now: Timestamp) -> Option<(Run, i64)> {
    let runs = &work.ledger.runs;
    let at = runs.iter().position(|run| is_due(*run, now))?;
    let next = runs.get(at.saturating_add(1));
    let last = next.map_or(work.ledger.next_row, |next| next.first_row);
    Some((*runs.get(at)?, last.saturating_sub(1)))
}

fn is_due(run: Run, now: Timestamp) -> bool {
    let arrived = Timestamp(run.hour.saturating_mul(Timestamp::HOUR_MS));
    now.since(arrived) >= RETENTION_MS
}

fn due_rows(work: &Work<'_>, run: Run, last_row: i64, limit: u64) -> Result<Vec<Due>, StoreError> {
    list(
        work.connection,
        "SELECT row, device_number, sequence FROM envelope
         WHERE row BETWEEN ?1 AND ?2 ORDER BY row LIMIT ?3",
        params![run.first_row, last_row, limit.cast_signed()],
        |row| {
            Ok(Due {
                row: row.get(0)?,
                device: DeviceNumber(row.get(1)?),
                sequence: row.get::<_, i64>(2)?.cast_unsigned(),
            })
        },
    )
}

/// Deletes rows; how many of them somebody could still have fetched.
fn remove_rows(work: &mut Work<'_>, due: &[Due]) -> Result<u64, StoreError> {
    let (Some(first), Some(last)) = (due.first(), due.last()) else {
        return Ok(0);
    };
    // Where nothing older is left, a mailbox needs only to note that it begins later: its index
    // entries go by the hundred in a sweep. Else (the clock had gone back) they go one by one.
    let is_prefix = find(
        work.connection,
        "SELECT 1 FROM envelope WHERE row < ?1 LIMIT 1",
        params![first.row],
        |_| Ok(()),
    )?
    .is_none();
    execute(
        work.connection,
        "DELETE FROM envelope WHERE row BETWEEN ?1 AND ?2",
        params![first.row, last.row],
    )?;
    work.ledger.log_holds_deleted = true;
    let mut devices = BTreeSet::new();
    let mut removed = 0_u64;
    for row in due {
        let is_in_tail = work.state.tail.row(row.device, row.sequence).is_some();
        if !is_prefix || is_in_tail {
            unlist(work.connection, row.device, row.sequence)?;
        }
        if work.state.by_number(row.device).is_some() {
            removed = removed.saturating_add(1);
            devices.insert(row.device);
        }
        work.apply(Change::EnvelopeRemoved {
            device: row.device,
            sequence: row.sequence,
            row: row.row,
            prefix: is_prefix,
        });
    }
    for device in devices {
        save_mailbox(work, device)?;
    }
    Ok(removed)
}

/// An empty run is forgotten; a row that comes in the same hour begins another.
fn forget_run(work: &mut Work<'_>, run: Run) -> Result<(), StoreError> {
    execute(
        work.connection,
        "DELETE FROM arrival_run WHERE first_row = ?1",
        params![run.first_row],
    )?;
    work.ledger
        .runs
        .retain(|other| other.first_row != run.first_row);
    Ok(())
}
