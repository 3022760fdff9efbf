//! What only the writer keeps: the next row, the arrival hours, ids of late, cursors to be written.

use crate::error::OrFailed;
use crate::state::DeviceNumber;
use consilium_store::StoreError;
use consilium_types::EnvelopeId;
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet, VecDeque};

/// Rows from `first_row` on arrived in `hour` (since 1970), until the next run. Hours may go back:
/// clocks do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// First row.
    pub(crate) first_row: i64,
    /// Hours since 1970.
    pub(crate) hour: u64,
}

/// The writer's own bookkeeping.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// Row of the next envelope.
    pub(crate) next_row: i64,
    /// Row of the next logged cursor.
    pub(crate) next_acknowledgement: i64,
    /// Runs of arrival hours, by row.
    pub(crate) runs: VecDeque<Run>,
    /// Cursors that moved in this batch.
    acknowledged: HashMap<DeviceNumber, u64>,
    /// Mailboxes whose cursor moved since the last merge of them.
    pub(crate) moved_cursors: HashSet<DeviceNumber>,
    /// Ids of late.
    pub(crate) ids: RecentIds,
    /// Something was deleted that the log may still hold.
    pub(crate) log_holds_deleted: bool,
    /// Expiry has done its round: what was deleted is to leave the log too.
    pub(crate) empties_log: bool,
}

impl Ledger {
    /// Nothing yet.
    pub(crate) fn new(recent_ids: usize) -> Self {
        Self {
            next_row: 1,
            next_acknowledgement: 1,
            runs: VecDeque::new(),
            acknowledged: HashMap::new(),
            moved_cursors: HashSet::new(),
            ids: RecentIds::new(recent_ids),
            // What an earlier process deleted just before it ended, perhaps.
            log_holds_deleted: true,
            empties_log: false,
        }
    }

    /// The row of the next envelope, which arrives in `hour`.
    pub(crate) fn take_row(
        &mut self,
        connection: &Connection,
        hour: u64,
    ) -> Result<i64, StoreError> {
        let row = self.next_row;
        if self.runs.back().is_none_or(|run| run.hour != hour) {
            connection
                .prepare_cached("INSERT INTO arrival_run (first_row, hour) VALUES (?1, ?2)")
                .or_failed()?
                .execute(params![row, hour.cast_signed()])
                .or_failed()?;
            self.runs.push_back(Run {
                first_row: row,
                hour,
            });
        }
        self.next_row = row.checked_add(1).ok_or(StoreError::Internal("rows"))?;
        Ok(row)
    }

    /// Notes a cursor, to be written once in this batch.
    pub(crate) fn acknowledge(&mut self, device: DeviceNumber, up_to: u64) {
        self.acknowledged.insert(device, up_to);
        self.moved_cursors.insert(device);
    }

    /// Writes the cursors of this batch.
    pub(crate) fn write_acknowledged(&mut self, connection: &Connection) -> Result<(), StoreError> {
        if self.acknowledged.is_empty() {
            return Ok(());
        }
        let mut insert = connection
            .prepare_cached(
                "INSERT INTO acknowledgement (row, device_number, up_to) VALUES (?1, ?2, ?3)",
            )
            .or_failed()?;
        for (device, up_to) in self.acknowledged.drain() {
            insert
                .execute(params![
                    self.next_acknowledgement,
                    device.0,
                    up_to.cast_signed()
                ])
                .or_failed()?;
            self.next_acknowledgement = self.next_acknowledgement.saturating_add(1);
        }
        Ok(())
    }
}

/// The ids of the newest envelopes, by mailbox.
#[derive(Debug)]
pub(crate) struct RecentIds {
    known: HashSet<(DeviceNumber, EnvelopeId)>,
    order: VecDeque<(DeviceNumber, EnvelopeId)>,
    limit: usize,
}

impl RecentIds {
    /// Knows up to `limit` ids.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            known: HashSet::new(),
            order: VecDeque::new(),
            limit,
        }
    }

    /// Whether this mailbox had this id lately.
    pub(crate) fn contains(&self, device: DeviceNumber, id: EnvelopeId) -> bool {
        self.known.contains(&(device, id))
    }

    /// Remembers an id; the oldest one is forgotten.
    pub(crate) fn insert(&mut self, device: DeviceNumber, id: EnvelopeId) {
        if self.limit == 0 || !self.known.insert((device, id)) {
            return;
        }
        self.order.push_back((device, id));
        if self.order.len() > self.limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_id_is_forgotten_first() {
        let mut ids = RecentIds::new(2);
        let id = |byte| EnvelopeId::new([byte; 16]);
        for byte in [1, 2, 2, 3] {
            ids.insert(DeviceNumber(1), id(byte));
        }
        assert!(!ids.contains(DeviceNumber(1), id(1)));
        assert!(ids.contains(DeviceNumber(1), id(2)));
        assert!(ids.contains(DeviceNumber(1), id(3)));
        assert!(!ids.contains(DeviceNumber(2), id(3)));
    }
}
