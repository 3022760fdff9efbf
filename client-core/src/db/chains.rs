//! Conversations, chains and links: the places of contents.

use super::error::DbError;
use super::open::{Rows, Tx};
use super::value::{Columns, int, ms, optional};
use crate::conversation::chain::{Around, Chain, Gap};
use crate::conversation::changes::NewLink;
use crate::conversation::payload::Reference;
use consilium_types::{ConversationId, DeviceId, MessageHash, Timestamp};

/// A conversation's row number.
pub(super) type ConversationKey = i64;
/// A chain's row number.
pub(super) type ChainKey = i64;

/// Where the neighbours of a place are shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours {
    /// The row before it in its chain.
    pub before: Option<Timestamp>,
    /// The row after it in its chain.
    pub after: Option<Timestamp>,
}

impl Rows<'_> {
    /// Whether a content was seen in the last 62 days, or is still here.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn is_seen(&self, hash: MessageHash) -> Result<bool, DbError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM links WHERE hash = ?1) \
                   OR EXISTS (SELECT 1 FROM messages WHERE hash = ?1) \
                   OR EXISTS (SELECT 1 FROM amendments WHERE hash = ?1)";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row([hash.as_bytes()], |row| row.flag(0))?)
    }

    /// What is remembered around a place.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn around(
        &self,
        conversation: ConversationId,
        device: DeviceId,
        counter: u64,
    ) -> Result<(Around, Neighbours), DbError> {
        let Some((key, chain)) = self.chain(conversation, device)? else {
            return Ok((Around::default(), Neighbours::default()));
        };
        let here = self.link_at(key, counter)?.map(|link| link.0);
        let before = match counter.checked_sub(1) {
            Some(before) => self.link_at(key, before)?.map(|link| link.0),
            None => None,
        };
        let after = match counter.checked_add(1) {
            Some(after) => self.link_at(key, after)?.map(|link| link.1),
            None => None,
        };
        let around = Around {
            chain: Some(chain),
            here,
            before,
            after,
            gap: self.gap_around(key, counter)?,
        };
        Ok((around, self.neighbours(key, counter)?))
    }

    /// The next place of a chain: counter and predecessor.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn next_place(
        &self,
        conversation: ConversationId,
        device: DeviceId,
    ) -> Result<(u64, MessageHash), DbError> {
        Ok(match self.chain(conversation, device)? {
            None => (1, MessageHash::ZERO),
            Some((_, chain)) => (chain.newest.saturating_add(1), chain.newest_hash),
        })
    }

    /// The contents in the places that are referred to, where they are others than those named.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn disputed(
        &self,
        conversation: ConversationId,
        references: &[Reference],
    ) -> Result<Vec<MessageHash>, DbError> {
        let mut disputed = Vec::new();
        for reference in references {
            let Some((key, _)) = self.chain(conversation, reference.device)? else {
                continue;
            };
            let here = self.link_at(key, reference.counter)?;
            let other = here.filter(|(known, _)| *known != reference.hash);
            // Both of a fork that was seen are marked already.
            if let Some((known, _)) = other
                && !self.is_seen(reference.hash)?
            {
                disputed.push(known);
            }
        }
        Ok(disputed)
    }

    pub(super) fn conversation_key(
        &self,
        conversation: ConversationId,
    ) -> Result<Option<ConversationKey>, DbError> {
        let sql = "SELECT id FROM conversations WHERE conversation = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        optional(statement.query_row([conversation.as_bytes()], |row| row.get(0)))
    }

    fn chain(
        &self,
        conversation: ConversationId,
        device: DeviceId,
    ) -> Result<Option<(ChainKey, Chain)>, DbError> {
        let sql = "SELECT h.id, h.base, h.newest, h.newest_hash FROM chains h \
                   JOIN conversations c ON c.id = h.conversation \
                   WHERE c.conversation = ?1 AND h.device = ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = (conversation.as_bytes(), device.as_bytes());
        optional(statement.query_row(parameters, |row| {
            let chain = Chain {
                base: row.count(1)?,
                newest: row.count(2)?,
                newest_hash: row.message_hash(3)?,
            };
            Ok((row.get(0)?, chain))
        }))
    }

    /// The first content remembered in a place, and the predecessor that it names.
    fn link_at(
        &self,
        chain: ChainKey,
        counter: u64,
    ) -> Result<Option<(MessageHash, MessageHash)>, DbError> {
        let sql = "SELECT hash, prev FROM links WHERE chain = ?1 AND counter = ?2 \
                   ORDER BY remembered, hash LIMIT 1";
        let mut statement = self.0.prepare_cached(sql)?;
        let row = statement.query_row((chain, int(counter)), |row| {
            Ok((row.message_hash(0)?, row.message_hash(1)?))
        });
        optional(row)
    }

    fn gap_around(&self, chain: ChainKey, counter: u64) -> Result<Option<Gap>, DbError> {
        let sql = "SELECT counter, last FROM messages WHERE shape = 1 AND chain = ?1 \
                   AND counter <= ?2 ORDER BY counter DESC LIMIT 1";
        let mut statement = self.0.prepare_cached(sql)?;
        let row = statement.query_row((chain, int(counter)), |row| {
            Ok(Gap {
                first: row.count(0)?,
                last: row.count(1)?,
            })
        });
        Ok(optional(row)?.filter(|gap| counter <= gap.last))
    }

    fn neighbours(&self, chain: ChainKey, counter: u64) -> Result<Neighbours, DbError> {
        let find = |sql: &str| {
            let mut statement = self.0.prepare_cached(sql)?;
            optional(statement.query_row((chain, int(counter)), |row| row.time(0)))
        };
        Ok(Neighbours {
            before: find(
                "SELECT sort FROM messages WHERE chain = ?1 AND counter < ?2 AND shape <> 1 \
                 ORDER BY counter DESC LIMIT 1",
            )?,
            after: find(
                "SELECT sort FROM messages WHERE chain = ?1 AND counter > ?2 AND shape <> 1 \
                 ORDER BY counter LIMIT 1",
            )?,
        })
    }
}

impl Tx<'_> {
    /// The conversation's row, made if there is none.
    pub(super) fn ensure_conversation(&self, link: &NewLink) -> Result<ConversationKey, DbError> {
        if let Some(key) = self.conversation_key(link.conversation)? {
            return Ok(key);
        }
        let sql = "INSERT INTO conversations (conversation, account) VALUES (?1, ?2)";
        let parameters = (link.conversation.as_bytes(), link.peer.as_bytes());
        self.0.prepare_cached(sql)?.execute(parameters)?;
        Ok(self.0.last_insert_rowid())
    }

    /// Stores the chain as it is from now on, and the content's place in it.
    pub(super) fn set_link(
        &self,
        conversation: ConversationKey,
        link: &NewLink,
        chain: &Chain,
        now: Timestamp,
    ) -> Result<ChainKey, DbError> {
        let sql = "INSERT INTO chains (conversation, device, account, base, newest, newest_hash) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (conversation, device) DO UPDATE SET \
                   base = excluded.base, newest = excluded.newest, \
                   newest_hash = excluded.newest_hash RETURNING id";
        let key: ChainKey = self.0.prepare_cached(sql)?.query_row(
            (
                conversation,
                link.device.as_bytes(),
                link.sender.as_bytes(),
                int(chain.base),
                int(chain.newest),
                chain.newest_hash.as_bytes(),
            ),
            |row| row.get(0),
        )?;
        let sql = "INSERT INTO links (hash, chain, counter, prev, remembered) \
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.0.prepare_cached(sql)?.execute((
            link.hash.as_bytes(),
            key,
            int(link.counter),
            link.prev.as_bytes(),
            ms(now),
        ))?;
        Ok(key)
    }
}
