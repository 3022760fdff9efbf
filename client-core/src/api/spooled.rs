//! What a session does with the standby files: it takes in what was fetched while the app was
//! locked, and writes down from where on the next such fetch begins.
//!
//! What lies in the spool is worth what the relay says, no more: it goes the ordered way in, and
//! the cursor stays where it is. So nothing that a spool claims is acknowledged or skipped; the
//! relay delivers the same envelopes again, and their message hashes are known then.

use super::Result;
use super::core::{Core, Open, locked};
use super::receive::receive_spooled;
use super::records::Connection;
use crate::db::Key;
use crate::net::StoredEnvelope;
use crate::standby::{self, Spool, SpooledEnvelope, StandbyKey, StandbyState};
use std::path::PathBuf;
use std::sync::Mutex;

/// Envelopes taken in with one commit.
const BATCH: usize = 512;
/// A spool that a session left half taken in, and the one that came after it.
const SPOOLS: usize = 2;

/// The standby files of an open session. Holds the standby key, so it goes with the session.
pub(super) struct StandbyFiles {
    folder: PathBuf,
    key: StandbyKey,
    taking: Mutex<()>,
    noted: Mutex<Noted>,
}

/// What the standby state says.
#[derive(Default)]
struct Noted {
    /// Up to where everything was fetched, as far as this device knows without asking.
    fetched: u64,
    /// What is on disk, if this session wrote it.
    written: Option<u64>,
    /// The account is gone: nothing is written any more.
    gone: bool,
}

impl StandbyFiles {
    /// What an earlier session wrote counts on, as long as no relay says otherwise.
    pub(super) fn open(folder: PathBuf, key: StandbyKey) -> Self {
        let before = StandbyState::load(&folder, &key);
        let before = before.inspect_err(|error| tracing::warn!(%error, "no standby state"));
        let fetched = before.ok().flatten().map_or(0, |state| state.fetched);
        Self {
            folder,
            key,
            taking: Mutex::default(),
            noted: Mutex::new(Noted {
                fetched,
                ..Noted::default()
            }),
        }
    }

    /// Removes them: the account is gone.
    pub(super) fn forget(&self) -> Result<()> {
        let mut noted = locked(&self.noted);
        noted.gone = true;
        noted.written = None;
        Ok(standby::remove(&self.folder)?)
    }
}

/// Takes in what was fetched while the app was locked. That it fails keeps nobody from working:
/// the relay has all of it too.
pub(super) fn take_in(core: &Core, open: &Open) {
    let Ok(_one_at_a_time) = open.standby_files.taking.try_lock() else {
        return;
    };
    if let Err(error) = take_spools(core, open) {
        tracing::warn!(code = error.code(), "the spool was not taken in");
    }
}

fn take_spools(core: &Core, open: &Open) -> Result<()> {
    let files = &open.standby_files;
    let spool = Spool {
        folder: &files.folder,
        key: &files.key,
        probe: &*core.probe,
    };
    for _ in 0..SPOOLS {
        let Some(taken) = spool.take()? else {
            return Ok(());
        };
        let now = core.now();
        let mut records = taken.records()?.filter(|record| !record.is_expired(now));
        loop {
            let batch: Vec<_> = records.by_ref().take(BATCH).map(stored).collect();
            let Some(highest) = batch.iter().map(|stored| stored.sequence).max() else {
                break;
            };
            receive_spooled(core, open, &batch)?;
            let mut noted = locked(&files.noted);
            noted.fetched = noted.fetched.max(highest);
        }
        core.probe.step("spool.received");
        taken.remove()?;
        core.probe.step("spool.removed");
    }
    Ok(())
}

fn stored(record: SpooledEnvelope) -> StoredEnvelope {
    StoredEnvelope {
        sequence: record.sequence,
        arrived: record.fetched,
        envelope: record.envelope,
    }
}

/// Writes down from where on a standby fetch begins, if that changed. A fetch that begins too early
/// counts what is known here, and one that begins too late counts too little; neither loses
/// anything.
pub(super) fn note(core: &Core, open: &Open) {
    if let Err(error) = write_state(core, open) {
        tracing::warn!(code = error.code(), "the standby state was not written");
    }
}

fn write_state(core: &Core, open: &Open) -> Result<()> {
    let files = &open.standby_files;
    let (cursor, signed_out) = open.db.read(|rows| -> Result<_> {
        let signed_out = rows.meta_number(Key::SignedOut)? == 1;
        Ok((rows.meta_number(Key::Cursor)?, signed_out))
    })?;
    let mut noted = locked(&files.noted);
    if noted.gone {
        return Ok(());
    }
    if signed_out {
        drop(noted);
        return files.forget();
    }
    // A relay that answers has the last word, also after one that had lied, or was set back.
    if core.line.state() == Connection::Online {
        noted.fetched = cursor;
    }
    noted.fetched = noted.fetched.max(cursor);
    if noted.written == Some(noted.fetched) {
        return Ok(());
    }
    let state = StandbyState {
        account: open.own,
        device: open.device,
        fetched: noted.fetched,
        relay: core.relay.file().name().to_owned(),
    };
    state.store(&files.folder, &files.key, &*core.entropy)?;
    noted.written = Some(noted.fetched);
    core.probe.step("standby.noted");
    Ok(())
}
