//! Edits, deletes and acknowledgements: remembered by the message they refer to, applied when both
//! are there. Only the legal ones change anything (protocol §7, threats L21).

use super::apply::Touched;
use super::error::DbError;
use super::messages::{Place, shape_number};
use super::open::{Rows, Tx};
use super::value::{Columns, int, ms, optional};
use crate::conversation::changes::{AmendmentKind, NewAmendment, Shape};
use crate::conversation::inbox::{later_edit, may_amend};
use crate::conversation::payload::Payload;
use crate::seal::{Kind, Plaintext, Signed};
use consilium_types::{AccountId, ConversationId, DeviceId, MessageHash, Timestamp};

/// A row that can be amended.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Where.
    pub conversation: ConversationId,
    /// Which.
    pub id: i64,
}

/// An earlier text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The text.
    pub text: String,
    /// Its effective time.
    pub at: Timestamp,
}

struct Amendment {
    kind: AmendmentKind,
    sender: AccountId,
    device: DeviceId,
    counter: u64,
    at: Timestamp,
    body: String,
    conversation: ConversationId,
}

struct Original {
    hash: MessageHash,
    sender: AccountId,
    shape: i64,
    conversation: ConversationId,
}

impl Rows<'_> {
    /// Earlier texts of a message, oldest first, and who acknowledged it.
    pub(super) fn amended(
        &self,
        id: i64,
        hash: MessageHash,
        author: AccountId,
        conversation: ConversationId,
    ) -> Result<(Vec<Earlier>, Vec<AccountId>), DbError> {
        let mut amendments = self.amendments(hash)?;
        amendments.retain(|amendment| amendment.conversation == conversation);
        let mut seen: Vec<AccountId> = amendments
            .iter()
            .filter(|amendment| amendment.kind == AmendmentKind::Seen)
            .map(|amendment| amendment.sender)
            .collect();
        seen.sort_unstable();
        seen.dedup();
        let mut edits: Vec<&Amendment> = edits_of(&amendments, author).collect();
        edits.sort_by(|one, other| {
            if later_edit(edit_place(one), edit_place(other)) {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Less
            }
        });
        let deleted = deleted(&amendments, author);
        if edits.is_empty() && !deleted {
            return Ok((Vec::new(), seen));
        }
        let mut texts = Vec::new();
        if let Some(original) = self.original_text(id)? {
            texts.push(original);
        }
        texts.extend(
            edits
                .into_iter()
                .filter(|edit| !edit.body.is_empty())
                .map(|edit| Earlier {
                    text: edit.body.clone(),
                    at: edit.at,
                }),
        );
        if !deleted {
            texts.pop();
        }
        Ok((texts, seen))
    }

    fn amendments(&self, target: MessageHash) -> Result<Vec<Amendment>, DbError> {
        let sql = "SELECT a.kind, a.sender, h.device, a.counter, a.at, a.body, c.conversation \
                   FROM amendments a JOIN chains h ON h.id = a.chain \
                   JOIN conversations c ON c.id = h.conversation WHERE a.target = ?1 ORDER BY a.id";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([target.as_bytes()], |row| {
            Ok(Amendment {
                kind: kind_of(row.get(0)?),
                sender: row.account(1)?,
                device: row.device(2)?,
                counter: row.count(3)?,
                at: row.time(4)?,
                body: row.get(5)?,
                conversation: row.conversation(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn original_text(&self, id: i64) -> Result<Option<Earlier>, DbError> {
        let sql = "SELECT signed, at FROM messages WHERE id = ?1 AND length(signed) > 0";
        let mut statement = self.0.prepare_cached(sql)?;
        let row = statement.query_row([id], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.time(1)?)));
        let Some((bytes, at)) = optional(row)? else {
            return Ok(None);
        };
        let signed = Signed::load(Plaintext::new(bytes)).map_err(|_| DbError::Value("signed"))?;
        Ok(match Payload::parse(Kind::Text, signed.payload()) {
            Payload::Text { body, .. } => Some(Earlier { text: body, at }),
            _ => None,
        })
    }

    fn original(&self, id: i64) -> Result<Option<Original>, DbError> {
        let sql = "SELECT m.hash, m.sender, m.shape, c.conversation FROM messages m \
                   JOIN conversations c ON c.id = m.conversation \
                   WHERE m.id = ?1 AND m.hash IS NOT NULL";
        let mut statement = self.0.prepare_cached(sql)?;
        optional(statement.query_row([id], |row| {
            Ok(Original {
                hash: row.message_hash(0)?,
                sender: row.account(1)?,
                shape: row.get(2)?,
                conversation: row.conversation(3)?,
            })
        }))
    }
}

impl Tx<'_> {
    /// Remembers an amendment, also of a message that is not here (yet).
    pub(super) fn insert_amendment(
        &self,
        place: &Place<'_>,
        amendment: &NewAmendment,
    ) -> Result<(), DbError> {
        let sql = "INSERT OR IGNORE INTO amendments \
                   (hash, target, chain, counter, sender, kind, at, body, signed) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        self.0.prepare_cached(sql)?.execute((
            place.link.hash.as_bytes(),
            amendment.target.as_bytes(),
            place.chain,
            int(place.link.counter),
            place.link.sender.as_bytes(),
            kind_number(amendment.kind),
            ms(amendment.at),
            amendment.body.as_str(),
            amendment.signed.as_slice(),
        ))?;
        Ok(())
    }

    /// Applies what was remembered of a message that has just come.
    pub(super) fn amend_from_memory(
        &self,
        own: AccountId,
        conversation: ConversationId,
        id: i64,
        hash: MessageHash,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM amendments WHERE target = ?1)";
        let amended = self
            .0
            .prepare_cached(sql)?
            .query_row([hash.as_bytes()], |row| row.flag(0))?;
        if amended {
            self.amend(own, Target { conversation, id }, touched)?;
        }
        Ok(())
    }

    /// Brings a row to what its amendments make of it.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn amend(
        &self,
        own: AccountId,
        target: Target,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let Some(original) = self.original(target.id)? else {
            return Ok(());
        };
        let mut amendments = self.amendments(original.hash)?;
        amendments.retain(|amendment| amendment.conversation == original.conversation);
        let own_seen = amendments
            .iter()
            .any(|amendment| amendment.kind == AmendmentKind::Seen && amendment.sender == own);
        if own_seen {
            let sql = "UPDATE messages SET alarm = 0 WHERE id = ?1";
            self.0.prepare_cached(sql)?.execute([target.id])?;
        }
        let is_text = original.shape == shape_number(Shape::Text);
        if is_text && deleted(&amendments, original.sender) {
            self.unindex(target.id)?;
            let sql = "UPDATE messages SET shape = ?2, body = '', alarm = 0 WHERE id = ?1";
            self.0
                .prepare_cached(sql)?
                .execute((target.id, shape_number(Shape::Deleted)))?;
        } else if is_text && let Some(newest) = newest_edit(&amendments, original.sender) {
            self.unindex(target.id)?;
            let sql = "UPDATE messages SET body = ?2 WHERE id = ?1";
            self.0
                .prepare_cached(sql)?
                .execute((target.id, &newest.body))?;
            self.index(target.id, &newest.body)?;
        }
        touched.push(Touched::Changed(target.conversation, target.id));
        Ok(())
    }
}

fn edits_of(amendments: &[Amendment], author: AccountId) -> impl Iterator<Item = &Amendment> {
    amendments.iter().filter(move |amendment| {
        amendment.kind == AmendmentKind::Edit && may_amend(amendment.kind, amendment.sender, author)
    })
}

fn deleted(amendments: &[Amendment], author: AccountId) -> bool {
    amendments.iter().any(|amendment| {
        amendment.kind == AmendmentKind::Delete
            && may_amend(amendment.kind, amendment.sender, author)
    })
}

fn newest_edit(amendments: &[Amendment], author: AccountId) -> Option<&Amendment> {
    edits_of(amendments, author).reduce(|newest, edit| {
        if later_edit(edit_place(edit), edit_place(newest)) {
            edit
        } else {
            newest
        }
    })
}

const fn edit_place(edit: &Amendment) -> (DeviceId, u64, Timestamp) {
    (edit.device, edit.counter, edit.at)
}

const fn kind_number(kind: AmendmentKind) -> i64 {
    match kind {
        AmendmentKind::Edit => 0,
        AmendmentKind::Delete => 1,
        AmendmentKind::Seen => 2,
    }
}

const fn kind_of(number: i64) -> AmendmentKind {
    match number {
        0 => AmendmentKind::Edit,
        1 => AmendmentKind::Delete,
        _ => AmendmentKind::Seen,
    }
}
