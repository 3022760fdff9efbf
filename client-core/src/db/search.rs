//! The full-text index, inside the same encrypted file. Erased words leave it at once
//! (`secure-delete`).

use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{ms, optional};
use crate::conversation::retention::horizon;
use consilium_types::Timestamp;

/// Words around a hit.
const EXCERPT_WORDS: i64 = 12;

impl Rows<'_> {
    /// Messages that hold every word of `text` (the last as a beginning), newest first, each with
    /// the words around it.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn search(
        &self,
        text: &str,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<(i64, String)>, DbError> {
        let Some(query) = query(text) else {
            return Ok(Vec::new());
        };
        let sql = "SELECT m.id, snippet(search, 0, '', '', '…', ?4) FROM search \
                   JOIN messages m ON m.id = search.rowid \
                   JOIN conversations c ON c.id = m.conversation \
                   WHERE search MATCH ?1 AND (c.kept > 0 OR m.at > ?2) \
                   ORDER BY search.rowid DESC LIMIT ?3";
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = (query, ms(horizon(now)), limit, EXCERPT_WORDS);
        let rows = statement.query_map(parameters, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    pub(super) fn index(&self, id: i64, body: &str) -> Result<(), DbError> {
        let sql = "INSERT INTO search (rowid, body) VALUES (?1, ?2)";
        self.0.prepare_cached(sql)?.execute((id, body))?;
        Ok(())
    }

    /// Takes a text out of the index; to be called before the row changes.
    pub(super) fn unindex(&self, id: i64) -> Result<(), DbError> {
        let sql = "SELECT body FROM messages WHERE id = ?1 AND shape = 0 AND body <> ''";
        let mut statement = self.0.prepare_cached(sql)?;
        let body = optional(statement.query_row([id], |row| row.get::<_, String>(0)))?;
        if let Some(body) = body {
            let sql = "INSERT INTO search (search, rowid, body) VALUES ('delete', ?1, ?2)";
            self.0.prepare_cached(sql)?.execute((id, body))?;
        }
        Ok(())
    }
}

/// Words as an FTS5 query: each quoted, so that nothing in them is an operator.
fn query(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| format!("{}*", words.join(" ")))
}
