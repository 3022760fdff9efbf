package org.consilium.client

import kotlin.test.Test
import kotlin.test.assertEquals
import org.consilium.client.support.callsOf
import org.consilium.ffi.ClientInterface
import org.consilium.ffi.SessionInterface

/** The façade has everything that the core has. */
class SurfaceTest {
    @Test
    fun `every call of a session is in the façade`() {
        // Collected as a flow.
        val others = setOf("subscribe")
        assertEquals(emptySet(), callsOf<SessionInterface>() - callsOf<ConsiliumSession>() - others)
    }

    @Test
    fun `every call of a client is in the façade`() {
        assertEquals(emptySet(), callsOf<ClientInterface>() - callsOf<ConsiliumClient>())
    }
}
