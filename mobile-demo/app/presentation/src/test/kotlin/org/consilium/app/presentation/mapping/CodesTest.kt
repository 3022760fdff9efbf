package org.consilium.app.presentation.mapping

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import org.consilium.app.presentation.state.FailureCode

class CodesTest {
    @Test
    fun `every code of the core has its words in the app, but for faults of the app itself`() {
        val core = File("../../../bindings/error-codes.txt").readLines()
            .filterNot { it.startsWith("#") }
            .map { it.substringAfter(' ') }
        val own = setOf("ARGUMENT", "RELAY-FILE", "NOT-DEVELOPMENT")
        assertEquals(own, core.filter { it != "INTERNAL" && FailureCode.of(it) == FailureCode.INTERNAL }.toSet())
    }
}
