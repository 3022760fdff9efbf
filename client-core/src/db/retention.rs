//! Erasure (protocol §10): what has expired goes, with its index entries, amendments and drafts.
//! Chains stay; links stay 62 days.

use super::apply::Touched;
use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms};
use crate::conversation::retention::horizon;
use consilium_types::Timestamp;
use consilium_types::limits::SEEN_MS;

/// Rows erased in one transaction, so that nobody waits long for it.
const BATCH: i64 = 500;

impl Rows<'_> {
    /// Whether [`Tx::erase_expired`] would find anything.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn anything_expired(&self, now: Timestamp) -> Result<bool, DbError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM conversations c WHERE c.kept = 0 AND EXISTS \
                   (SELECT 1 FROM messages m WHERE m.conversation = c.id AND m.at <= ?1)) \
                   OR EXISTS (SELECT 1 FROM amendments a JOIN chains h ON h.id = a.chain \
                   JOIN conversations c ON c.id = h.conversation WHERE a.at <= ?1 AND c.kept = 0 \
                   AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.hash = a.target)) \
                   OR EXISTS (SELECT 1 FROM conversations WHERE kept = 0 AND drafted <= ?1 AND draft <> '') \
                   OR EXISTS (SELECT 1 FROM links WHERE remembered <= ?2) \
                   OR EXISTS (SELECT 1 FROM outgoing WHERE sent <= ?1) \
                   OR EXISTS (SELECT 1 FROM held WHERE received <= ?1) \
                   OR EXISTS (SELECT 1 FROM quarantine WHERE received <= ?1) \
                   OR EXISTS (SELECT 1 FROM receipts WHERE due <= ?1)";
        let parameters = (ms(horizon(now)), ms(now.minus(SEEN_MS)));
        Ok(self
            .0
            .prepare_cached(sql)?
            .query_row(parameters, |row| row.flag(0))?)
    }
}

impl Tx<'_> {
    /// Erases some of what has expired at `now`; whether there is more.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn erase_expired(
        &self,
        now: Timestamp,
        touched: &mut Vec<Touched>,
    ) -> Result<bool, DbError> {
        let until = ms(horizon(now));
        let sql = "SELECT m.id, c.conversation FROM conversations c \
                   JOIN messages m ON m.conversation = c.id AND m.at <= ?1 \
                   WHERE c.kept = 0 LIMIT ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map((until, BATCH), |row| {
            Ok((row.get::<_, i64>(0)?, row.conversation(1)?))
        })?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) == BATCH;
        for (id, conversation) in rows {
            self.remove_message(id)?;
            touched.push(Touched::Removed(conversation, id));
        }
        if !more {
            self.erase_rest(now, until, touched)?;
        }
        Ok(more)
    }

    fn erase_rest(
        &self,
        now: Timestamp,
        until: i64,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        // Amendments go with their message; those whose message never came go by their own time.
        let sql = "DELETE FROM amendments WHERE at <= ?1 \
                   AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.hash = amendments.target) \
                   AND chain IN (SELECT h.id FROM chains h JOIN conversations c \
                   ON c.id = h.conversation WHERE c.kept = 0)";
        self.0.prepare_cached(sql)?.execute([until])?;
        let sql =
            "UPDATE conversations SET draft = '' WHERE kept = 0 AND drafted <= ?1 AND draft <> ''";
        self.0.prepare_cached(sql)?.execute([until])?;
        let sql = "DELETE FROM links WHERE remembered <= ?1";
        self.0
            .prepare_cached(sql)?
            .execute([ms(now.minus(SEEN_MS))])?;
        self.expire_outgoing(horizon(now), touched)?;
        self.expire_held(horizon(now))?;
        self.expire_receipts(horizon(now))
    }
}
