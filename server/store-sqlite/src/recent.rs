//! The newest envelopes in memory: a device that is connected is served without a look at the disk.

use bytes::Bytes;
use std::collections::VecDeque;

/// Consecutive rows, the oldest dropped first when they take too many bytes.
#[derive(Debug)]
pub(crate) struct Recent {
    first_row: i64,
    rows: VecDeque<Option<(u64, Bytes)>>,
    bytes: usize,
    limit: usize,
}

impl Recent {
    /// Keeps about `limit` bytes; none at 0.
    pub(crate) const fn new(limit: usize) -> Self {
        Self {
            first_row: 0,
            rows: VecDeque::new(),
            bytes: 0,
            limit,
        }
    }

    /// Adds a row and the hour of its arrival. Rows come in order; after a gap it starts anew.
    pub(crate) fn push(&mut self, row: i64, hour: u64, envelope: &Bytes) {
        if self.limit == 0 {
            return;
        }
        if self.next_row() != Some(row) {
            self.rows.clear();
            self.bytes = 0;
            self.first_row = row;
        }
        let slot = Some((hour, envelope.clone()));
        self.bytes = self.bytes.saturating_add(size(slot.as_ref()));
        self.rows.push_back(slot);
        while self.bytes > self.limit {
            let Some(dropped) = self.rows.pop_front() else {
                return;
            };
            self.first_row = self.first_row.saturating_add(1);
            self.bytes = self.bytes.saturating_sub(size(dropped.as_ref()));
        }
    }

    /// Arrival hour and envelope of a row, if it is here.
    pub(crate) fn get(&self, row: i64) -> Option<(u64, Bytes)> {
        self.rows.get(self.index(row)?)?.clone()
    }

    /// Drops a row that does not exist any more.
    pub(crate) fn remove(&mut self, row: i64) {
        let Some(slot) = self.index(row).and_then(|at| self.rows.get_mut(at)) else {
            return;
        };
        let before = size(slot.as_ref());
        *slot = None;
        self.bytes = self.bytes.saturating_sub(before.saturating_sub(size(None)));
    }

    fn next_row(&self) -> Option<i64> {
        self.first_row
            .checked_add(i64::try_from(self.rows.len()).ok()?)
    }

    fn index(&self, row: i64) -> Option<usize> {
        usize::try_from(row.checked_sub(self.first_row)?).ok()
    }
}

/// What a row costs, with the memory around it.
fn size(slot: Option<&(u64, Bytes)>) -> usize {
    slot.map_or(0, |(_, envelope)| envelope.len())
        .saturating_add(ROW_BYTES)
}

const ROW_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(byte: u8) -> Bytes {
        Bytes::from(vec![byte; 10])
    }

    #[test]
    fn the_oldest_rows_give_way_to_the_newest() {
        let mut recent = Recent::new(3 * (10 + ROW_BYTES));
        for byte in 1..=5 {
            recent.push(i64::from(byte), 7, &envelope(byte));
        }
        assert_eq!(recent.get(2), None);
        assert_eq!(recent.get(3), Some((7, envelope(3))));
        assert_eq!(recent.get(5), Some((7, envelope(5))));
        assert_eq!(recent.get(6), None);
        assert_eq!(recent.get(-1), None);
    }

    #[test]
    fn a_removed_row_is_gone_and_a_gap_starts_anew() {
        let mut recent = Recent::new(1000);
        recent.push(1, 7, &envelope(1));
        recent.push(2, 7, &envelope(2));
        recent.remove(1);
        assert_eq!(recent.get(1), None);
        assert_eq!(recent.get(2), Some((7, envelope(2))));
        recent.push(9, 8, &envelope(9));
        assert_eq!(recent.get(2), None);
        assert_eq!(recent.get(9), Some((8, envelope(9))));
    }

    #[test]
    fn a_limit_of_none_keeps_none() {
        let mut recent = Recent::new(0);
        recent.push(1, 7, &envelope(1));
        assert_eq!(recent.get(1), None);
    }
}
