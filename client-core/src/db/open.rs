//! Opening: raw key, SQLCipher asserted, pragmas, migrations (threats L29).

use super::error::DbError;
use super::key;
use consilium_sodium::Secret;
use refinery::embed_migrations;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

embed_migrations!("migrations");

/// Another connection of this process may hold the file for as long as a large commit takes.
const BUSY: Duration = Duration::from_secs(10);
/// Prepared statements kept per connection: more than this module has.
const STATEMENTS: usize = 128;

/// The open database: one connection that writes, one that reads beside it. Dropping it closes
/// both, and SQLCipher wipes their keys.
pub struct Database {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Database(..)")
    }
}

impl Database {
    /// Opens the database at `path`, or makes it, and brings its schema up to date.
    ///
    /// # Errors
    /// [`DbError::Damaged`] for a wrong key, [`DbError::Schema`] for a newer app's database.
    pub fn open(path: &Path, key: &Secret<32>) -> Result<Self, DbError> {
        let mut writer = connect(path, key)?;
        migrate(&mut writer)?;
        let reader = connect(path, key)?;
        reader.pragma_update(None, "query_only", true)?;
        Ok(Self {
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
        })
    }

    /// One transaction: all that `work` does, or nothing. On return it is on disk.
    ///
    /// # Errors
    /// Those of `work`, and of the commit.
    pub fn write<T, E: From<DbError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = lock(&self.writer);
        let transaction = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(DbError::from)?;
        let tx = Tx {
            rows: Rows(&transaction),
        };
        let result = work(&tx)?;
        transaction.commit().map_err(DbError::from)?;
        Ok(result)
    }

    /// Reads one consistent state, beside a writer.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T, E: From<DbError>>(
        &self,
        work: impl FnOnce(&Rows<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = lock(&self.reader);
        let transaction = connection.transaction().map_err(DbError::from)?;
        work(&Rows(&transaction))
    }

    /// Moves what was committed into the main file and empties the log beside it, so that erased
    /// rows leave the log too.
    ///
    /// # Errors
    /// [`DbError::Storage`].
    pub fn checkpoint(&self) -> Result<(), DbError> {
        let connection = lock(&self.writer);
        // Taken so that no reader pins the log.
        let _reader = lock(&self.reader);
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

/// What can be read.
pub struct Rows<'a>(pub(super) &'a Connection);

/// What can be read and written, within one transaction.
pub struct Tx<'a> {
    rows: Rows<'a>,
}

impl<'a> std::ops::Deref for Tx<'a> {
    type Target = Rows<'a>;

    fn deref(&self) -> &Rows<'a> {
        &self.rows
    }
}

impl Rows<'_> {
    /// The schema as SQL, without SQLite's and the search index's own tables.
    ///
    /// # Errors
    /// [`DbError::Storage`].
    pub fn schema(&self) -> Result<String, DbError> {
        let mut statement = self.0.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' \
             AND name NOT LIKE 'search_%' AND name <> 'refinery_schema_history' ORDER BY name",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut schema = String::new();
        for sql in rows {
            schema.push_str(&sql?);
            schema.push_str(";\n");
        }
        Ok(schema)
    }
}

fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    // A panic elsewhere rolled its transaction back: the connection is sound.
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path, key: &Secret<32>) -> Result<Connection, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // SQLCipher would write its complaints to the standard error.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    key::give(&connection, key)?;
    assert_cipher(&connection)?;
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; \
         PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF;",
    )?;
    // The first read of the file: a wrong key shows here.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// An app that was linked with plain SQLite must not start: it would store everything in clear.
fn assert_cipher(connection: &Connection) -> Result<(), DbError> {
    let version = connection.query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0));
    match version {
        Ok(version) if !version.is_empty() => Ok(()),
        Ok(_) | Err(rusqlite::Error::QueryReturnedNoRows) => Err(DbError::NoCipher),
        Err(other) => Err(other.into()),
    }
}

fn migrate(connection: &mut Connection) -> Result<(), DbError> {
    use refinery::error::Kind;
    let outcome = migrations::runner().run(connection);
    outcome.map(|_| ()).map_err(|error| match error.kind() {
        Kind::Connection(..) => DbError::Storage(0),
        _ => DbError::Schema,
    })
}
