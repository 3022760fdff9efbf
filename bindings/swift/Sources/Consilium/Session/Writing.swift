import ConsiliumFFI
import ConsiliumStandby

/// Messages written, changed, deleted; conversations kept.
extension ConsiliumSession {
    /// Queues a text for a contact, or for oneself. It is on disk when this returns, and leaves
    /// with the next contact to the relay. Writing to somebody accepts them.
    ///
    /// - Throws: ``ClientError/TextLength(limit:)`` with the most bytes that a text may have,
    ///   ``ClientError/NewKey`` if sending waits for the owner: the contact has a new account,
    ///   ``ClientError/Blocked`` if the contact is blocked.
    @discardableResult
    public func sendText(
        to account: AccountId,
        body: String,
        urgency: Urgency = .routine,
        replyTo: MessageId? = nil
    ) async throws -> MessageId {
        try await crossing {
            try await core.sendText(account: account, body: body, urgency: urgency, replyTo: replyTo)
        }
    }

    /// Changes an own text for everyone; the earlier texts stay viewable until they expire.
    ///
    /// - Throws: ``ClientError/NotYours`` if somebody else wrote it.
    public func edit(_ id: MessageId, body: String) async throws {
        try await crossing { try await core.edit(id: id, body: body) }
    }

    /// Deletes an own text for everyone: here it is erased, others see that it was deleted.
    ///
    /// - Throws: ``ClientError/NotYours`` if somebody else wrote it.
    public func deleteForEveryone(_ id: MessageId) async throws {
        try await crossing { try await core.deleteForEveryone(id: id) }
    }

    /// Deletes a message or notice on this device (and its kept copy at the relay).
    public func deleteHere(_ id: MessageId) async throws {
        try await crossing { try await core.deleteHere(id: id) }
    }

    /// Sends an own text again, to every device that the contact has now. The same message, shown
    /// once.
    ///
    /// - Throws: ``ClientError/NothingToDo(what:)`` if it arrived or is over 30 days old.
    public func retry(_ id: MessageId) async throws {
        try await crossing { try await core.retry(id: id) }
    }

    /// "I have seen this", for an urgent message: everyone in the conversation is told.
    public func acknowledgeSeen(_ id: MessageId) async throws {
        try await crossing { try await core.acknowledgeSeen(id: id) }
    }

    /// Everything in the conversation was read. Accepted contacts are told, in batches.
    public func markRead(_ conversation: ConversationId) async throws {
        try await crossing { try await core.markRead(conversation: conversation) }
    }

    /// Keeps a conversation (its contents no longer expire, and sealed copies go to the relay) or
    /// no longer (the copies are deleted, and the 30 days count from each message's own time).
    public func keep(_ conversation: ConversationId, on: Bool) async throws {
        try await crossing { try await core.keep(conversation: conversation, on: on) }
    }

    /// What is typed and not sent; it expires like a message. An empty text removes it.
    public func setDraft(to account: AccountId, draft: String) async throws {
        try await crossing { try await core.setDraft(account: account, draft: draft) }
    }
}
