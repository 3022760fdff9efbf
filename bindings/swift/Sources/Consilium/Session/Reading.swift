import ConsiliumFFI
import ConsiliumStandby

/// Conversations and messages as they are read.
extension ConsiliumSession {
    /// Conversations that hold anything: the newest first, urgent ones before all.
    public func conversations() async throws -> [Conversation] {
        try await crossing { try await core.conversations() }
    }

    /// One conversation.
    ///
    /// - Throws: ``ClientError/UnknownConversation``.
    public func conversation(_ id: ConversationId) async throws -> Conversation {
        try await crossing { try await core.conversation(id: id) }
    }

    /// Messages, gaps and notices in order of display, oldest first: the last `limit`, or the last
    /// `limit` before a given one.
    public func messages(
        in conversation: ConversationId,
        before: MessageId? = nil,
        limit: UInt32 = 100
    ) async throws -> [Message] {
        try await crossing {
            try await core.messages(conversation: conversation, before: before, limit: limit)
        }
    }

    /// One message.
    ///
    /// - Throws: ``ClientError/UnknownMessage``, also if it expired.
    public func message(_ id: MessageId) async throws -> Message {
        try await crossing { try await core.message(id: id) }
    }

    /// Messages that hold every word, newest first.
    public func search(_ text: String, limit: UInt32 = 100) async throws -> [SearchHit] {
        try await crossing { try await core.search(text: text, limit: limit) }
    }
}
