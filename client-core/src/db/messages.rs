//! Rows of conversations as they are stored, and what an app reads of them.

use super::amendments::{Earlier, Target};
use super::chains::{ChainKey, ConversationKey};
use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, ms, optional, small};
use crate::conversation::changes::{Marks, NewLink, NewRow, Progress, Shape};
use crate::conversation::payload::{Reference, Urgency};
use crate::conversation::retention::horizon;
use consilium_types::{AccountId, ConversationId, MessageHash, Timestamp};
use rusqlite::Row;
use zeroize::Zeroizing;

/// The bit of [`Marks::fork`].
pub(super) const MARK_FORK: i64 = 2;

/// A content's place in the database.
pub(super) struct Place<'a> {
    pub(super) conversation: ConversationKey,
    pub(super) chain: ChainKey,
    pub(super) link: &'a NewLink,
}

/// A row as an app sees it.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// Its number.
    pub id: i64,
    /// Where.
    pub conversation: ConversationId,
    /// Message hash; none for gaps and notices.
    pub hash: Option<MessageHash>,
    /// Who.
    pub sender: AccountId,
    /// The owner's.
    pub own: bool,
    /// What it is.
    pub shape: Shape,
    /// The newest text.
    pub body: String,
    /// Contents missing, for a gap.
    pub missing: u64,
    /// Effective time.
    pub at: Timestamp,
    /// Kept.
    pub kept: bool,
    /// The row that it answers.
    pub reply_to: Option<i64>,
    /// How urgent.
    pub urgency: Urgency,
    /// How far it has come.
    pub progress: Progress,
    /// Why it waits: see `db::outbox`.
    pub wait: u8,
    /// Not read yet.
    pub unread: bool,
    /// To note.
    pub marks: Marks,
    /// Earlier texts.
    pub earlier: Vec<Earlier>,
    /// Who acknowledged it.
    pub seen_by: Vec<AccountId>,
}

const COLUMNS: &str = "SELECT m.id, c.conversation, m.hash, m.sender, m.own, m.shape, m.body, \
    m.counter, m.last, m.at, c.kept, m.reply_to, m.urgency, m.delivery, m.wait, m.unread, m.marks, \
    (SELECT r.id FROM messages r WHERE r.hash = m.reply_to AND length(m.reply_to) = 32), \
    EXISTS (SELECT 1 FROM amendments a WHERE a.target = m.hash) \
    FROM messages m JOIN conversations c ON c.id = m.conversation";
/// Expired rows are never read, whether or not they were erased yet.
const LIVE: &str = "(c.kept > 0 OR m.at > ?1)";

impl Rows<'_> {
    /// One row, unless it expired.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn message(&self, id: i64, now: Timestamp) -> Result<Option<MessageRow>, DbError> {
        let sql = format!("{COLUMNS} WHERE {LIVE} AND m.id = ?2");
        let mut statement = self.0.prepare_cached(&sql)?;
        let row = optional(statement.query_row((ms(horizon(now)), id), message))?;
        row.map(|found| self.complete(found)).transpose()
    }

    /// Rows of a conversation in order of display, oldest first: the last `limit`, or the last
    /// `limit` shown before another row.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn messages(
        &self,
        conversation: ConversationId,
        before: Option<i64>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<MessageRow>, DbError> {
        let order = "ORDER BY m.sort DESC, m.chain DESC, m.counter DESC, m.id DESC LIMIT ?3";
        let key = self.conversation_key(conversation)?.unwrap_or_default();
        let sql = match before {
            None => format!("{COLUMNS} WHERE {LIVE} AND m.conversation = ?2 AND ?4 = 0 {order}"),
            Some(_) => format!(
                "{COLUMNS} WHERE {LIVE} AND m.conversation = ?2 AND (m.sort, m.chain, m.counter, m.id) \
                 < (SELECT sort, chain, counter, id FROM messages WHERE id = ?4) {order}"
            ),
        };
        let mut statement = self.0.prepare_cached(&sql)?;
        let parameters = (ms(horizon(now)), key, limit, before.unwrap_or_default());
        let rows = statement.query_map(parameters, message)?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.reverse();
        rows.into_iter().map(|row| self.complete(row)).collect()
    }

    /// Who wrote a message, and how others refer to it.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn reference(
        &self,
        id: i64,
    ) -> Result<Option<(ConversationId, AccountId, Reference)>, DbError> {
        let sql = "SELECT c.conversation, m.sender, h.device, m.counter, m.hash FROM messages m \
                   JOIN conversations c ON c.id = m.conversation JOIN chains h ON h.id = m.chain \
                   WHERE m.id = ?1 AND m.hash IS NOT NULL";
        let mut statement = self.0.prepare_cached(sql)?;
        optional(statement.query_row([id], |row| {
            let reference = Reference {
                device: row.device(2)?,
                counter: row.count(3)?,
                hash: row.message_hash(4)?,
            };
            Ok((row.conversation(0)?, row.account(1)?, reference))
        }))
    }

    /// Where a message is shown.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn sort_of(&self, hash: MessageHash) -> Result<Option<Timestamp>, DbError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT sort FROM messages WHERE hash = ?1")?;
        optional(statement.query_row([hash.as_bytes()], |row| row.time(0)))
    }

    /// Where the newest row of a conversation is shown.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn newest_sort(&self, conversation: ConversationId) -> Result<Timestamp, DbError> {
        let sql = "SELECT coalesce(max(m.sort), 0) FROM messages m \
                   JOIN conversations c ON c.id = m.conversation WHERE c.conversation = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row([conversation.as_bytes()], |row| row.time(0))?)
    }

    /// The signed content of a message, for its archive.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn signed(&self, hash: MessageHash) -> Result<Option<Zeroizing<Vec<u8>>>, DbError> {
        let sql = "SELECT signed FROM messages WHERE hash = ?1 AND length(signed) > 0 \
                   UNION ALL SELECT signed FROM amendments WHERE hash = ?1 AND length(signed) > 0 LIMIT 1";
        let mut statement = self.0.prepare_cached(sql)?;
        let row = statement.query_row([hash.as_bytes()], |row| row.get::<_, Vec<u8>>(0));
        Ok(optional(row)?.map(Zeroizing::new))
    }

    pub(super) fn message_by_hash(
        &self,
        conversation: ConversationKey,
        hash: MessageHash,
    ) -> Result<Option<i64>, DbError> {
        let sql = "SELECT id FROM messages WHERE conversation = ?1 AND hash = ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        optional(statement.query_row((conversation, hash.as_bytes()), |row| row.get(0)))
    }

    fn complete(&self, (mut row, amended): (MessageRow, bool)) -> Result<MessageRow, DbError> {
        if let (true, Some(hash)) = (amended, row.hash) {
            (row.earlier, row.seen_by) =
                self.amended(row.id, hash, row.sender, row.conversation)?;
        }
        Ok(row)
    }
}

impl Tx<'_> {
    /// Marks every message of a conversation as read; what was read, for receipts.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn mark_read(&self, conversation: ConversationId) -> Result<Vec<MessageHash>, DbError> {
        let sql = "UPDATE messages SET unread = 0 WHERE unread = 1 AND conversation = \
                   (SELECT id FROM conversations WHERE conversation = ?1) RETURNING hash, shape";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([conversation.as_bytes()], |row| {
            Ok((
                row.maybe_blob(0)?.map(MessageHash::new),
                row.get::<_, i64>(1)?,
            ))
        })?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let texts = rows
            .into_iter()
            .filter(|(_, shape)| *shape == shape_number(Shape::Text));
        Ok(texts.filter_map(|(hash, _)| hash).collect())
    }

    /// Removes a row with its amendments and index entry.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn remove_message(&self, id: i64) -> Result<bool, DbError> {
        self.unindex(id)?;
        let sql = "DELETE FROM messages WHERE id = ?1 RETURNING hash";
        let mut statement = self.0.prepare_cached(sql)?;
        let hash = optional(statement.query_row([id], |row| row.maybe_blob::<32>(0)))?;
        if let Some(Some(hash)) = &hash {
            self.0
                .prepare_cached("DELETE FROM amendments WHERE target = ?1")?
                .execute([hash])?;
        }
        Ok(hash.is_some())
    }

    /// Removes a row's text and the copy of its signed content; the row says "deleted".
    ///
    /// # Errors
    /// [`DbError`].
    pub fn erase_text(&self, target: Target) -> Result<(), DbError> {
        self.unindex(target.id)?;
        let sql = "UPDATE messages SET shape = ?2, body = '', signed = x'', unread = 0, alarm = 0 \
                   WHERE id = ?1 RETURNING hash";
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = (target.id, shape_number(Shape::Deleted));
        let hash = optional(statement.query_row(parameters, |row| row.maybe_blob::<32>(0)))?;
        if let Some(Some(hash)) = hash {
            let sql =
                "UPDATE amendments SET body = '', signed = x'' WHERE target = ?1 AND kind <> 2";
            self.0.prepare_cached(sql)?.execute([hash])?;
        }
        Ok(())
    }

    /// A row that no content stands behind.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn insert_notice(
        &self,
        conversation: ConversationId,
        sender: AccountId,
        shape: Shape,
        now: Timestamp,
    ) -> Result<Option<i64>, DbError> {
        let Some(key) = self.conversation_key(conversation)? else {
            return Ok(None);
        };
        let sql = "INSERT INTO messages (conversation, shape, sender, own, at, sort) \
                   VALUES (?1, ?2, ?3, 0, ?4, ?4)";
        let parameters = (key, shape_number(shape), sender.as_bytes(), ms(now));
        self.0.prepare_cached(sql)?.execute(parameters)?;
        Ok(Some(self.0.last_insert_rowid()))
    }
}

fn message(row: &Row<'_>) -> rusqlite::Result<(MessageRow, bool)> {
    let shape = shape_of(row.get(5)?);
    let (first, last) = (row.count(7)?, row.count(8)?);
    let missing = match shape {
        Shape::Gap => last.saturating_sub(first).saturating_add(1),
        _ => 0,
    };
    let found = MessageRow {
        id: row.get(0)?,
        conversation: row.conversation(1)?,
        hash: row.maybe_blob(2)?.map(MessageHash::new),
        sender: row.account(3)?,
        own: row.flag(4)?,
        shape,
        body: row.get(6)?,
        missing,
        at: row.time(9)?,
        kept: row.flag(10)?,
        reply_to: row.get(17)?,
        urgency: urgency_of(row.get(12)?),
        progress: progress_of(row.get(13)?),
        wait: u8::try_from(small(row.get(14)?)).unwrap_or_default(),
        unread: row.flag(15)?,
        marks: marks_of(row.get(16)?),
        earlier: Vec::new(),
        seen_by: Vec::new(),
    };
    Ok((found, row.flag(18)?))
}

pub(super) const fn shape_number(shape: Shape) -> i64 {
    match shape {
        Shape::Text => 0,
        Shape::Gap => 1,
        Shape::Deleted => 2,
        Shape::Unreadable => 3,
        Shape::NewKey => 4,
    }
}

const fn shape_of(number: i64) -> Shape {
    match number {
        0 => Shape::Text,
        1 => Shape::Gap,
        2 => Shape::Deleted,
        4 => Shape::NewKey,
        _ => Shape::Unreadable,
    }
}

pub(super) const fn progress_number(progress: Progress) -> i64 {
    match progress {
        Progress::Incoming => 0,
        Progress::Waiting => 1,
        Progress::AtRelay => 2,
        Progress::Delivered => 3,
        Progress::Read => 4,
        Progress::NotSent => 5,
    }
}

const fn progress_of(number: i64) -> Progress {
    match number {
        0 => Progress::Incoming,
        1 => Progress::Waiting,
        2 => Progress::AtRelay,
        3 => Progress::Delivered,
        4 => Progress::Read,
        _ => Progress::NotSent,
    }
}

pub(super) const fn urgency_number(urgency: Urgency) -> i64 {
    match urgency {
        Urgency::Routine => 0,
        Urgency::Soon => 1,
        Urgency::Urgent => 2,
    }
}

const fn urgency_of(number: i64) -> Urgency {
    match number {
        1 => Urgency::Soon,
        2 => Urgency::Urgent,
        _ => Urgency::Routine,
    }
}

/// Whether a row stays on top until the owner has seen it.
pub(super) fn alarm_of(row: &NewRow) -> bool {
    row.urgency == Urgency::Urgent && row.progress == Progress::Incoming
}

pub(super) fn marks_number(marks: Marks) -> i64 {
    let bits = [
        (marks.clock_off, 1),
        (marks.fork, MARK_FORK),
        (marks.old_view, 4),
        (marks.unknown_view, 8),
    ];
    bits.into_iter()
        .filter(|(set, _)| *set)
        .fold(0, |number, (_, bit)| number | bit)
}

const fn marks_of(number: i64) -> Marks {
    Marks {
        clock_off: number & 1 != 0,
        fork: number & MARK_FORK != 0,
        old_view: number & 4 != 0,
        unknown_view: number & 8 != 0,
    }
}
