//! For an operator's audit: what a store file holds, also while a relay has it open.
//!
//! Nothing here belongs to the relay's work. All that it can show is what the store's key shows
//! anyway: sealed envelopes, statements, prekeys, hashes of tokens.

use crate::connection::{self, PAGE_BYTES, Purpose};
use crate::error::OrFailed;
use crate::load::load;
use crate::operation::counts_on_disk;
use crate::options::Options;
use crate::sql::list;
use crate::store::private_file;
use crate::{schema, store};
use consilium_sodium::Secret;
use consilium_store::{Counts, StoreError};
use rusqlite::wal::CheckpointMode;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Header of the log file, and of each page in it (sqlite.org/fileformat2.html, 4.1 and 4.2).
const LOG_HEADER: usize = 32;
const LOG_PAGE_HEADER: usize = 24;

/// Counts and sizes of a store, as of its last commit.
///
/// # Errors
/// As [`crate::SqliteStore::open`], and [`StoreError::Schema`] for an older version too.
pub fn inspect(path: &Path, key: &Secret<32>) -> Result<Counts, StoreError> {
    let connection = open(path, key)?;
    let settings = store::settings(key, &Options::default())?;
    let snapshot = connection.unchecked_transaction().or_failed()?;
    let state = load(&snapshot, &settings)?.state;
    let (envelopes, unacknowledged) = state.envelope_counts();
    Ok(Counts {
        devices: u64::try_from(state.device_count()).unwrap_or(u64::MAX),
        tokens: u64::try_from(state.token_count()).unwrap_or(u64::MAX),
        envelopes,
        unacknowledged,
        ..counts_on_disk(&snapshot, path)?
    })
}

/// Writes the whole store, log included, as a plain SQLite file that any tool reads, readable
/// by this user alone. Phone numbers
/// stay encrypted fields. The file is the operator's to protect and to delete.
///
/// # Errors
/// As [`inspect`]; [`StoreError::Unavailable`] if `to` exists or cannot be written.
pub fn export_decrypted(path: &Path, key: &Secret<32>, to: &Path) -> Result<(), StoreError> {
    const UNWRITABLE: StoreError = StoreError::Unavailable("the export cannot be written");
    let connection = open(path, key)?;
    let target = to.to_str().ok_or(UNWRITABLE)?;
    if to.exists() {
        return Err(StoreError::Unavailable("the export exists already"));
    }
    private_file(to).map_err(|_| UNWRITABLE)?;
    connection
        .execute("ATTACH DATABASE ?1 AS plain KEY ''", params![target])
        .map_err(|_| UNWRITABLE)?;
    connection
        .query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(()))
        .map_err(|_| UNWRITABLE)?;
    connection
        .execute_batch("DETACH DATABASE plain")
        .map_err(|_| UNWRITABLE)
}

/// The decrypted pages of a store, free ones included: first as they are now, then every older
/// version of a page that is still in the log (of pages with the schema, the newest only). For a
/// search for what must not be there. They stay in memory, which must be several times as large as
/// the files; `scratch`, an empty folder, gets encrypted copies while it runs.
///
/// # Errors
/// As [`inspect`]; [`StoreError::Unavailable`] if a file cannot be read or copied.
pub fn decrypted_pages(
    path: &Path,
    key: &Secret<32>,
    scratch: &Path,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let base = scratch.join("now.db");
    let log = copy_store(path, key, &base)?;
    let mut now = open(&base, key)?;
    let schema_pages = schema_pages(&now)?;
    let mut images = vec![image(&mut now)?];
    now.wal_checkpoint_v2(None::<&str>, CheckpointMode::TRUNCATE)
        .or_failed()?;
    drop(now);
    for (at, mut pages) in log_versions(&log).into_iter().enumerate() {
        pages.retain(|page, _| !schema_pages.contains(page));
        let copy = scratch.join(format!("earlier-{at}.db"));
        fs::copy(&base, &copy).map_err(|_| UNREADABLE)?;
        overwrite(&copy, &pages).map_err(|_| UNREADABLE)?;
        let mut earlier = connection::open(&copy, key, Purpose::Checkpoint)?;
        images.push(image(&mut earlier)?);
        fs::remove_file(&copy).map_err(|_| UNREADABLE)?;
    }
    fs::remove_file(&base).map_err(|_| UNREADABLE)?;
    Ok(images)
}

const UNREADABLE: StoreError = StoreError::Unavailable("a file cannot be read or copied");

/// Copies file and log while a read transaction keeps the log from starting anew; the log.
fn copy_store(path: &Path, key: &Secret<32>, to: &Path) -> Result<Vec<u8>, StoreError> {
    let connection = open(path, key)?;
    let snapshot = connection.unchecked_transaction().or_failed()?;
    schema::expect_current(&snapshot)?;
    let log = fs::read(log_of(path)).unwrap_or_default();
    fs::copy(path, to).map_err(|_| UNREADABLE)?;
    fs::write(log_of(to), &log).map_err(|_| UNREADABLE)?;
    Ok(log)
}

/// Pages of the table that holds the schema: without them a copy cannot be opened.
fn schema_pages(connection: &Connection) -> Result<Vec<u32>, StoreError> {
    list(
        connection,
        "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'",
        [],
        |row| row.get(0),
    )
}

fn open(path: &Path, key: &Secret<32>) -> Result<Connection, StoreError> {
    let connection = connection::open(path, key, Purpose::Checkpoint)?;
    schema::expect_current(&connection)?;
    Ok(connection)
}

fn image(connection: &mut Connection) -> Result<Vec<u8>, StoreError> {
    Ok(connection.serialize("main").or_failed()?.to_vec())
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Pages by their number.
type Pages<'a> = BTreeMap<u32, &'a [u8]>;

/// The first version of every page in the log, the second, and so on.
fn log_versions(log: &[u8]) -> Vec<Pages<'_>> {
    let page_bytes = usize::try_from(PAGE_BYTES).unwrap_or(usize::MAX);
    let frame_bytes = page_bytes.saturating_add(LOG_PAGE_HEADER);
    let frames = log.get(LOG_HEADER..).unwrap_or_default();
    let mut versions: Vec<Pages<'_>> = Vec::new();
    for frame in frames.chunks_exact(frame_bytes) {
        let (Some((number, _)), Some(page)) =
            (frame.split_first_chunk(), frame.get(LOG_PAGE_HEADER..))
        else {
            continue;
        };
        let number = u32::from_be_bytes(*number);
        let free = versions
            .iter_mut()
            .find(|pages| !pages.contains_key(&number));
        match free {
            Some(pages) => {
                pages.insert(number, page);
            }
            None => versions.push(Pages::from([(number, page)])),
        }
    }
    versions
}

fn overwrite(copy: &Path, pages: &Pages<'_>) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).open(copy)?;
    for (number, page) in pages {
        let at = u64::from(number.saturating_sub(1)).saturating_mul(PAGE_BYTES);
        file.seek(SeekFrom::Start(at))?;
        file.write_all(page)?;
    }
    Ok(())
}
