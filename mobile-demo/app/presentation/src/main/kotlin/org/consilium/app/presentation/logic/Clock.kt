package org.consilium.app.presentation.logic

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch

/** The moment that what ages on screen is counted from: moves on by the minute. */
internal class Clock(private val now: () -> Long, private val store: Store) {
    fun show() {
        val ms = now()
        if (ms / MINUTE != store.value.nowMs / MINUTE) store.change { it.copy(nowMs = ms) }
    }

    /** Looks every second for as long as [scope] lives, and tells [tick]. */
    fun run(scope: CoroutineScope, tick: () -> Unit) {
        scope.launch {
            while (isActive) {
                show()
                tick()
                delay(SECOND)
            }
        }
    }

    private companion object {
        const val SECOND = 1_000L
        const val MINUTE = 60_000L
    }
}
