package org.consilium.client.bench

import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.atomic.AtomicReference
import kotlin.io.path.readText
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.FolderKeystore
import org.consilium.client.MessageId
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.Connection
import org.consilium.ffi.Delivery
import org.consilium.ffi.Event

/** The Kotlin worker of `./dev bench bindings`; what it is told is described in its Rust twin. */
fun main(arguments: Array<String>): Unit = runBlocking(Dispatchers.Default) {
    val (folder, relayFile) = arguments.map(Path::of)
    val keystore = FolderKeystore.open(folder.resolve("reader-keystore"))
    val config = ClientConfig("${folder.resolve("reader")}", relayFile.readText(), "NL")
    ConsiliumClient.open(config, keystore).use { client ->
        client.state()
        println("open")
        var unlocked: Unlocked? = null
        for (line in generateSequence(::readLine)) {
            if (line == "unlock") {
                val start = System.nanoTime()
                val session = client.unlock(PIN.toCharArray())
                val taken = since(start) / MILLI
                unlocked = Unlocked(session).apply { listen(this@runBlocking) }
                println(taken)
            } else {
                println(checkNotNull(unlocked) { "an unlocked session" }.obey(line))
            }
        }
    }
}

private class Unlocked(private val session: ConsiliumSession) {
    /** Something happened: look again. */
    private val again = Channel<Unit>(Channel.CONFLATED)
    private val added = AtomicReference<MessageId>()
    private var listening: Job? = null

    suspend fun listen(scope: CoroutineScope) {
        val ready = CompletableDeferred<Unit>()
        listening = scope.launch {
            session.events.collect { event ->
                if (event == Event.Resync) ready.complete(Unit)
                if (event is Event.MessageAdded && !event.own) added.set(event.message)
                again.trySend(Unit)
            }
        }
        ready.await()
    }

    suspend fun obey(line: String): Any = when (line) {
        "lock" -> lock()
        "catch-up" -> catchUp()
        "open" -> open()
        "call" -> call()
        "plain-call" -> plainCall()
        "connect" -> connect()
        "disconnect" -> disconnect()
        "send" -> send()
        "receive" -> receive()
        else -> error("what is $line?")
    }

    private suspend fun lock(): String {
        session.lock()
        listening?.join()
        return "locked"
    }

    private suspend fun catchUp(): Double {
        val start = System.nanoTime()
        session.syncNow()
        return since(start) / SECOND
    }

    private suspend fun open(): Double {
        val conversation = session.ownAccount().conversation
        val start = System.nanoTime()
        session.conversation(conversation)
        session.messages(conversation, limit = PAGE)
        return since(start) / MILLI
    }

    private suspend fun call(): Double {
        val conversation = session.ownAccount().conversation
        val id = session.messages(conversation, limit = 1).first().id
        // As often again before, as an app that has been open for a while.
        repeat(CALLS) { session.message(id) }
        val start = System.nanoTime()
        repeat(CALLS) { session.message(id) }
        return since(start) / MICRO / CALLS
    }

    private fun plainCall(): Double {
        repeat(CALLS) { session.isLocked }
        val start = System.nanoTime()
        repeat(CALLS) { session.isLocked }
        return since(start) / MICRO / CALLS
    }

    private suspend fun connect(): String {
        session.connect()
        until { session.status().connection == Connection.Online }
        return "connected"
    }

    private suspend fun disconnect(): String {
        session.disconnect()
        until { session.status().connection == Connection.Stopped }
        return "disconnected"
    }

    private suspend fun send(): Double {
        val own = session.ownAccount().account
        val to = session.contacts().first { it.account != own }.account
        val start = System.nanoTime()
        val id = session.sendText(to, TEXT)
        until { session.message(id).delivery !is Delivery.Waiting }
        return since(start) / MILLI
    }

    private suspend fun receive(): Long {
        added.set(null)
        println("ready")
        while (true) {
            added.getAndSet(null)?.let {
                session.message(it)
                return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())
            }
            again.receive()
        }
    }

    /** Looks whenever something happened. */
    private suspend fun until(look: suspend () -> Boolean) {
        while (!look()) again.receive()
    }
}

private fun since(start: Long): Double = (System.nanoTime() - start).toDouble()

private const val PIN = "482915"
private const val TEXT = "Message 1: creatinine of bed 1 came back from the laboratory"
private const val PAGE = 50
private const val CALLS = 2_000
private const val MICRO = 1e3
private const val MILLI = 1e6
private const val SECOND = 1e9
