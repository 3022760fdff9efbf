package org.consilium.client

import java.lang.reflect.Modifier
import kotlin.test.Test
import kotlin.test.assertEquals
import org.consilium.ffi.ClientInterface
import org.consilium.ffi.SessionInterface

/** The façade has everything that the core has. */
class SurfaceTest {
    @Test
    fun `every call of a session is in the façade`() {
        // Collected as a flow.
        val others = setOf("subscribe")
        assertEquals(emptySet(), calls<SessionInterface>() - calls<ConsiliumSession>() - others)
    }

    @Test
    fun `every call of a client is in the façade`() {
        assertEquals(emptySet(), calls<ClientInterface>() - calls<ConsiliumClient>())
    }

    /** Names; those with a value class in their signature carry a hash. */
    private inline fun <reified T> calls(): Set<String> = T::class.java.declaredMethods
        .filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
        .map { it.name.substringBefore('-') }
        .toSet()
}
