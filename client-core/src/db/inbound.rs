//! Envelopes that could not be shown: quarantined, held for a statement, counted.

use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms, small};
use crate::seal::Plaintext;
use consilium_sodium::blake2b256;
use consilium_types::limits::MAX_QUARANTINE;
use consilium_types::{AccountId, Timestamp};

/// Contents held at a time, oldest given up first: a bound for what strangers can make us keep.
const MAX_HELD: usize = 5_000;
/// A held content's sender is asked about again after this.
const ASK_AGAIN_MS: u64 = 3_600_000;

/// A content that waits for its sender's statement.
#[derive(Debug)]
pub struct Held {
    /// Its row.
    pub id: i64,
    /// Opened, not verified.
    pub content: Plaintext,
    /// When it arrived.
    pub received: Timestamp,
}

impl Rows<'_> {
    /// Envelopes in quarantine.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn quarantined(&self) -> Result<u32, DbError> {
        let sql = "SELECT count(*) FROM quarantine";
        Ok(small(
            self.0
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))?,
        ))
    }

    /// Contents held.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn held_count(&self) -> Result<u32, DbError> {
        let sql = "SELECT count(*) FROM held";
        Ok(small(
            self.0
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))?,
        ))
    }

    /// Contents held for one account, in order of arrival, after a row.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn held(&self, account: AccountId, after: i64, limit: u32) -> Result<Vec<Held>, DbError> {
        let sql = "SELECT id, envelope, received FROM held WHERE account = ?1 AND id > ?2 \
                   ORDER BY id LIMIT ?3";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map((account.as_bytes(), after, limit), |row| {
            Ok(Held {
                id: row.get(0)?,
                content: Plaintext::new(row.get(1)?),
                received: row.time(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Accounts whose statements held contents wait for, not asked about lately.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn held_accounts(&self, now: Timestamp, limit: u32) -> Result<Vec<AccountId>, DbError> {
        let sql = "SELECT account FROM held GROUP BY account HAVING max(asked) <= ?1 LIMIT ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = (ms(now.minus(ASK_AGAIN_MS)), limit);
        let rows = statement.query_map(parameters, |row| row.account(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every counter.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn counters(&self) -> Result<Vec<(String, u32)>, DbError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT name, count FROM counters ORDER BY name")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, small(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Parks an envelope that failed a check and counts why. The same bytes again change nothing:
    /// at most 200 are kept, the oldest goes first.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn quarantine(
        &self,
        envelope: &[u8],
        reason: &str,
        now: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "INSERT OR IGNORE INTO quarantine (hash, reason, received, envelope) \
                   VALUES (?1, ?2, ?3, ?4)";
        let hash = blake2b256(&[envelope]);
        let count = self
            .0
            .prepare_cached(sql)?
            .execute((hash, reason, ms(now), envelope))?;
        if count == 0 {
            return Ok(false);
        }
        let sql = "DELETE FROM quarantine WHERE id <= (SELECT id FROM quarantine \
                   ORDER BY id DESC LIMIT 1 OFFSET ?1)";
        self.0
            .prepare_cached(sql)?
            .execute([i64::try_from(MAX_QUARANTINE).unwrap_or(i64::MAX)])?;
        self.count(reason)?;
        Ok(true)
    }

    /// Counts something by its stable name.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn count(&self, name: &str) -> Result<(), DbError> {
        let sql = "INSERT INTO counters (name, count) VALUES (?1, 1) \
                   ON CONFLICT (name) DO UPDATE SET count = count + 1";
        self.0.prepare_cached(sql)?.execute([name])?;
        Ok(())
    }

    /// Holds a content until its sender's statement is here.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn hold(
        &self,
        content: &[u8],
        account: AccountId,
        now: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "INSERT OR IGNORE INTO held (hash, account, received, envelope) \
                   VALUES (?1, ?2, ?3, ?4)";
        let hash = blake2b256(&[content]);
        let parameters = (hash, account.as_bytes(), ms(now), content);
        let count = self.0.prepare_cached(sql)?.execute(parameters)?;
        let sql =
            "DELETE FROM held WHERE id <= (SELECT id FROM held ORDER BY id DESC LIMIT 1 OFFSET ?1)";
        let over = self
            .0
            .prepare_cached(sql)?
            .execute([i64::try_from(MAX_HELD).unwrap_or(i64::MAX)])?;
        if over > 0 {
            self.count("held_given_up")?;
        }
        Ok(count > 0)
    }

    /// A held content is settled.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn release(&self, id: i64) -> Result<(), DbError> {
        self.0
            .prepare_cached("DELETE FROM held WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// The relay was asked about these accounts.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn asked_about(&self, accounts: &[AccountId], now: Timestamp) -> Result<(), DbError> {
        let mut statement = self
            .0
            .prepare_cached("UPDATE held SET asked = ?2 WHERE account = ?1")?;
        for account in accounts {
            statement.execute((account.as_bytes(), ms(now)))?;
        }
        Ok(())
    }

    /// Gives up contents held since before a time.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn expire_held(&self, received_until: Timestamp) -> Result<(), DbError> {
        let sql = "DELETE FROM held WHERE received <= ?1";
        let count = self.0.prepare_cached(sql)?.execute([ms(received_until)])?;
        if count > 0 {
            self.count("held_given_up")?;
        }
        let sql = "DELETE FROM quarantine WHERE received <= ?1";
        self.0.prepare_cached(sql)?.execute([ms(received_until)])?;
        Ok(())
    }
}
