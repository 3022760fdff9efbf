package org.consilium.app.presentation.mapping

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import org.consilium.app.presentation.state.Line
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.NumberMove
import org.consilium.client.Timestamp
import org.consilium.ffi.Connection
import org.consilium.ffi.Status

class LinesTest {
    private val online = Status(
        connection = Connection.Online,
        waiting = 0u,
        clockDifferenceMs = 0,
        clockRefused = false,
        erasureWaits = false,
        quarantined = 0u,
        held = 0u,
        numberLeavesAt = null,
        numberArrivesAt = null,
    )

    @Test
    fun `every state of the connection is told, and how many messages wait`() {
        val states = mapOf(
            Connection.Online to LineState.Online,
            Connection.Connecting to LineState.Connecting,
            Connection.Stopped to LineState.Stopped,
            Connection.NotTrusted to LineState.NotTrusted,
            Connection.Replaced to LineState.Replaced,
            Connection.Offline(Timestamp(NOON)) to LineState.Offline(NOON),
        )
        for ((connection, state) in states) {
            assertEquals(Line(state, 2), online.copy(connection = connection, waiting = 2u).toLine())
        }
    }

    @Test
    fun `a clock that is a day off is told before the connection`() {
        assertEquals(LineState.ClockOff, online.copy(clockRefused = true).toLine().state)
    }

    @Test
    fun `a number that is to leave is told with its time`() {
        assertNull(online.toNumberMove(busy = false))
        assertEquals(NumberMove(NOON, busy = true), online.copy(numberLeavesAt = Timestamp(NOON)).toNumberMove(busy = true))
    }
}
