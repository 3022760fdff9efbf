//! Conversations and messages as they are read.

use crate::records::{Conversation, Message, SearchHit};
use crate::{ConversationId, MessageId, Result, Session};
use consilium_client::api;

#[uniffi::export]
impl Session {
    /// Conversations that hold anything: the newest first, urgent ones before all.
    ///
    /// Fails with `Storage`.
    pub async fn conversations(&self) -> Result<Vec<Conversation>> {
        self.disk(api::Session::conversations).await
    }

    /// One conversation.
    ///
    /// Fails with `UnknownConversation`.
    pub async fn conversation(&self, id: ConversationId) -> Result<Conversation> {
        self.disk(move |core| core.conversation(id)).await
    }

    /// Messages, gaps and notices in order of display, oldest first: the last `limit`, or the last
    /// `limit` before a given one. None for a conversation nobody has written in.
    ///
    /// Fails with `Storage`.
    #[uniffi::method(default(before = None, limit = 100))]
    pub async fn messages(
        &self,
        conversation: ConversationId,
        before: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<Message>> {
        self.disk(move |core| core.messages(conversation, before, limit))
            .await
    }

    /// One message.
    ///
    /// Fails with `UnknownMessage`, also when it expired.
    pub async fn message(&self, id: MessageId) -> Result<Message> {
        self.disk(move |core| core.message(id)).await
    }

    /// Messages that hold every word, newest first.
    ///
    /// Fails with `Storage`.
    #[uniffi::method(default(limit = 100))]
    pub async fn search(&self, text: String, limit: u32) -> Result<Vec<SearchHit>> {
        self.disk(move |core| core.search(&text, limit)).await
    }
}
