package org.consilium.app.presentation.logic

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.consilium.app.presentation.mapping.toFailure
import org.consilium.app.presentation.state.Failure
import org.consilium.ffi.ClientException

/** Calls of the core for as long as [scope] lives; their failures end where they can be shown. */
internal class Calls(val scope: CoroutineScope, private val store: Store) {
    /** Runs [block]; what the core refuses goes to [failed], a line at the bottom unless said otherwise. */
    fun launch(failed: (Failure) -> Unit = store::notice, block: suspend CoroutineScope.() -> Unit): Job =
        scope.launch { attempt(failed) { block() } }
}

/** As [Calls.launch] does, within a coroutine. */
internal suspend fun attempt(failed: (Failure) -> Unit, block: suspend () -> Unit) {
    try {
        block()
    } catch (_: ClientException.Locked) {
        // The lock has an event of its own, which shows the PIN screen.
    } catch (_: ClientException.Cancelled) {
        // Given up by whoever asked.
    } catch (error: ClientException) {
        failed(error.toFailure())
    }
}
