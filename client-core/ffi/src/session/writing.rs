//! Messages written, changed, deleted; conversations kept.

use crate::records::Urgency;
use crate::{AccountId, ConversationId, MessageId, Result, Session};

#[uniffi::export]
impl Session {
    /// Queues a text for a contact, or for oneself. It is on disk when this returns, and leaves
    /// with the next contact to the relay. Writing to somebody accepts them.
    ///
    /// Fails with `TextLength`, `UnknownContact`,
    /// `Blocked`, `NewKey`,
    /// `Fork`, or `UnknownMessage` for a reply to what
    /// is gone.
    #[uniffi::method(default(reply_to = None))]
    pub async fn send_text(
        &self,
        account: AccountId,
        body: String,
        urgency: Urgency,
        reply_to: Option<MessageId>,
    ) -> Result<MessageId> {
        self.disk(move |core| core.send_text(account, &body, reply_to, urgency))
            .await
    }

    /// Changes an own text for everyone; the earlier texts stay viewable until they expire.
    ///
    /// Fails with `NotYours`, `UnknownMessage` or
    /// `TextLength`.
    pub async fn edit(&self, id: MessageId, body: String) -> Result<()> {
        self.disk(move |core| core.edit(id, &body)).await
    }

    /// Deletes an own text for everyone: here it is erased, others see that it was deleted.
    ///
    /// Fails with `NotYours` or `UnknownMessage`.
    pub async fn delete_for_everyone(&self, id: MessageId) -> Result<()> {
        self.disk(move |core| core.delete_for_everyone(id)).await
    }

    /// Deletes a message or notice on this device (and its kept copy at the relay).
    ///
    /// Fails with `UnknownMessage`, or `NothingToDo`
    /// for a gap, which goes when what is missing comes, or with time.
    pub async fn delete_here(&self, id: MessageId) -> Result<()> {
        self.disk(move |core| core.delete_here(id)).await
    }

    /// Sends an own text again, to every device that the contact has now: for one that waits, was
    /// given up, or went to a phone that was lost. The same message, shown once.
    ///
    /// Fails with `NothingToDo` if it arrived or is over 30 days old.
    pub async fn retry(&self, id: MessageId) -> Result<()> {
        self.disk(move |core| core.retry(id)).await
    }

    /// "I have seen this", for an urgent message: everyone in the conversation is told.
    ///
    /// Fails with `NothingToDo` for an own or ordinary message, or one
    /// acknowledged before.
    pub async fn acknowledge_seen(&self, id: MessageId) -> Result<()> {
        self.disk(move |core| core.acknowledge_seen(id)).await
    }

    /// Everything in the conversation was read. Accepted contacts are told, in batches.
    ///
    /// Fails with `UnknownConversation`.
    pub async fn mark_read(&self, conversation: ConversationId) -> Result<()> {
        self.disk(move |core| core.mark_read(conversation)).await
    }

    /// Keeps a conversation (its contents no longer expire, and sealed copies go to the relay) or
    /// no longer (the copies are deleted, and the 30 days count from each message's own time).
    ///
    /// Fails with `UnknownConversation`.
    pub async fn keep(&self, conversation: ConversationId, on: bool) -> Result<()> {
        self.disk(move |core| core.keep(conversation, on)).await
    }

    /// What is typed and not sent; it expires like a message. An empty text removes it.
    ///
    /// Fails with `UnknownContact` or `TextLength`.
    pub async fn set_draft(&self, account: AccountId, draft: String) -> Result<()> {
        self.disk(move |core| core.set_draft(account, &draft)).await
    }
}
