//! The engine's changes, carried out: message, chain, link and all that follows in the caller's
//! one transaction.

use super::amendments::Target;
use super::archive::ArchiveJob;
use super::chains::{ChainKey, ConversationKey};
use super::error::DbError;
use super::messages::{Place, alarm_of};
use super::open::Tx;
use super::value::{int, ms};
use crate::conversation::changes::{Changes, NewLink, NewRow, Progress, Receipt, Shape, Standing};
use consilium_types::{AccountId, ConversationId, MessageHash, Timestamp};

/// What a transaction touched, for the app to be told after the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Touched {
    /// A row is new.
    Added(ConversationId, i64, bool),
    /// A row changed.
    Changed(ConversationId, i64),
    /// A row is gone.
    Removed(ConversationId, i64),
    /// A conversation's own state changed, or many of its rows did.
    Conversation(ConversationId),
    /// A contact changed.
    Contact(AccountId),
    /// Somebody unknown wrote.
    Request(AccountId),
    /// A contact's keys were made anew.
    NewKey(AccountId),
    /// A contact's statement is forked.
    Fork(AccountId),
}

impl Tx<'_> {
    /// Carries out what the engine decided for one received content.
    ///
    /// # Errors
    /// [`DbError`]; the transaction must then be given up.
    pub fn apply(
        &self,
        own: AccountId,
        changes: &Changes,
        now: Timestamp,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let link = &changes.link;
        let conversation = self.ensure_conversation(link)?;
        let chain = self.set_link(conversation, link, &changes.placement.chain, now)?;
        self.apply_contact(own, changes, now, touched)?;
        self.apply_gaps(conversation, chain, changes, touched)?;
        if let Some(row) = &changes.row {
            let place = Place {
                conversation,
                chain,
                link,
            };
            let id = self.insert_row(&place, row)?;
            touched.push(Touched::Added(link.conversation, id, link.sender == own));
            self.amend_from_memory(own, link.conversation, id, link.hash, touched)?;
            self.archive_if_kept(conversation, link.hash)?;
        }
        for amendment in &changes.amendments {
            let place = Place {
                conversation,
                chain,
                link,
            };
            self.insert_amendment(&place, amendment)?;
            if let Some(id) = self.message_by_hash(conversation, amendment.target)? {
                self.amend(
                    own,
                    Target {
                        conversation: link.conversation,
                        id,
                    },
                    touched,
                )?;
            }
            self.archive_if_kept(conversation, link.hash)?;
        }
        for (hash, receipt) in &changes.receipts {
            self.apply_receipt(own, conversation, link, *hash, *receipt, touched)?;
        }
        for disputed in &changes.disputed {
            self.dispute(conversation, link.conversation, *disputed, touched)?;
        }
        if changes.answer {
            self.owe_receipt(link.hash, Receipt::Delivered, link.peer, now)?;
        }
        if let Some(keep) = &changes.keep {
            self.apply_keep(keep, now, touched)?;
        }
        Ok(())
    }

    fn apply_contact(
        &self,
        own: AccountId,
        changes: &Changes,
        now: Timestamp,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let peer = changes.link.peer;
        if peer == own {
            return Ok(());
        }
        if let Some(standing) = changes.standing {
            if !self.ensure_contact(peer, standing, now)? {
                self.set_standing(peer, standing)?;
            }
            touched.push(Touched::Contact(peer));
        }
        if changes.request {
            touched.push(Touched::Request(peer));
        }
        if let Some((name, profession)) = &changes.profile {
            // A profile alone makes no request: it waits, unseen, for the text it came before.
            self.ensure_contact(peer, Standing::Found, now)?;
            self.set_profile(peer, name, profession)?;
            touched.push(Touched::Contact(peer));
        }
        Ok(())
    }

    fn apply_gaps(
        &self,
        conversation: ConversationKey,
        chain: ChainKey,
        changes: &Changes,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let link = &changes.link;
        if let Some(closed) = changes.placement.closed {
            let sql = "DELETE FROM messages WHERE shape = 1 AND chain = ?1 AND counter = ?2 \
                       RETURNING id";
            let mut statement = self.0.prepare_cached(sql)?;
            let ids =
                statement.query_map((chain, int(closed.first)), |row| row.get::<_, i64>(0))?;
            for id in ids {
                touched.push(Touched::Removed(link.conversation, id?));
            }
        }
        let sql = "INSERT INTO messages (conversation, shape, chain, counter, last, sender, own, \
                   at, sort) VALUES (?1, 1, ?2, ?3, ?4, ?5, 0, ?6, ?6)";
        for gap in &changes.placement.opened {
            self.0.prepare_cached(sql)?.execute((
                conversation,
                chain,
                int(gap.first),
                int(gap.last),
                link.sender.as_bytes(),
                ms(changes.gaps_at),
            ))?;
            let id = self.0.last_insert_rowid();
            touched.push(Touched::Added(link.conversation, id, false));
        }
        Ok(())
    }

    pub(super) fn insert_row(&self, place: &Place<'_>, row: &NewRow) -> Result<i64, DbError> {
        let link = place.link;
        let sql = "INSERT INTO messages (conversation, shape, hash, chain, counter, sender, own, \
                   at, sort, body, signed, reply_to, urgency, delivery, unread, alarm, marks) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
        let own = row.progress != Progress::Incoming;
        self.0.prepare_cached(sql)?.execute(rusqlite::params![
            place.conversation,
            super::messages::shape_number(row.shape),
            link.hash.as_bytes(),
            place.chain,
            int(link.counter),
            link.sender.as_bytes(),
            own,
            ms(row.at),
            ms(row.sort),
            row.body.as_str(),
            row.signed.as_slice(),
            row.reply_to
                .as_ref()
                .map_or(&[][..], |hash| hash.as_bytes()),
            super::messages::urgency_number(row.urgency),
            super::messages::progress_number(row.progress),
            row.unread,
            alarm_of(row),
            super::messages::marks_number(row.marks),
        ])?;
        let id = self.0.last_insert_rowid();
        if row.shape == Shape::Text {
            self.index(id, &row.body)?;
        }
        Ok(id)
    }

    /// A receipt from the peer moves an own message forward; one from an own device says that the
    /// owner read there.
    fn apply_receipt(
        &self,
        own: AccountId,
        conversation: ConversationKey,
        link: &NewLink,
        hash: MessageHash,
        receipt: Receipt,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let sql = if link.sender == own {
            if receipt == Receipt::Delivered {
                return Ok(());
            }
            "UPDATE messages SET unread = 0 WHERE conversation = ?1 AND hash = ?2 AND own = 0 \
             AND unread = 1 AND ?3 = ?3 RETURNING id"
        } else {
            "UPDATE messages SET delivery = ?3, wait = 0 WHERE conversation = ?1 AND hash = ?2 \
             AND own = 1 AND delivery < ?3 RETURNING id"
        };
        let progress = match receipt {
            Receipt::Delivered => Progress::Delivered,
            Receipt::Read => Progress::Read,
        };
        let number = super::messages::progress_number(progress);
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = (conversation, hash.as_bytes(), number);
        let ids = statement.query_map(parameters, |row| row.get::<_, i64>(0))?;
        for id in ids {
            touched.push(Touched::Changed(link.conversation, id?));
        }
        Ok(())
    }

    fn dispute(
        &self,
        key: ConversationKey,
        conversation: ConversationId,
        hash: MessageHash,
        touched: &mut Vec<Touched>,
    ) -> Result<(), DbError> {
        let sql = "UPDATE messages SET marks = marks | ?3 WHERE conversation = ?1 AND hash = ?2 \
                   RETURNING id";
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = (key, hash.as_bytes(), super::messages::MARK_FORK);
        for id in statement.query_map(parameters, |row| row.get::<_, i64>(0))? {
            touched.push(Touched::Changed(conversation, id?));
        }
        Ok(())
    }

    /// A kept conversation's new content goes to its archive.
    pub(super) fn archive_if_kept(
        &self,
        conversation: ConversationKey,
        hash: MessageHash,
    ) -> Result<(), DbError> {
        if let Some(archive) = self.archive_of(conversation)? {
            self.add_archive_job(ArchiveJob::Put, archive, hash.as_bytes())?;
        }
        Ok(())
    }
}
