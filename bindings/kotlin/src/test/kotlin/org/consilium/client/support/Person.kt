package org.consilium.client.support

import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.consilium.client.AccountId
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.AddressBookEntry
import org.consilium.ffi.Connection
import org.consilium.ffi.Delivery
import org.consilium.ffi.Event
import org.consilium.ffi.Message
import org.consilium.ffi.MessageBody
import org.consilium.ffi.Profile

/** A registered clinician with a phone. */
class Person private constructor(
    val name: String,
    val number: String,
    val phone: Phone,
    var client: ConsiliumClient,
    var session: ConsiliumSession,
    val account: AccountId,
) : AutoCloseable {
    /** Everything that happened at this phone, over all sessions. */
    val events = CopyOnWriteArrayList<Event>()

    /** Connects, and waits until it is online. */
    suspend fun connect() {
        session.connect()
        untilTrue("$name online") { session.status().connection == Connection.Online }
    }

    /** Collects events from now on; ends with the session. */
    suspend fun listen(scope: CoroutineScope): Job {
        val before = events.size
        val job = scope.launch { session.events.collect(events::add) }
        untilTrue("$name's events") { events.drop(before).any { it == Event.Resync } }
        return job
    }

    /** Ends the app and opens it again with the PIN. */
    suspend fun reopen(relay: Relay) {
        session.lock()
        client.close()
        client = phone.client(relay.file)
        session = client.unlock(pin())
    }

    /** Finds another by number. */
    suspend fun find(other: Person): Unit = find(other.number, other.account)

    /** Finds an account by its number. */
    suspend fun find(number: String, account: AccountId) {
        session.importAddressBook(listOf(AddressBookEntry("A colleague", listOf(number))))
        check(session.findContacts().found == listOf(account)) { "$number was not found" }
    }

    /** The conversation with another. */
    suspend fun with(other: Person): ConversationId = session.contact(other.account).conversation

    /** The texts of the conversation with another, as they are displayed. */
    suspend fun texts(other: Person): List<String> =
        session.messages(with(other)).mapNotNull { it.text }

    /** What another wrote, as far as it is here. */
    suspend fun received(other: Person): List<String> =
        session.messages(with(other), limit = 10_000).filter { !it.own }.mapNotNull { it.text }

    /** The message with that text, once it is here. */
    suspend fun receive(other: Person, text: String): Message = receive(other.account, text)

    /** The message with that text from an account, once it is here. */
    suspend fun receive(other: AccountId, text: String): Message = until("$name's \"$text\"") {
        val known = session.contacts().find { it.account == other }
        known?.let { session.messages(it.conversation) }.orEmpty().find { it.text == text }
    }

    /** Waits until an own message has come at least as far. */
    suspend fun delivered(id: MessageId, wanted: Set<Delivery>) =
        untilTrue("$name's message at $wanted") { session.message(id).delivery in wanted }

    /** Time passes at this phone, its app locked meanwhile; unlocked and offline afterwards. */
    suspend fun sleep(by: Duration) {
        session.lock()
        client.advanceDevelopmentClock(by)
        session = client.unlock(pin())
        session.tick()
    }

    override fun close() {
        session.lock()
        client.close()
        phone.close()
    }

    companion object {
        /** Another phone for the account of somebody who lost theirs. */
        suspend fun recover(relay: Relay, lost: Person, code: CharArray): Person {
            val phone = Phone()
            val client = phone.client(relay.file)
            val request = client.requestCode(lost.number)
            val sms = relay.smsCode(lost.number)
            val profile = Profile(lost.name, "cardiologist")
            val session = client.recover(code, request, sms, pin(), profile)
            val account = session.ownAccount().account
            return Person(lost.name, lost.number, phone, client, session, account)
        }

        /**
         * Registers, and is not connected yet. Lets itself be found, unless with the number of
         * somebody else, which has to be given first.
         *
         * @param file leads to the relay in a way of one's own.
         */
        suspend fun register(
            relay: Relay,
            name: String,
            another: Person? = null,
            file: String = relay.file,
        ): Person {
            val phone = Phone()
            val client = phone.client(file)
            val number = another?.number ?: Phone.newNumber()
            val session = client.signUp(relay, name, number)
            if (another == null) session.setDiscoverable(true)
            return Person(name, number, phone, client, session, session.ownAccount().account)
        }
    }
}

/** What a message says, if it is text. */
val Message.text: String? get() = (body as? MessageBody.Text)?.text
