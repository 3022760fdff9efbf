package org.consilium.client

import kotlinx.coroutines.flow.Flow
import org.consilium.ffi.AddressBookEntry
import org.consilium.ffi.ClientException
import org.consilium.ffi.Contact
import org.consilium.ffi.Conversation
import org.consilium.ffi.Event
import org.consilium.ffi.FindSummary
import org.consilium.ffi.ImportSummary
import org.consilium.ffi.Message
import org.consilium.ffi.OwnAccount
import org.consilium.ffi.Profile
import org.consilium.ffi.QrCheck
import org.consilium.ffi.RecoveryGroup
import org.consilium.ffi.SafetyNumber
import org.consilium.ffi.Scheme
import org.consilium.ffi.SearchHit
import org.consilium.ffi.Session
import org.consilium.ffi.Status
import org.consilium.ffi.Urgency

/**
 * An unlocked installation. It ends with [lock], by itself after a time without use, and when it is
 * let go of; after that every call fails with [ClientException.Locked].
 *
 * May be used from any thread and any dispatcher, by several coroutines at once. Every call may
 * fail with [ClientException.Storage]; what else can go wrong is said at each.
 */
class ConsiliumSession internal constructor(private val core: Session) : AutoCloseable {
    /**
     * Everything that happens while it is collected, in order. Events carry no content: they name
     * what to read again.
     *
     * The first is [Event.Resync], "read everything": from then on nothing goes untold. It comes
     * again in place of what a collector missed that fell far behind. The last is [Event.Locked],
     * and the flow completes. At most 16 collectors at once.
     */
    val events: Flow<Event> = eventsOf(core)

    /** Whether the session has ended. */
    val isLocked: Boolean get() = core.uniffiIsDestroyed || call { core.isLocked() }

    /**
     * Locks: keys zeroised, database closed, line dropped. From any thread, as often as wanted.
     * **Blocks** until calls that are under way have ended, about a second at most.
     */
    fun lock() {
        if (core.uniffiIsDestroyed) return
        try {
            core.lock()
        } catch (_: IllegalStateException) {
            // Another thread locked just now.
        }
        core.destroy()
    }

    /** [lock]. */
    override fun close(): Unit = lock()

    /** The user did something: the time until the automatic lock begins anew. */
    fun touch(): Unit = call { core.touch() }

    // The line to the relay.

    /**
     * Connects, and stays so: receives, sends, reconnects and does what is due in the background,
     * until [disconnect] or the lock.
     */
    fun connect(): Unit = call { core.connect() }

    /** Stops the line. What is queued stays queued. */
    fun disconnect(): Unit = call { core.disconnect() }

    /** Tells the core that the device's network came or went, so that it need not find out. */
    fun connectivityChanged(online: Boolean): Unit = call { core.connectivityChanged(online) }

    /**
     * A push woke the app: as [syncNow], but counts as no use by a person.
     *
     * @throws ClientException.Offline if nothing moves for 20 seconds.
     */
    suspend fun wake(): Unit = call { stoppable { core.wake(it) } }

    /**
     * Receives everything that the relay has for this device now and sends everything that is due.
     * Connects for as long as that takes, if need be. Cancel it at any time: what was received is
     * kept.
     *
     * @throws ClientException.Offline if nothing moves for 20 seconds.
     */
    suspend fun syncNow(): Unit = call { stoppable { core.syncNow(it) } }

    /** What the status line shows. */
    suspend fun status(): Status = call { core.status() }

    /**
     * A report that the user can read before sharing it: states, counts and codes, nothing
     * personal.
     */
    suspend fun diagnostics(): String = call { core.diagnostics() }

    /**
     * Does what is due by the clock, without the relay: erasure, destruction of prekeys, the
     * automatic lock. The line in the background does it too.
     */
    suspend fun tick(): Unit = call { core.tick() }

    // Conversations and messages, read.

    /** Conversations that hold anything: the newest first, urgent ones before all. */
    suspend fun conversations(): List<Conversation> = call { core.conversations() }

    /** @throws ClientException.UnknownConversation if there is none of that [id]. */
    suspend fun conversation(id: ConversationId): Conversation = call { core.conversation(id) }

    /**
     * Messages, gaps and notices in order of display, oldest first: the last [limit], or the last
     * [limit] before [before].
     */
    suspend fun messages(
        conversation: ConversationId,
        before: MessageId? = null,
        limit: Int = PAGE,
    ): List<Message> = call { core.messages(conversation, before, limit.count()) }

    /** @throws ClientException.UnknownMessage if there is none of that [id], or it expired. */
    suspend fun message(id: MessageId): Message = call { core.message(id) }

    /** Messages that hold every word of [text], newest first. */
    suspend fun search(text: String, limit: Int = PAGE): List<SearchHit> =
        call { core.search(text, limit.count()) }

    // Messages, written.

    /**
     * Queues a text for a contact, or for oneself. It is on disk when this returns, and leaves with
     * the next contact to the relay. Writing to somebody accepts them.
     *
     * @throws ClientException.TextLength with the most bytes that a text may have.
     * @throws ClientException.NewKey if sending waits for the owner: the contact has a new account.
     * @throws ClientException.Blocked if the contact is blocked.
     */
    suspend fun sendText(
        account: AccountId,
        body: String,
        urgency: Urgency = Urgency.ROUTINE,
        replyTo: MessageId? = null,
    ): MessageId = call { core.sendText(account, body, urgency, replyTo) }

    /**
     * Changes an own text for everyone; the earlier texts stay viewable until they expire.
     *
     * @throws ClientException.NotYours if somebody else wrote it.
     */
    suspend fun edit(id: MessageId, body: String): Unit = call { core.edit(id, body) }

    /**
     * Deletes an own text for everyone: here it is erased, others see that it was deleted.
     *
     * @throws ClientException.NotYours if somebody else wrote it.
     */
    suspend fun deleteForEveryone(id: MessageId): Unit = call { core.deleteForEveryone(id) }

    /** Deletes a message or notice on this device (and its kept copy at the relay). */
    suspend fun deleteHere(id: MessageId): Unit = call { core.deleteHere(id) }

    /**
     * Sends an own text again, to every device that the contact has now. The same message, shown
     * once.
     *
     * @throws ClientException.NothingToDo if it arrived or is over 30 days old.
     */
    suspend fun retry(id: MessageId): Unit = call { core.retry(id) }

    /** "I have seen this", for an urgent message: everyone in the conversation is told. */
    suspend fun acknowledgeSeen(id: MessageId): Unit = call { core.acknowledgeSeen(id) }

    /** Everything in the conversation was read. Accepted contacts are told, in batches. */
    suspend fun markRead(conversation: ConversationId): Unit = call { core.markRead(conversation) }

    /**
     * Keeps a conversation (its contents no longer expire, and sealed copies go to the relay) or no
     * longer (the copies are deleted, and the 30 days count from each message's own time).
     */
    suspend fun keep(conversation: ConversationId, on: Boolean): Unit =
        call { core.keep(conversation, on) }

    /** What is typed and not sent; it expires like a message. An empty text removes it. */
    suspend fun setDraft(account: AccountId, draft: String): Unit =
        call { core.setDraft(account, draft) }

    // People.

    /** Stores an address book, on this device only. Names never leave it. */
    suspend fun importAddressBook(entries: List<AddressBookEntry>): ImportSummary =
        call { core.importAddressBook(entries) }

    /**
     * Asks the relay which numbers of the address book can be found. Whoever runs the relay could
     * work out the numbers from what is sent: ask the user first.
     */
    suspend fun findContacts(scheme: Scheme = Scheme.HMAC_SHA1): FindSummary =
        call { stoppable { core.findContacts(scheme, it) } }

    /** Every contact, by name. */
    suspend fun contacts(): List<Contact> = call { core.contacts() }

    /** @throws ClientException.UnknownContact if there is none of that [account]. */
    suspend fun contact(account: AccountId): Contact = call { core.contact(account) }

    /** Accepts a request: what it brought is receipted, and the own profile is sent. */
    suspend fun acceptRequest(account: AccountId): Unit = call { core.acceptRequest(account) }

    /** Declines a request: its messages go, and nothing is answered. */
    suspend fun declineRequest(account: AccountId): Unit = call { core.declineRequest(account) }

    /** Blocks an account: nothing of theirs is shown or answered from now on. */
    suspend fun block(account: AccountId): Unit = call { core.block(account) }

    /** Unblocks an account. What it sent meanwhile is not shown. */
    suspend fun unblock(account: AccountId): Unit = call { core.unblock(account) }

    /** Twelve groups of five digits, the same on both sides. */
    suspend fun safetyNumber(account: AccountId): SafetyNumber = call { core.safetyNumber(account) }

    /** The bytes of the QR code that this device shows for a contact to scan. */
    suspend fun qrPayload(account: AccountId): ByteArray = call { core.qrPayload(account) }

    /** Compares the bytes of a scanned QR code; a match counts as compared. */
    suspend fun checkQr(account: AccountId, scanned: ByteArray): QrCheck =
        call { core.checkQr(account, scanned) }

    /** The owner compared the safety number and it was the same. */
    suspend fun markCompared(account: AccountId): Unit = call { core.markCompared(account) }

    /** The owner has read the notice of new keys. */
    suspend fun dismissNewKey(account: AccountId): Unit = call { core.dismissNewKey(account) }

    /** The owner wants to write to somebody with a new account without comparing. */
    suspend fun sendWithoutChecking(account: AccountId): Unit =
        call { core.sendWithoutChecking(account) }

    // The own account.

    /** The own account. */
    suspend fun ownAccount(): OwnAccount = call { core.ownAccount() }

    /**
     * Changes name and profession; contacts are told with the next message to them.
     *
     * @throws ClientException.NameLength with the most characters that a name may have.
     */
    suspend fun setProfile(profile: Profile): Unit = call { core.setProfile(profile) }

    /**
     * Changes the PIN. Both arrays are overwritten.
     *
     * @throws ClientException.WrongPin and its kin for [old].
     * @throws ClientException.PinRefused for [new].
     */
    suspend fun changePin(old: CharArray, new: CharArray): Unit =
        call { old.spent { oldPin -> new.spent { newPin -> core.changePin(oldPin, newPin) } } }

    /**
     * Lets a finger or face open the app too, or no longer: [ConsiliumClient.unlockWithBiometrics].
     * The PIN stays, and is asked for again seven days after it was last entered and after a
     * restart of the device.
     *
     * @throws ClientException.NoBiometrics if there is no gate, or it cannot be used; then the PIN
     *   alone opens.
     */
    suspend fun setBiometrics(on: Boolean): Unit = call { core.setBiometrics(on) }

    /** Whether a finger or face opens the app too. */
    suspend fun biometricsEnabled(): Boolean = call { core.biometricsEnabled() }

    /**
     * The recovery code in groups, until it is confirmed as written down. It is to be shown, so it
     * comes as text, which this process cannot overwrite: ask for it once, and let go of it.
     *
     * @throws ClientException.RecoveryCodeGone after that.
     */
    suspend fun recoveryCode(): List<String> = call { core.recoveryCode() }

    /**
     * Groups typed back, by their place counted from 0, prove that the recovery code was written
     * down; it is then erased from this device. The arrays are overwritten.
     *
     * @throws ClientException.RecoveryGroupsWrong if one is wrong, or too few were given.
     */
    suspend fun confirmRecoveryCode(typed: Map<Int, CharArray>): Unit = call {
        val groups = typed.map { (index, text) ->
            text.spent { RecoveryGroup(index.count(), it.copyOf()) }
        }
        try {
            core.confirmRecoveryCode(groups)
        } finally {
            groups.forEach { it.text.fill(0) }
        }
    }

    /** Lets the account be found by its number, or no longer. */
    suspend fun setDiscoverable(discoverable: Boolean): Unit =
        call { core.setDiscoverable(discoverable) }

    /** Answers the pending move of the own number to another account. */
    suspend fun answerNumberMove(allow: Boolean): Unit = call { core.answerNumberMove(allow) }

    /**
     * Deletes the account at the relay and locks. Erase the installation with
     * [ConsiliumClient.erase] after that.
     */
    suspend fun deleteAccount(): Unit = call { core.deleteAccount() }

    private inline fun <T> call(block: () -> T): T = crossing(
        isGone = core::uniffiIsDestroyed,
        block = block,
    )
}

/** Messages of a page. */
private const val PAGE = 100

private fun Int.count(): UInt = coerceAtLeast(0).toUInt()
