//! Opening a connection to the encrypted file: key, cipher, and the settings that durability and
//! deletion depend on.

use crate::error::OrFailed;
use consilium_sodium::Secret;
use consilium_store::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// First bytes of a database that nobody encrypted.
const PLAIN_HEADER: &[u8] = b"SQLite format 3\0";

/// Bytes of a page.
pub(crate) const PAGE_BYTES: u64 = 16 << 10;

/// A database cannot be opened with another page size or HMAC than it was made with, so both are
/// constants: the crate's documentation has the measurements.
const CIPHER: &str = "PRAGMA cipher_page_size = 16384;
    PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
    PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA256;";

/// `secure_delete`: what is deleted is overwritten in the page, so that "gone" does not wait for
/// the page to be used again, not even for somebody who has the key. `synchronous = FULL`: a commit
/// returns when the log is on disk.
const SETTINGS: &str = "PRAGMA temp_store = MEMORY;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;";

/// How long a connection waits for another one's lock: only opening and closing ever meet one.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Creates the file if it is missing, and writes.
    Write,
    /// Copies the log into the database.
    Checkpoint,
    /// Reads.
    Read,
}

impl Purpose {
    const fn flags(self) -> OpenFlags {
        let access = match self {
            Self::Write => OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_CREATE),
            Self::Checkpoint => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Self::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        access.union(OpenFlags::SQLITE_OPEN_NO_MUTEX)
    }

    /// Page cache in KiB. The writer's holds the pages of the index that a merge goes through.
    const fn cache_kib(self) -> u32 {
        match self {
            Self::Write => 64 << 10,
            Self::Checkpoint => 1 << 10,
            Self::Read => 32 << 10,
        }
    }
}

/// Opens the file with its key and proves that both belong together.
pub(crate) fn open(
    path: &Path,
    key: &Secret<32>,
    purpose: Purpose,
) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, purpose.flags()).or_failed()?;
    unlock(&connection, key)?;
    connection.busy_timeout(BUSY).or_failed()?;
    connection.execute_batch(SETTINGS).or_failed()?;
    connection
        .pragma_update(None, "cache_size", -i64::from(purpose.cache_kib()))
        .or_failed()?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Gives the raw key (no passphrase, so no key derivation to wait for) and reads with it once.
fn unlock(connection: &Connection, key: &Secret<32>) -> Result<(), StoreError> {
    // SQLCipher would write about a wrong key to the standard error; the caller does that.
    let mut pragma = Zeroizing::new(String::with_capacity(160));
    pragma.push_str("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'");
    for byte in key.expose() {
        write!(pragma, "{byte:02x}").map_err(|_| StoreError::Internal("key"))?;
    }
    pragma.push_str("'\";");
    connection.execute_batch(&pragma).or_failed()?;
    let version: Option<String> = connection
        .query_row("PRAGMA cipher_version", [], |row| row.get(0))
        .ok();
    if version.is_none_or(|version| version.is_empty()) {
        return Err(StoreError::Internal("this binary has no SQLCipher"));
    }
    connection.execute_batch(CIPHER).or_failed()?;
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .or_failed()
}

/// Refuses a file that is not encrypted, whatever wrote it.
pub(crate) fn assert_encrypted(mut file: &File) -> Result<(), StoreError> {
    let mut start = [0; PLAIN_HEADER.len()];
    match file.read_exact(&mut start) {
        Ok(()) if start != PLAIN_HEADER => Ok(()),
        Ok(()) => Err(StoreError::Internal("the database file is not encrypted")),
        Err(_) => Err(StoreError::Unavailable("the file cannot be read")),
    }
}
