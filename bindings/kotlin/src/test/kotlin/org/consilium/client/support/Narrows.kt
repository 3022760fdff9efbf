package org.consilium.client.support

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import kotlin.concurrent.thread

/**
 * A way to the relay that lets so much through and no more, on a loopback port of its own. Wide
 * until it is told otherwise.
 */
class Narrows(private val relay: Relay) : AutoCloseable {
    private val loopback = InetAddress.getLoopbackAddress()
    private val entry = ServerSocket(0, 0, loopback)
    private val gate = Gate()

    init {
        thread(isDaemon = true, name = "narrows") { letIn() }
    }

    /** What an app is given to come through it. */
    val file: String get() = relay.file.replace(":${relay.port}\"", ":${entry.localPort}\"")

    /** From now on so many bytes of the relay's pass, of all connections, and then none. */
    fun letThrough(some: Int): Unit = gate.set(some)

    /** Everything passes again. */
    fun open(): Unit = gate.set(null)

    /** Waits until all that may pass has passed. */
    suspend fun closed(): Unit = untilTrue("the end of what passes") { gate.isClosed }

    override fun close() {
        open()
        entry.close()
    }

    private fun letIn() {
        while (true) {
            try {
                join(entry.accept(), Socket(loopback, relay.port))
            } catch (_: IOException) {
                if (entry.isClosed) return
            }
        }
    }

    /** Carries bytes both ways until either side ends. */
    private fun join(app: Socket, relay: Socket) {
        carry(app, relay) { it }
        carry(relay, app, gate::pass)
    }

    private fun carry(from: Socket, to: Socket, pass: (Int) -> Int) {
        thread(isDaemon = true, name = "narrows") {
            try {
                from.use { to.use { from.carryTo(to, pass) } }
            } catch (_: IOException) {
                // Either side is gone, and both are closed.
            }
        }
    }

    private fun Socket.carryTo(other: Socket, pass: (Int) -> Int) {
        val some = ByteArray(CHUNK)
        while (true) {
            val read = getInputStream().read(some)
            if (read < 0) return
            var carried = 0
            while (carried < read) {
                val passing = pass(read - carried)
                other.getOutputStream().write(some, carried, passing)
                carried += passing
            }
        }
    }

    private companion object {
        const val CHUNK = 4096
    }
}

/** How many bytes may still pass; all of them if there is no number. */
private class Gate {
    private val lock = Object()
    private var left: Int? = null

    val isClosed: Boolean get() = synchronized(lock) { left == 0 }

    fun set(number: Int?): Unit = synchronized(lock) {
        left = number
        lock.notifyAll()
    }

    /** Waits until some may pass; how many of those that are wanted. */
    fun pass(wanted: Int): Int = synchronized(lock) {
        while (left == 0) lock.wait()
        val passing = minOf(left ?: wanted, wanted)
        left = left?.minus(passing)
        passing
    }
}
