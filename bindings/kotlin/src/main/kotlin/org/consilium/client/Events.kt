package org.consilium.client

import kotlinx.coroutines.channels.ClosedSendChannelException
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.channels.trySendBlocking
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.flow
import org.consilium.ffi.ClientException
import org.consilium.ffi.Event
import org.consilium.ffi.EventListener
import org.consilium.ffi.Session

/** What happens in a session while it is collected: [ConsiliumSession.events]. */
internal fun eventsOf(core: Session): Flow<Event> {
    // One step of a channel for a list, not for each event.
    val lists = listsOf(core)
    return flow { lists.collect { for (event in it) emit(event) } }
}

/** The same, in lists as the core tells them. */
private fun listsOf(core: Session): Flow<List<Event>> = callbackFlow {
    val listener = object : EventListener {
        // A thread of its own: blocking it lets the core's bounded queue fill, and nothing else.
        override fun onEvents(events: List<Event>) {
            if (trySendBlocking(events).isSuccess && events.last() == Event.Locked) close()
        }
    }
    val subscription = try {
        crossing(isGone = core::uniffiIsDestroyed) { core.subscribe(listener) }
    } catch (_: ClientException.Locked) {
        send(listOf(Event.Locked))
        close()
        return@callbackFlow
    }
    try {
        send(listOf(Event.Resync))
    } catch (_: ClosedSendChannelException) {
        // Locked already, and told so.
    }
    awaitClose { subscription.use { it.end() } }
}.buffer(LISTS)

/** Lists of events that may wait in Kotlin; more wait in the core. */
private const val LISTS = 2
