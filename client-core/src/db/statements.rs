//! Account statements and prekeys of others, as they were verified.

use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms, optional};
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::{AccountId, DeviceId, StatementHash, Timestamp};

/// A stored statement.
#[derive(Clone, Debug)]
pub struct StoredStatement {
    /// Current as far as this device knows.
    pub statement: AccountStatement,
    /// Another one for the same place was seen: nothing is sent to the account.
    pub forked: bool,
    /// When it was learned.
    pub learned: Timestamp,
}

/// What is remembered of a device's prekeys.
#[derive(Clone, Debug)]
pub struct StoredPrekey {
    /// The newest one accepted.
    pub statement: PrekeyStatement,
    /// When it was fetched.
    pub fetched: Timestamp,
    /// Newest `not_before` ever seen.
    pub not_before: Timestamp,
    /// Highest envelope version ever seen.
    pub version: u8,
}

impl Rows<'_> {
    /// An account's current statement.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn statement(&self, account: AccountId) -> Result<Option<StoredStatement>, DbError> {
        let sql = "SELECT statement, forked, learned FROM statements WHERE account = ?1";
        let row = self
            .0
            .prepare_cached(sql)?
            .query_row([account.as_bytes()], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.flag(1)?, row.time(2)?))
            });
        let Some((bytes, forked, learned)) = optional(row)? else {
            return Ok(None);
        };
        let statement = AccountStatement::parse(&bytes).map_err(|_| DbError::Value("statement"))?;
        Ok(Some(StoredStatement {
            statement,
            forked,
            learned,
        }))
    }

    /// Whether that was once the account's current statement.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn knows_earlier(&self, account: AccountId, hash: StatementHash) -> Result<bool, DbError> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM earlier_statements WHERE account = ?1 AND hash = ?2)";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row((account.as_bytes(), hash.as_bytes()), |row| row.flag(0))?)
    }

    /// Every account whose statement is known.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn statement_accounts(&self) -> Result<Vec<AccountId>, DbError> {
        let mut statement = self.0.prepare_cached("SELECT account FROM statements")?;
        let rows = statement.query_map([], |row| row.account(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What is remembered of a device's prekeys.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn prekey(&self, device: DeviceId) -> Result<Option<StoredPrekey>, DbError> {
        let sql = "SELECT statement, fetched, not_before, version FROM prekeys WHERE device = ?1";
        let row = self
            .0
            .prepare_cached(sql)?
            .query_row([device.as_bytes()], |row| {
                let version = u8::try_from(row.get::<_, i64>(3)?).unwrap_or(u8::MAX);
                Ok((
                    row.get::<_, Vec<u8>>(0)?,
                    row.time(1)?,
                    row.time(2)?,
                    version,
                ))
            });
        let Some((bytes, fetched, not_before, version)) = optional(row)? else {
            return Ok(None);
        };
        let statement = PrekeyStatement::parse(&bytes).map_err(|_| DbError::Value("prekey"))?;
        Ok(Some(StoredPrekey {
            statement,
            fetched,
            not_before,
            version,
        }))
    }
}

impl Tx<'_> {
    /// Makes a statement the account's current one; the one before stays known by its hash.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_statement(
        &self,
        statement: &AccountStatement,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let account = statement.account();
        let earlier = "INSERT OR IGNORE INTO earlier_statements (account, hash) \
                       SELECT account, hash FROM statements WHERE account = ?1";
        self.0
            .prepare_cached(earlier)?
            .execute([account.as_bytes()])?;
        let sql = "INSERT INTO statements (account, statement, hash, learned) VALUES (?1, ?2, ?3, ?4) \
                   ON CONFLICT (account) DO UPDATE SET statement = excluded.statement, \
                   hash = excluded.hash, learned = excluded.learned, forked = 0";
        self.0.prepare_cached(sql)?.execute((
            account.as_bytes(),
            statement.as_bytes(),
            statement.hash().as_bytes(),
            ms(now),
        ))?;
        Ok(())
    }

    /// Remembers that an account had this statement once.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn remember_earlier(&self, account: AccountId, hash: StatementHash) -> Result<(), DbError> {
        let sql = "INSERT OR IGNORE INTO earlier_statements (account, hash) VALUES (?1, ?2)";
        self.0
            .prepare_cached(sql)?
            .execute((account.as_bytes(), hash.as_bytes()))?;
        Ok(())
    }

    /// Two statements for one place were seen.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_forked(&self, account: AccountId) -> Result<bool, DbError> {
        let sql = "UPDATE statements SET forked = 1 WHERE account = ?1 AND forked = 0";
        Ok(self.0.prepare_cached(sql)?.execute([account.as_bytes()])? > 0)
    }

    /// Remembers an accepted prekey. What was ever seen only rises (protocol §5).
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_prekey(&self, prekey: &PrekeyStatement, now: Timestamp) -> Result<(), DbError> {
        let sql = "INSERT INTO prekeys (device, account, not_before, version, statement, fetched) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (device) DO UPDATE SET \
                   not_before = max(not_before, excluded.not_before), \
                   version = max(version, excluded.version), \
                   statement = excluded.statement, fetched = excluded.fetched";
        self.0.prepare_cached(sql)?.execute((
            prekey.device().as_bytes(),
            prekey.account().as_bytes(),
            ms(prekey.not_before()),
            i64::from(prekey.envelope_version()),
            prekey.as_bytes(),
            ms(now),
        ))?;
        Ok(())
    }

    /// The relay calls a device's prekey stale: it is asked for again before the next seal.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn expire_prekey(&self, device: DeviceId) -> Result<(), DbError> {
        let sql = "UPDATE prekeys SET fetched = 0 WHERE device = ?1";
        self.0.prepare_cached(sql)?.execute([device.as_bytes()])?;
        Ok(())
    }
}
