//! Work that nobody waits for, in small pieces between the batches: merging the index of the newest
//! rows, deleting the rows of removed mailboxes and archives, dropping index entries of expired rows.

use crate::change::Change;
use crate::job::{Settings, Work};
use crate::mailbox::save_mailbox;
use crate::sql::{execute, list};
use crate::state::{DeviceNumber, State};
use crate::tail::Entry;
use consilium_store::StoreError;
use rusqlite::params;
use std::collections::{BTreeSet, VecDeque};

/// At a close, a shorter tail is left for the next start to read.
const CLOSE_ROWS: usize = 4096;

/// A merge under way.
#[derive(Debug)]
struct Merge {
    devices: VecDeque<DeviceNumber>,
    last_row: i64,
    last_acknowledgement: i64,
}

/// What is to be done.
#[derive(Debug, Default)]
pub(crate) struct Background {
    merge: Option<Merge>,
    mailboxes: Vec<DeviceNumber>,
    archives: Vec<i64>,
    sweep: BTreeSet<DeviceNumber>,
    sweep_at: u64,
    forced: bool,
    paused: bool,
}

impl Background {
    /// With what an earlier start left undone.
    pub(crate) fn new(
        mailboxes: Vec<DeviceNumber>,
        archives: Vec<i64>,
        sweep: BTreeSet<DeviceNumber>,
        sweep_at: u64,
    ) -> Self {
        Self {
            mailboxes,
            archives,
            sweep,
            sweep_at,
            ..Self::default()
        }
    }

    /// Whether there is something to do now.
    pub(crate) fn wants_to_run(&self, state: &State, settings: &Settings) -> bool {
        !self.paused
            && (self.is_merging()
                || state.tail.len() >= settings.merge_rows
                || !self.mailboxes.is_empty()
                || !self.archives.is_empty()
                || !self.sweep.is_empty())
    }

    /// Learns from a change that is on disk what it leaves to be done.
    pub(crate) fn note(&mut self, change: &Change, state: &State) {
        match change {
            Change::DeviceRemoved(number) => self.mailboxes.push(*number),
            Change::ArchiveRemoved(number) => self.archives.push(*number),
            Change::EnvelopeRemoved {
                device,
                prefix: true,
                ..
            } if is_sweep_due(state, *device, self.sweep_at) => {
                self.sweep.insert(*device);
            }
            _ => {}
        }
    }

    /// Asks for a merge before the close, if the tail is long.
    pub(crate) fn merge_before_close(&mut self, state: &State) {
        self.forced = state.tail.len() > CLOSE_ROWS;
    }

    /// Whether a merge is under way or asked for.
    pub(crate) const fn is_merging(&self) -> bool {
        self.merge.is_some() || self.forced
    }

    /// After a failure nothing more is tried until a commit works.
    pub(crate) const fn pause(&mut self) {
        self.paused = true;
    }

    /// A commit worked.
    pub(crate) const fn resume(&mut self) {
        self.paused = false;
    }

    /// Whether the last piece failed.
    pub(crate) const fn is_paused(&self) -> bool {
        self.paused
    }
}

/// Whether a mailbox has so many stale index entries that they are worth a page write.
pub(crate) fn is_sweep_due(state: &State, device: DeviceNumber, at: u64) -> bool {
    state
        .by_number(device)
        .is_some_and(|device| device.mailbox.first.saturating_sub(device.mailbox.swept) >= at)
}

/// One piece of work, within a transaction.
pub(crate) fn step(background: &mut Background, work: &mut Work<'_>) -> Result<(), StoreError> {
    let is_long = work.state.tail.len() >= work.settings.merge_rows;
    if background.merge.is_some() || background.forced || is_long {
        merge_step(background, work)
    } else if let Some(device) = background.mailboxes.last().copied() {
        if purge_mailbox(work, device)? {
            background.mailboxes.pop();
        }
        Ok(())
    } else if let Some(archive) = background.archives.last().copied() {
        if purge_archive(work, archive)? {
            background.archives.pop();
        }
        Ok(())
    } else {
        sweep_step(background, work)
    }
}

fn merge_step(background: &mut Background, work: &mut Work<'_>) -> Result<(), StoreError> {
    let merge = background.merge.get_or_insert_with(|| begin_merge(work));
    let mut rows = work.settings.pieces.index_entries;
    for _ in 0..work.settings.pieces.mailboxes {
        let Some(device) = merge.devices.front().copied() else {
            break;
        };
        let merged = merge_mailbox(work, device, rows)?;
        if merged == rows {
            return Ok(());
        }
        rows = rows.saturating_sub(merged);
        merge.devices.pop_front();
    }
    if merge.devices.is_empty() {
        let (last_row, last_acknowledgement) = (merge.last_row, merge.last_acknowledgement);
        background.merge = None;
        background.forced = false;
        execute(
            work.connection,
            "UPDATE progress SET merged_row = ?1",
            params![last_row],
        )?;
        execute(
            work.connection,
            "DELETE FROM acknowledgement WHERE row <= ?1",
            params![last_acknowledgement],
        )?;
    }
    Ok(())
}

/// Rows and cursors up to now will be in the index when the merge ends; until then every start
/// reads them from the tail again, merged or not, so nothing of it need be written down.
fn begin_merge(work: &mut Work<'_>) -> Merge {
    let mut devices = work
        .state
        .tail
        .devices()
        .into_iter()
        .collect::<BTreeSet<_>>();
    devices.extend(work.ledger.moved_cursors.drain());
    Merge {
        devices: devices.into_iter().collect(),
        last_row: work.ledger.next_row.saturating_sub(1),
        last_acknowledgement: work.ledger.next_acknowledgement.saturating_sub(1),
    }
}

fn merge_mailbox(
    work: &mut Work<'_>,
    device: DeviceNumber,
    limit: usize,
) -> Result<usize, StoreError> {
    let entries = work.state.tail.after(device, 0, limit);
    for (sequence, row) in &entries {
        execute(
            work.connection,
            "INSERT OR REPLACE INTO mailbox_index (device_number, sequence, row) VALUES (?1, ?2, ?3)",
            params![device.0, sequence.cast_signed(), row],
        )?;
    }
    if let Some((up_to, _)) = entries.last().copied() {
        work.apply(Change::Merged { device, up_to });
    }
    save_mailbox(work, device)?;
    Ok(entries.len())
}

/// Deletes rows of a mailbox that is gone; whether none is left.
fn purge_mailbox(work: &mut Work<'_>, device: DeviceNumber) -> Result<bool, StoreError> {
    let limit = work.settings.pieces.rows;
    let mut entries = work.state.tail.after(device, 0, limit);
    if entries.is_empty() {
        entries = indexed(work, device)?;
    }
    for (sequence, row) in &entries {
        execute(
            work.connection,
            "DELETE FROM envelope WHERE row = ?1 AND device_number = ?2",
            params![row, device.0],
        )?;
        execute(
            work.connection,
            "DELETE FROM mailbox_index WHERE device_number = ?1 AND sequence = ?2",
            params![device.0, sequence.cast_signed()],
        )?;
        work.apply(Change::EnvelopeRemoved {
            device,
            sequence: *sequence,
            row: *row,
            prefix: false,
        });
    }
    work.ledger.log_holds_deleted = true;
    if entries.is_empty() {
        execute(
            work.connection,
            "DELETE FROM removed_mailbox WHERE device_number = ?1",
            params![device.0],
        )?;
    }
    Ok(entries.is_empty())
}

fn indexed(work: &Work<'_>, device: DeviceNumber) -> Result<Vec<Entry>, StoreError> {
    list(
        work.connection,
        "SELECT sequence, row FROM mailbox_index WHERE device_number = ?1 ORDER BY sequence LIMIT ?2",
        params![device.0, limit_of(work.settings.pieces.rows)],
        |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)),
    )
}

/// Deletes records of an archive that is gone; whether none is left.
fn purge_archive(work: &mut Work<'_>, archive: i64) -> Result<bool, StoreError> {
    work.ledger.log_holds_deleted = true;
    let deleted = execute(
        work.connection,
        "DELETE FROM archive_record WHERE archive_number = ?1 AND id IN
         (SELECT id FROM archive_record WHERE archive_number = ?1 LIMIT ?2)",
        params![archive, limit_of(work.settings.pieces.rows)],
    )?;
    if deleted == 0 {
        execute(
            work.connection,
            "DELETE FROM removed_archive WHERE archive_number = ?1",
            params![archive],
        )?;
    }
    Ok(deleted == 0)
}

fn sweep_step(background: &mut Background, work: &mut Work<'_>) -> Result<(), StoreError> {
    let pieces = work.settings.pieces;
    for _ in 0..pieces.mailboxes {
        let Some(device) = background.sweep.first().copied() else {
            break;
        };
        let mailbox = work.state.by_number(device).map(|device| device.mailbox);
        if let Some(mailbox) = mailbox {
            let most = u64::try_from(pieces.index_entries).unwrap_or(u64::MAX);
            let first = mailbox.first.min(mailbox.swept.saturating_add(most));
            execute(
                work.connection,
                "DELETE FROM mailbox_index WHERE device_number = ?1 AND sequence < ?2",
                params![device.0, first.cast_signed()],
            )?;
            work.apply(Change::Swept { device, first });
            save_mailbox(work, device)?;
            if first < mailbox.first {
                return Ok(());
            }
        }
        background.sweep.remove(&device);
    }
    Ok(())
}

fn limit_of(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Pieces;
    use crate::testing::{DEVICES, Desk};

    const SMALL: Pieces = Pieces {
        rows: 2,
        mailboxes: 1,
        index_entries: 2,
        sweep_at: 1,
    };

    /// A mailbox is acknowledged after the merge passed it and before the merge ends.
    #[test]
    fn a_cursor_that_moves_during_a_merge_is_not_lost_at_its_end() {
        let mut desk = Desk::new(SMALL);
        for _ in 0..3 {
            DEVICES.into_iter().for_each(|of| desk.append(of));
        }
        let mut background = Background {
            forced: true,
            ..Background::default()
        };
        for _ in 0..2 {
            desk.step(&mut background);
        }
        assert!(background.is_merging());
        desk.acknowledge(DEVICES[0], 2);
        while background.is_merging() {
            desk.step(&mut background);
        }
        let before = desk.mailboxes();
        desk.reload();
        assert_eq!(desk.mailboxes(), before);
        assert_eq!(before[0].acknowledged, 2);
        assert_eq!(desk.count("SELECT count(*) FROM acknowledgement"), 1);
    }

    #[test]
    fn a_merge_lists_every_row_once_and_leaves_no_tail() {
        let mut desk = Desk::new(SMALL);
        for _ in 0..7 {
            DEVICES.into_iter().for_each(|of| desk.append(of));
        }
        let mut background = Background {
            forced: true,
            ..Background::default()
        };
        while background.is_merging() {
            desk.step(&mut background);
        }
        assert_eq!(desk.state.tail.len(), 0);
        let listed = "SELECT count(*) FROM mailbox_index i JOIN envelope e
             ON e.row = i.row AND e.device_number = i.device_number AND e.sequence = i.sequence";
        assert_eq!(desk.count(listed), 7 * DEVICES.len());
        desk.reload();
        assert_eq!(desk.state.tail.len(), 0);
    }

    #[test]
    fn a_removed_mailbox_is_purged_from_the_tail_and_from_the_index() {
        for merged in [false, true] {
            let mut desk = Desk::new(SMALL);
            for _ in 0..5 {
                DEVICES.into_iter().for_each(|of| desk.append(of));
            }
            let mut background = Background {
                forced: merged,
                ..Background::default()
            };
            while background.is_merging() {
                desk.step(&mut background);
            }
            desk.remove(DEVICES[0]);
            desk.reload();
            let mut background = desk.background.take().unwrap();
            while background.wants_to_run(&desk.state, &desk.settings) {
                desk.step(&mut background);
            }
            let left = 5 * (DEVICES.len() - 1);
            assert_eq!(desk.count("SELECT count(*) FROM envelope"), left);
            let listed = if merged { left } else { 0 };
            assert_eq!(desk.count("SELECT count(*) FROM mailbox_index"), listed);
            assert_eq!(desk.count("SELECT count(*) FROM removed_mailbox"), 0);
        }
    }

    #[test]
    fn a_sweep_drops_the_index_entries_of_expired_rows_and_no_other() {
        let mut desk = Desk::new(SMALL);
        for _ in 0..5 {
            DEVICES.into_iter().for_each(|of| desk.append(of));
        }
        let mut background = Background {
            forced: true,
            sweep_at: 1,
            ..Background::default()
        };
        while background.is_merging() {
            desk.step(&mut background);
        }
        let expired = DEVICES.len() * 3;
        desk.expire(expired);
        desk.reload();
        let mut background = desk.background.take().unwrap();
        assert!(background.wants_to_run(&desk.state, &desk.settings));
        while background.wants_to_run(&desk.state, &desk.settings) {
            desk.step(&mut background);
        }
        let left = 5 * DEVICES.len() - expired;
        assert_eq!(desk.count("SELECT count(*) FROM envelope"), left);
        assert_eq!(desk.count("SELECT count(*) FROM mailbox_index"), left);
    }

    #[test]
    fn a_removed_archive_is_purged() {
        let mut desk = Desk::new(SMALL);
        desk.run(
            "INSERT INTO archive_record (archive_number, id, envelope)
             VALUES (1, x'00', x''), (1, x'01', x''), (1, x'02', x''), (2, x'00', x'')",
        );
        desk.run("INSERT INTO removed_archive (archive_number) VALUES (1)");
        desk.reload();
        let mut background = desk.background.take().unwrap();
        while background.wants_to_run(&desk.state, &desk.settings) {
            desk.step(&mut background);
        }
        assert_eq!(desk.count("SELECT count(*) FROM archive_record"), 1);
        assert_eq!(desk.count("SELECT count(*) FROM removed_archive"), 0);
    }
}
