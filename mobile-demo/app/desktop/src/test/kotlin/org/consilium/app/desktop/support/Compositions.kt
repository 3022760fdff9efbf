package org.consilium.app.desktop.support

import androidx.compose.runtime.Composer
import androidx.compose.runtime.CompositionTracer
import androidx.compose.runtime.InternalComposeTracingApi

/**
 * Counts how often a composable function runs; what Compose skips is not counted.
 *
 * @param function its full name.
 */
@OptIn(InternalComposeTracingApi::class)
class Compositions(private val function: String) : CompositionTracer, AutoCloseable {
    var count = 0
        private set

    init {
        Composer.setTracer(this)
    }

    override fun isTraceInProgress() = true

    override fun traceEventStart(key: Int, dirty1: Int, dirty2: Int, info: String) {
        // Its file and line follow.
        if (info.startsWith("$function (")) count++
    }

    override fun traceEventEnd() = Unit

    override fun close() = Composer.setTracer(null)
}
