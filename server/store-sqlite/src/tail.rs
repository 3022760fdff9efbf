//! The index of the newest rows: in memory only, until it is merged into the index on disk.

use crate::state::DeviceNumber;
use std::collections::{HashMap, VecDeque};

/// Position in a mailbox and its row.
pub(crate) type Entry = (u64, i64);

/// Rows of the tail, by mailbox, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tail {
    mailboxes: HashMap<DeviceNumber, VecDeque<Entry>>,
    entries: usize,
}

impl Tail {
    /// Adds a row; its sequence is higher than all before it.
    pub(crate) fn push(&mut self, device: DeviceNumber, sequence: u64, row: i64) {
        self.mailboxes
            .entry(device)
            .or_default()
            .push_back((sequence, row));
        self.entries = self.entries.saturating_add(1);
    }

    /// First sequence of a mailbox that is in memory: every lower one is in the index on disk.
    pub(crate) fn first(&self, device: DeviceNumber) -> Option<u64> {
        let entries = self.mailboxes.get(&device)?;
        entries.front().map(|(sequence, _)| *sequence)
    }

    /// Up to `limit` rows of a mailbox after a sequence.
    pub(crate) fn after(&self, device: DeviceNumber, after: u64, limit: usize) -> Vec<Entry> {
        let Some(entries) = self.mailboxes.get(&device) else {
            return Vec::new();
        };
        let start = entries.partition_point(|(sequence, _)| *sequence <= after);
        entries.iter().skip(start).take(limit).copied().collect()
    }

    /// The row of one envelope.
    pub(crate) fn row(&self, device: DeviceNumber, sequence: u64) -> Option<i64> {
        let entries = self.mailboxes.get(&device)?;
        let at = entries
            .binary_search_by_key(&sequence, |(sequence, _)| *sequence)
            .ok()?;
        entries.get(at).map(|(_, row)| *row)
    }

    /// Rows of a mailbox beyond a cursor.
    pub(crate) fn count_after(&self, device: DeviceNumber, after: u64) -> u64 {
        let Some(entries) = self.mailboxes.get(&device) else {
            return 0;
        };
        let start = entries.partition_point(|(sequence, _)| *sequence <= after);
        u64::try_from(entries.len().saturating_sub(start)).unwrap_or(u64::MAX)
    }

    /// Takes out one row that does not exist any more.
    pub(crate) fn remove(&mut self, device: DeviceNumber, sequence: u64) {
        let Some(entries) = self.mailboxes.get_mut(&device) else {
            return;
        };
        if let Ok(at) = entries.binary_search_by_key(&sequence, |(sequence, _)| *sequence) {
            entries.remove(at);
            self.entries = self.entries.saturating_sub(1);
        }
        self.drop_if_empty(device);
    }

    /// Takes out the rows that the index on disk has now.
    pub(crate) fn merged(&mut self, device: DeviceNumber, up_to: u64) {
        let Some(entries) = self.mailboxes.get_mut(&device) else {
            return;
        };
        let count = entries.partition_point(|(sequence, _)| *sequence <= up_to);
        entries.drain(..count);
        self.entries = self.entries.saturating_sub(count);
        self.drop_if_empty(device);
    }

    /// Mailboxes that have rows here, in order of their numbers.
    pub(crate) fn devices(&self) -> Vec<DeviceNumber> {
        let mut devices = self.mailboxes.keys().copied().collect::<Vec<_>>();
        devices.sort_unstable();
        devices
    }

    /// How many rows there are.
    pub(crate) const fn len(&self) -> usize {
        self.entries
    }

    fn drop_if_empty(&mut self, device: DeviceNumber) {
        if self.mailboxes.get(&device).is_some_and(VecDeque::is_empty) {
            self.mailboxes.remove(&device);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceNumber = DeviceNumber(1);

    fn tail() -> Tail {
        let mut tail = Tail::default();
        for sequence in 3..=7 {
            tail.push(DEVICE, sequence, i64::try_from(sequence).unwrap() * 10);
        }
        tail
    }

    #[test]
    fn rows_are_found_by_range_and_one_by_one() {
        let tail = tail();
        assert_eq!(tail.first(DEVICE), Some(3));
        assert_eq!(tail.after(DEVICE, 4, 2), [(5, 50), (6, 60)]);
        assert_eq!(tail.after(DEVICE, 0, 1), [(3, 30)]);
        assert_eq!(tail.after(DEVICE, 7, 9), []);
        assert_eq!(tail.row(DEVICE, 7), Some(70));
        assert_eq!(tail.row(DEVICE, 2), None);
        assert_eq!(tail.count_after(DEVICE, 5), 2);
        assert_eq!(tail.len(), 5);
    }

    #[test]
    fn what_is_removed_or_merged_is_not_counted_any_more() {
        let mut tail = tail();
        tail.remove(DEVICE, 5);
        tail.remove(DEVICE, 5);
        assert_eq!(tail.len(), 4);
        tail.merged(DEVICE, 6);
        assert_eq!(tail.after(DEVICE, 0, 9), [(7, 70)]);
        tail.merged(DEVICE, 9);
        assert_eq!((tail.len(), tail.devices()), (0, Vec::new()));
    }
}
