package org.consilium.app.presentation.logic

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/**
 * Locks after a time without use, counted by the installation's clock, so that time asleep counts
 * too. The core locks by itself after an hour at the latest; this is for those who want it shorter.
 */
internal class AutoLock(private val now: () -> Long, private val minutes: () -> Int) {
    private var usedAt = now()

    fun touch() {
        usedAt = now()
    }

    /** Looks every second, tells [tick] each time and [expired] once. */
    fun start(scope: CoroutineScope, tick: () -> Unit, expired: () -> Unit) {
        touch()
        scope.launch {
            while (!isExpired()) {
                tick()
                delay(SECOND)
            }
            expired()
        }
    }

    private fun isExpired(): Boolean {
        val unused = now() - usedAt
        // A clock that was set back counts from where it is now.
        if (unused < 0) touch()
        return unused >= minutes() * MINUTE
    }

    private companion object {
        const val SECOND = 1_000L
        const val MINUTE = 60_000L
    }
}
