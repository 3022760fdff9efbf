package org.consilium.client

import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.launch
import org.consilium.client.support.Person
import org.consilium.client.support.Phone
import org.consilium.client.support.Relay
import org.consilium.client.support.pin
import org.consilium.client.support.signUp
import org.consilium.client.support.story
import org.consilium.client.support.untilTrue
import org.consilium.ffi.Client
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.ClientException
import org.consilium.ffi.ClientState
import org.consilium.ffi.Event
import org.consilium.ffi.EventListener
import org.consilium.ffi.ListenerException
import org.consilium.ffi.PhoneCode
import org.consilium.ffi.Profile
import org.consilium.ffi.Urgency
import org.consilium.ffi.folderKeystore
import org.junit.jupiter.api.assertThrows

/** Code of the app that the core calls: slow, throwing, calling back, on any thread. */
class CallbackTest {
    private val relay = Relay.start()
    private val phone = Phone()

    @AfterTest
    fun end() {
        relay.close()
        phone.close()
    }

    @Test
    fun `a keystore that throws anything is a keystore that failed, and works again afterwards`() = story {
        val keystore = Moody(phone.keystore())
        phone.client(relay.file, keystore).use { client ->
            client.signUp(relay, "Anna").lock()
            for (mood in listOf(RuntimeException("no"), StackOverflowError(), AssertionError("no"))) {
                keystore.mood = mood
                assertThrows<ClientException.Keystore> { client.unlock(pin()) }
            }
            keystore.mood = null
            client.unlock(pin()).use { assertEquals("Anna", it.ownAccount().profile.name) }
        }
        val given = keystore.given
        assertTrue(given.isNotEmpty() && given.flatMap(ByteArray::toList).all { it == 0.toByte() }, "overwritten")
        assertFalse(keystore.threads.any { it == Thread.currentThread().name }, "on the core's threads")
        keystore.mood = OutOfMemoryError()
        assertThrows<ClientException.Keystore> { phone.client(relay.file, keystore) }
    }

    @Test
    fun `a keystore whose store fails with an error leaves no account behind`() = story {
        val keystore = Moody(phone.keystore())
        phone.client(relay.file, keystore).use { client ->
            keystore.storing = AssertionError("full")
            assertThrows<ClientException.Keystore> { client.signUp(relay, "Anna") }
            keystore.storing = null
            assertEquals(ClientState.EMPTY, client.state())
            client.signUp(relay, "Anna").close()
        }
    }

    @Test
    fun `a collector that throws ends alone`() = story {
        val anna = Person.register(relay, "Anna")
        val other = anna.listen(this)
        assertThrows<IllegalStateException> {
            anna.session.events.collect { error("a fault of the app") }
        }
        val id = anna.session.sendText(anna.account, "a note")
        untilTrue("the other collector's event") {
            anna.events.any { it is Event.MessageAdded && it.message == id }
        }
        anna.close()
        other.join()
    }

    @Test
    fun `events can be collected on any thread, and the session used while collecting`() = story {
        val anna = Person.register(relay, "Anna")
        val single = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
        val seen = CopyOnWriteArrayList<String>()
        // Unconfined: on the very thread on which the core tells.
        val collectors = listOf(Dispatchers.Default, Dispatchers.IO, Dispatchers.Unconfined, single).map {
            launch(it) {
                anna.session.events.collect { event ->
                    if (event == Event.Resync) seen += "ready"
                    if (event is Event.MessageAdded) {
                        seen += (anna.session.message(event.message).body.toString())
                        if (seen.count { text -> "a note" in text } == 4) anna.session.lock()
                    }
                }
            }
        }
        untilTrue("four collectors") { seen.size == 4 }
        anna.session.sendText(anna.account, "a note")
        collectors.forEach { it.join() }
        assertTrue(anna.session.isLocked)
        single.close()
        anna.close()
    }

    @Test
    fun `a slow collector holds up nobody and is told to read again`() = story {
        val anna = Person.register(relay, "Anna")
        val quick = anna.listen(this)
        val slow = CopyOnWriteArrayList<Event>()
        val gate = CompletableDeferred<Unit>()
        val late = launch {
            anna.session.events.collect {
                slow += it
                gate.await()
            }
        }
        untilTrue("the slow collector") { slow.isNotEmpty() }
        // More than what waits in Kotlin and in the core together.
        val many = 2000
        repeat(many) { anna.session.setDraft(anna.account, "draft $it") }
        untilTrue("the quick collector's events") {
            anna.events.count { it is Event.ConversationChanged } >= many
        }
        gate.complete(Unit)
        untilTrue("a second call to read everything") { slow.count { it == Event.Resync } == 2 }
        assertTrue(slow.size < many)
        anna.close()
        listOf(quick, late).forEach { it.join() }
    }

    @Test
    fun `a listener of the generated interface that throws is counted and told the next events`() = story {
        val config = ClientConfig(phone.data.toString(), relay.file, "NL")
        val client = Client.open(config, folderKeystore("${phone.data}-keys"))
        val number = Phone.newNumber()
        val request = client.requestCode(number)
        val code = relay.smsCode(number).toByteArray()
        val session = client.register(
            PhoneCode(request.attempt, code, number),
            "271605".toByteArray(),
            Profile("Anna", ""),
        )
        val told = CopyOnWriteArrayList<Event>()
        val calls = AtomicInteger()
        val subscription = session.subscribe(object : EventListener {
            override fun onEvents(events: List<Event>) {
                told += events
                if (calls.incrementAndGet() % 2 == 0) throw ListenerException.Failed() else error("anything")
            }
        })
        val own = session.ownAccount().account
        repeat(4) { session.sendText(own, "note $it", Urgency.ROUTINE) }
        untilTrue("every event") { told.count { it is Event.MessageAdded } == 4 }
        untilTrue("every failure counted") { subscription.failures() == calls.get().toULong() }
        session.lock()
        untilTrue("the end of the subscription") { subscription.hasEnded() }
        listOf(subscription, session, client).forEach(AutoCloseable::close)
    }
}

/** A keystore that works until told otherwise. */
private class Moody(private val inner: Keystore) : Keystore {
    @Volatile var mood: Throwable? = null
    @Volatile var storing: Throwable? = null
    val threads = CopyOnWriteArrayList<String>()

    /** The arrays that the core took copies of. */
    val given = CopyOnWriteArrayList<ByteArray>()

    override fun store(slot: String, secret: ByteArray) {
        (mood ?: storing)?.let { throw it }
        inner.store(slot, secret)
        threads += Thread.currentThread().name
    }

    override fun load(slot: String): ByteArray? {
        mood?.let { throw it }
        threads += Thread.currentThread().name
        return inner.load(slot)?.also(given::add)
    }

    override fun delete(slot: String) {
        mood?.let { throw it }
        inner.delete(slot)
    }

    override val hardwareBacked: Boolean
        get() = mood?.let { throw it } ?: inner.hardwareBacked
}
