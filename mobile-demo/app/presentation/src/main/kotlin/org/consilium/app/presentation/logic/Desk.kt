package org.consilium.app.presentation.logic

import org.consilium.app.presentation.mapping.People
import org.consilium.app.presentation.port.Platform
import org.consilium.app.presentation.state.Failure
import org.consilium.client.AccountId
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.Conversation
import org.consilium.ffi.OwnAccount
import org.consilium.ffi.Status

/** What the screens of an unlocked app share: the session, and what was read of it last. */
internal class Desk(
    val client: ConsiliumClient,
    val session: ConsiliumSession,
    val store: Store,
    val platform: Platform,
    val calls: Calls,
    var own: OwnAccount,
    var people: People,
    var conversations: List<Conversation>,
    var status: Status,
) {
    fun isOwn(account: AccountId): Boolean = account == own.account

    /** The direct conversation with an account. */
    fun conversationOf(account: AccountId): ConversationId? =
        if (isOwn(account)) own.conversation else people[account]?.conversation

    /** As the list has it; none if nothing was written in it. */
    fun listed(conversation: ConversationId): Conversation? = conversations.firstOrNull { it.id == conversation }

    suspend fun readOwn() {
        own = session.ownAccount()
    }

    suspend fun readPerson(account: AccountId) {
        people = people.with(listOf(session.contact(account)))
    }
}

/** The ways from one screen to another. */
internal interface Routes {
    fun openChat(account: AccountId, focus: MessageId? = null)
    fun openContact(account: AccountId)
    fun openCompare(account: AccountId)
    fun openFind()

    /** Where somebody to write to is chosen: the people known, or finding them. */
    fun openNewConversation()
    fun openRecoveryCode()

    /** Reads again what changed and shows it; after a call that changes several screens. */
    suspend fun refresh(account: AccountId)

    /** Reads everybody again and shows it. */
    suspend fun refreshPeople()

    /**
     * Erases this installation, and before that the account at the relay if [deleted]. Goes on when
     * the session has ended; what goes wrong while the session lives is told to [failed].
     */
    fun erase(deleted: Boolean, failed: (Failure) -> Unit)
}
