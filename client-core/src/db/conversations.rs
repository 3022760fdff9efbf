//! Conversations as an app lists them.

use super::chains::ConversationKey;
use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms, optional, small};
use crate::conversation::retention::horizon;
use consilium_types::{AccountId, ConversationId, Timestamp};
use rusqlite::Row;

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationRow {
    /// Its id.
    pub conversation: ConversationId,
    /// Its other account.
    pub account: AccountId,
    /// Since when it is kept.
    pub kept: Option<Timestamp>,
    /// Unread messages.
    pub unread: u32,
    /// Urgent ones not acknowledged.
    pub urgent: u32,
    /// Row of the newest message.
    pub last: Option<i64>,
    /// Where that is shown.
    pub sort: Timestamp,
    /// Not sent.
    pub draft: String,
}

/// Expired messages count for nothing.
const COLUMNS: &str = "SELECT c.conversation, c.account, c.kept, c.draft, c.drafted, \
    (SELECT count(*) FROM messages m WHERE m.conversation = c.id AND m.unread = 1 \
     AND (c.kept > 0 OR m.at > ?1)), \
    (SELECT count(*) FROM messages m WHERE m.conversation = c.id AND m.alarm = 1 AND m.shape = 0 \
     AND m.at > ?1), \
    (SELECT m.id FROM messages m WHERE m.conversation = c.id AND (c.kept > 0 OR m.at > ?1) \
     ORDER BY m.sort DESC, m.chain DESC, m.counter DESC, m.id DESC LIMIT 1) AS newest, \
    coalesce((SELECT m.sort FROM messages m WHERE m.conversation = c.id \
     AND (c.kept > 0 OR m.at > ?1) ORDER BY m.sort DESC LIMIT 1), 0) AS newest_sort \
    FROM conversations c";

impl Rows<'_> {
    /// Conversations that hold anything, the newest first.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn conversations(&self, now: Timestamp) -> Result<Vec<ConversationRow>, DbError> {
        let sql = format!("{COLUMNS} ORDER BY newest_sort DESC");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([ms(horizon(now))], conversation)?;
        let all = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let holds = |row: &ConversationRow| {
            row.last.is_some() || row.kept.is_some() || !row.draft.is_empty()
        };
        Ok(all.into_iter().filter(holds).collect())
    }

    /// The other account of a conversation.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn account_of(&self, id: ConversationId) -> Result<Option<AccountId>, DbError> {
        let sql = "SELECT account FROM conversations WHERE conversation = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        optional(statement.query_row([id.as_bytes()], |row| row.account(0)))
    }

    /// One conversation.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn conversation(
        &self,
        id: ConversationId,
        now: Timestamp,
    ) -> Result<Option<ConversationRow>, DbError> {
        let sql = format!("{COLUMNS} WHERE c.conversation = ?2");
        let mut statement = self.0.prepare_cached(&sql)?;
        let parameters = (ms(horizon(now)), id.as_bytes());
        optional(statement.query_row(parameters, conversation))
    }
}

impl Tx<'_> {
    /// Makes sure that a conversation has a row.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn open_conversation(
        &self,
        conversation: ConversationId,
        account: AccountId,
    ) -> Result<(), DbError> {
        let sql = "INSERT OR IGNORE INTO conversations (conversation, account) VALUES (?1, ?2)";
        let parameters = (conversation.as_bytes(), account.as_bytes());
        self.0.prepare_cached(sql)?.execute(parameters)?;
        Ok(())
    }

    /// What is typed and not sent.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn set_draft(
        &self,
        conversation: ConversationId,
        draft: &str,
        now: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "UPDATE conversations SET draft = ?2, drafted = ?3 WHERE conversation = ?1";
        let parameters = (conversation.as_bytes(), draft, ms(now));
        Ok(self.0.prepare_cached(sql)?.execute(parameters)? > 0)
    }

    /// Removes every row of a conversation (a declined request); its chains stay.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn clear_conversation(&self, conversation: ConversationId) -> Result<(), DbError> {
        let Some(key): Option<ConversationKey> = self.conversation_key(conversation)? else {
            return Ok(());
        };
        let mut statement = self
            .0
            .prepare_cached("SELECT id FROM messages WHERE conversation = ?1")?;
        let rows = statement.query_map([key], |row| row.get::<_, i64>(0))?;
        for id in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            self.remove_message(id)?;
        }
        let sql =
            "DELETE FROM amendments WHERE chain IN (SELECT id FROM chains WHERE conversation = ?1)";
        self.0.prepare_cached(sql)?.execute([key])?;
        Ok(())
    }
}

fn conversation(row: &Row<'_>) -> rusqlite::Result<ConversationRow> {
    let kept = row.time(2)?;
    Ok(ConversationRow {
        conversation: row.conversation(0)?,
        account: row.account(1)?,
        kept: (kept != Timestamp::default()).then_some(kept),
        unread: small(row.get(5)?),
        urgent: small(row.get(6)?),
        last: row.get(7)?,
        sort: row.time(8)?,
        draft: row.get(3)?,
    })
}

#[cfg(test)]
impl Tx<'_> {
    /// Removes a conversation with its chains, as a new device does not have it.
    pub(crate) fn forget_for_test(&self, conversation: ConversationId) -> Result<(), DbError> {
        self.clear_conversation(conversation)?;
        let sql = "DELETE FROM chains WHERE conversation = \
                   (SELECT id FROM conversations WHERE conversation = ?1)";
        self.0.execute(sql, [conversation.as_bytes()])?;
        Ok(())
    }
}
