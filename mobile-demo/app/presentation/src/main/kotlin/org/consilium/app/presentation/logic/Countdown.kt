package org.consilium.app.presentation.logic

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** Milliseconds as whole seconds, rounded up: a wait is never announced too short. */
internal fun wholeSeconds(ms: Long): Int = ((ms.coerceAtLeast(0) + 999) / 1000).toInt()

/** Tells the milliseconds that are left about once a second, until they are none. */
internal class Countdown(private val scope: CoroutineScope) {
    private var job: Job? = null

    fun start(left: suspend () -> Long, tell: (Long) -> Unit) {
        stop()
        job = scope.launch {
            do {
                val ms = left()
                tell(ms)
                delay(ms.coerceIn(0, SECOND))
            } while (ms > 0)
        }
    }

    fun stop() {
        job?.cancel()
        job = null
    }

    private companion object {
        const val SECOND = 1_000L
    }
}
