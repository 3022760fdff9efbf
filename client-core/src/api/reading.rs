//! Conversations and messages as they are read.

use super::convert;
use super::core::Open;
use super::records::{Contact, Conversation, Message, MessageId, SearchHit, WaitReason};
use super::session::Session;
use super::{ClientError, Result};
use crate::conversation::changes::Standing;
use crate::db::{ConversationRow, Rows};
use consilium_types::{ConversationId, Timestamp};

impl Session {
    /// Conversations that hold anything: the newest first, urgent ones before all.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub fn conversations(&self) -> Result<Vec<Conversation>> {
        self.read(|open, rows| {
            let list = rows.conversations(self.now())?;
            let mut shown = Vec::with_capacity(list.len());
            for row in list {
                let conversation = self.show_conversation(open, rows, row)?;
                let blocked = rows.standing(conversation.account)? == Some(Standing::Blocked);
                if !blocked {
                    shown.push(conversation);
                }
            }
            shown.sort_by_key(|conversation| conversation.urgent == 0);
            Ok(shown)
        })
    }

    /// One conversation.
    ///
    /// # Errors
    /// [`ClientError::UnknownConversation`].
    pub fn conversation(&self, id: ConversationId) -> Result<Conversation> {
        self.read(|open, rows| {
            let row = rows
                .conversation(id, self.now())?
                .ok_or(ClientError::UnknownConversation)?;
            self.show_conversation(open, rows, row)
        })
    }

    /// Messages, gaps and notices in order of display, oldest first: the last `limit`, or the last
    /// `limit` before a given one. None for a conversation nobody has written in.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub fn messages(
        &self,
        conversation: ConversationId,
        before: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<Message>> {
        self.read(|open, rows| {
            let list = rows.messages(conversation, before.map(|id| id.0), limit, self.now())?;
            let stopped = self.stopped(open, rows, conversation)?;
            Ok(list
                .into_iter()
                .map(|row| convert::message(row, stopped))
                .collect())
        })
    }

    /// One message.
    ///
    /// # Errors
    /// [`ClientError::UnknownMessage`], also when it expired.
    pub fn message(&self, id: MessageId) -> Result<Message> {
        self.read(|open, rows| {
            let row = rows
                .message(id.0, self.now())?
                .ok_or(ClientError::UnknownMessage)?;
            let stopped = self.stopped(open, rows, row.conversation)?;
            Ok(convert::message(row, stopped))
        })
    }

    /// Messages that hold every word, newest first.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<SearchHit>> {
        self.read(|open, rows| {
            let mut hits = Vec::new();
            for (id, excerpt) in rows.search(text, limit, self.now())? {
                let Some(row) = rows.message(id, self.now())? else {
                    continue;
                };
                let blocked = match rows.account_of(row.conversation)? {
                    Some(peer) => rows.standing(peer)? == Some(Standing::Blocked),
                    None => true,
                };
                if !blocked {
                    let stopped = self.stopped(open, rows, row.conversation)?;
                    hits.push(SearchHit {
                        message: convert::message(row, stopped),
                        excerpt,
                    });
                }
            }
            Ok(hits)
        })
    }

    fn now(&self) -> Timestamp {
        self.core().now()
    }

    fn show_conversation(
        &self,
        open: &Open,
        rows: &Rows<'_>,
        row: ConversationRow,
    ) -> Result<Conversation> {
        let contact: Option<Contact> = rows
            .contact(open.own, row.account)?
            .map(|row| convert::contact(open.own, row));
        let last = match row.last {
            Some(id) => rows.message(id, self.now())?,
            None => None,
        };
        let stopped = self.stopped(open, rows, row.conversation)?;
        let last = last.map(|row| convert::message(row, stopped));
        Ok(convert::conversation(row, contact.as_ref(), last))
    }

    /// Why nothing leaves for a conversation, whatever its envelopes wait for.
    fn stopped(
        &self,
        open: &Open,
        rows: &Rows<'_>,
        conversation: ConversationId,
    ) -> Result<Option<WaitReason>> {
        if self.core().clock_refused() {
            return Ok(Some(WaitReason::ClockOff));
        }
        let Some(account) = rows.account_of(conversation)? else {
            return Ok(None);
        };
        let contact = rows.contact(open.own, account)?;
        let paused = contact.is_some_and(|contact| contact.paused || contact.forked);
        Ok(paused.then_some(WaitReason::Paused))
    }
}
