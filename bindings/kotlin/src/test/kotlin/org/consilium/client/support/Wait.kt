package org.consilium.client.support

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull

/** Longest wait for anything. Far above what anything takes; reaching it is a failure. */
val PATIENCE: Duration = 60.seconds

/** Between two looks at a condition that cannot announce itself. */
private val LOOK_AGAIN = 10.milliseconds

/** Looks until [look] finds something. */
suspend fun <T : Any> until(what: String, look: suspend () -> T?): T =
    within(what) {
        var found = look()
        while (found == null) {
            delay(LOOK_AGAIN)
            found = look()
        }
        found
    }

/** Looks until [look] holds. */
suspend fun untilTrue(what: String, look: suspend () -> Boolean) {
    until(what) { if (look()) true else null }
}

/** What [block] gives, or a failure that says what was waited for. */
suspend fun <T : Any> within(what: String, block: suspend CoroutineScope.() -> T): T =
    withTimeoutOrNull(PATIENCE, block) ?: throw AssertionError("waited $PATIENCE for $what")

/** A test on the pool that an app would use. */
fun story(block: suspend CoroutineScope.() -> Unit): Unit = runBlocking(Dispatchers.Default, block)
