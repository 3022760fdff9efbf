//! The spool's file: a standby fetch appends, a session takes the whole of it.
//!
//! Two processes may be at it at once, a notification extension and the app, and several fetches.
//! A lock of the operating system keeps them apart, held for the moment of one append or one rename
//! and never across a call to the relay: it ends with its process, where a file that says "taken"
//! would stay after a crash. What a session takes is renamed, so that nobody appends to what is
//! being read, and the lock is free while it is. Where there is a lock to wait for, a fetch waits;
//! a session, for which a person waits, goes on without the spool.

use super::record::{MAX_BYTES, MAX_RECORDS, Records, SPOOL_HEADER, SpooledEnvelope};
use super::{AGAIN, SPOOL, StandbyError, StandbyKey, TAKEN};
use crate::probe::Probe;
use crate::vault::durable;
use consilium_types::Timestamp;
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

/// Never removed: whoever waits for it would wait for another file than the next one locks.
const LOCK: &str = "spool.lock";

/// The spool of one installation.
pub struct Spool<'a> {
    /// Where it lies.
    pub folder: &'a Path,
    /// By which its records are known.
    pub key: &'a StandbyKey,
    /// Is told of each step.
    pub probe: &'a dyn Probe,
}

/// What lies in the spool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Envelopes.
    pub count: usize,
    /// The highest sequence number among them.
    pub highest: u64,
}

/// What became of envelopes that were to be appended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Those that were not there.
    pub new: usize,
    /// All that are there now.
    pub waiting: usize,
    /// No more fit: the relay holds the rest.
    pub full: bool,
}

/// What a look at the whole file found.
struct Found {
    sequences: HashSet<u64>,
    highest: u64,
    expired: bool,
    valid: u64,
}

impl<'a> Spool<'a> {
    /// What lies here, taken or not.
    ///
    /// # Errors
    /// [`StandbyError::Storage`].
    pub fn waiting(&self, now: Timestamp) -> Result<Waiting, StandbyError> {
        let _lock = durable::wait_for_lock(self.folder, LOCK)?;
        let mut waiting = Waiting::default();
        for name in [AGAIN, TAKEN, SPOOL] {
            let found = self.look(name, now)?;
            waiting.count += found.sequences.len();
            waiting.highest = waiting.highest.max(found.highest);
        }
        Ok(waiting)
    }

    /// Appends those whose sequence numbers are not there yet, as many as fit. On disk when the
    /// call returns; a crash before that leaves a record that is cut, which the next one removes.
    /// What was fetched over 30 days ago goes.
    ///
    /// # Errors
    /// [`StandbyError::Storage`], [`StandbyError::Sodium`].
    pub fn append(
        &self,
        envelopes: &[SpooledEnvelope],
        now: Timestamp,
    ) -> Result<Appended, StandbyError> {
        let _lock = durable::wait_for_lock(self.folder, LOCK)?;
        let mut found = self.look(SPOOL, now)?;
        if found.expired {
            self.compact(now)?;
            found = self.look(SPOOL, now)?;
        }
        let (mut file, made) = self.cut(found.valid)?;
        let mut appended = Appended::default();
        let mut bytes = Vec::new();
        let mut room = MAX_BYTES.saturating_sub(found.valid.max(SPOOL_HEADER.len() as u64));
        for envelope in envelopes {
            let Some(needed) = envelope.record_bytes() else {
                continue;
            };
            if found.sequences.contains(&envelope.sequence) {
                continue;
            }
            if needed > room || found.sequences.len() >= MAX_RECORDS {
                appended.full = true;
                break;
            }
            bytes.extend(envelope.encode(self.key)?);
            room -= needed;
            found.sequences.insert(envelope.sequence);
            appended.new += 1;
        }
        file.write_all(&bytes)?;
        self.probe.step("spool.append.written");
        file.sync_all()?;
        if made {
            durable::sync_folder(self.folder)?;
        }
        self.probe.step("spool.append.synced");
        appended.waiting = found.sequences.len();
        Ok(appended)
    }

    /// Takes what lies here for a session; what one took before that did not come to its end comes
    /// first. What ended two sessions is left to the relay: whatever is in it must not keep its
    /// owner out. `None` if there is nothing.
    ///
    /// # Errors
    /// [`StandbyError::Storage`].
    pub fn take(&self) -> Result<Option<Taken<'a>>, StandbyError> {
        let is_there = |name| self.folder.join(name).exists();
        if is_there(AGAIN) {
            durable::remove(self.folder, AGAIN)?;
        }
        if is_there(TAKEN) {
            return self.taken(TAKEN, AGAIN).map(Some);
        }
        if !is_there(SPOOL) {
            return Ok(None);
        }
        match durable::lock(self.folder, LOCK)? {
            Some(_lock) => self.taken(SPOOL, TAKEN).map(Some),
            None => Ok(None),
        }
    }

    fn taken(&self, from: &str, to: &'static str) -> Result<Taken<'a>, StandbyError> {
        std::fs::rename(self.folder.join(from), self.folder.join(to))?;
        durable::sync_folder(self.folder)?;
        self.probe.step("spool.taken");
        Ok(Taken {
            folder: self.folder,
            key: self.key,
            name: to,
        })
    }

    fn look(&self, name: &str, now: Timestamp) -> Result<Found, StandbyError> {
        let mut found = Found {
            sequences: HashSet::new(),
            highest: 0,
            expired: false,
            valid: 0,
        };
        let Some(file) = opened(self.folder, name)? else {
            return Ok(found);
        };
        let mut records = Records::new(BufReader::new(file), self.key);
        for record in records.by_ref() {
            if record.is_expired(now) {
                found.expired = true;
                continue;
            }
            found.highest = found.highest.max(record.sequence);
            found.sequences.insert(record.sequence);
        }
        found.valid = records.valid_bytes();
        Ok(found)
    }

    /// Writes anew what has not expired; the old file is in effect until the new one is whole.
    fn compact(&self, now: Timestamp) -> Result<(), StandbyError> {
        let Some(old) = opened(self.folder, SPOOL)? else {
            return Ok(());
        };
        let mut new = BufWriter::new(durable::begin(self.folder, SPOOL)?);
        new.write_all(SPOOL_HEADER)?;
        for record in Records::new(BufReader::new(old), self.key) {
            if !record.is_expired(now) {
                new.write_all(&record.encode(self.key)?)?;
            }
        }
        let file = new.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        self.probe.step("spool.compact.written");
        durable::take_effect(self.folder, SPOOL)?;
        durable::sync_folder(self.folder)?;
        self.probe.step("spool.compact.done");
        Ok(())
    }

    /// The file, at the end of what is valid in it, and whether it was made just now.
    fn cut(&self, valid: u64) -> Result<(File, bool), StandbyError> {
        let made = !self.folder.join(SPOOL).exists();
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.folder.join(SPOOL))?;
        if file.metadata()?.len() != valid {
            file.set_len(valid)?;
        }
        if valid == 0 {
            file.write_all(SPOOL_HEADER)?;
        }
        self.probe.step("spool.append.begun");
        Ok((file, made))
    }
}

/// A spool that one session reads.
#[derive(Debug)]
pub struct Taken<'a> {
    folder: &'a Path,
    key: &'a StandbyKey,
    name: &'static str,
}

impl<'a> Taken<'a> {
    /// What is in it.
    ///
    /// # Errors
    /// [`StandbyError::Storage`].
    pub fn records(&self) -> Result<Records<'a, BufReader<File>>, StandbyError> {
        let file = File::open(self.folder.join(self.name))?;
        Ok(Records::new(BufReader::new(file), self.key))
    }

    /// Removes it: everything in it is in the database, or was refused.
    ///
    /// # Errors
    /// [`StandbyError::Storage`].
    pub fn remove(self) -> Result<(), StandbyError> {
        Ok(durable::remove(self.folder, self.name)?)
    }
}

fn opened(folder: &Path, name: &str) -> io::Result<Option<File>> {
    match File::open(folder.join(name)) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
#[path = "spool_tests.rs"]
mod tests;
