package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.client.ConsiliumClient

class AboutTest {
    private val screen = About.screen("relay.example")

    @Test
    fun `what the app is, and which relay it talks to`() {
        assertEquals("relay.example", screen.relay)
        assertEquals(ConsiliumClient.version, screen.version)
        assertTrue("Apache License" in About.licence())
    }

    @Test
    fun `every component has a name, a version and a licence, once and in order`() {
        val components = screen.components
        assertTrue(components.all { it.name.isNotBlank() && it.version.isNotBlank() && it.licence.isNotBlank() })
        assertEquals(components.distinct().sortedBy { it.name.lowercase() }.map { it.name }, components.map { it.name })
    }

    @Test
    fun `the parts that matter most are among them`() {
        val names = screen.components.map { it.name }.toSet()
        val expected = setOf(
            "libsodium", "SQLCipher", "rustls", "tokio", "uniffi", "Java Native Access", "Kotlin Stdlib", "Compose Foundation", "Skia",
        )
        assertEquals(emptySet(), expected - names)
    }
}
