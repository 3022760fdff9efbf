package org.consilium.client

import java.nio.charset.CharacterCodingException
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.consilium.ffi.CancelToken
import org.consilium.ffi.ClientException
import org.consilium.ffi.InternalException

/**
 * A call of the core: whatever goes wrong ends as [ClientException].
 *
 * @param isGone whether the object that is called was let go of.
 * @param gone what a call of it fails with then.
 */
internal inline fun <T> crossing(
    isGone: () -> Boolean = { false },
    gone: () -> ClientException = { ClientException.Locked() },
    block: () -> T,
): T {
    if (isGone()) throw gone()
    try {
        return block()
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (late: IllegalStateException) {
        throw if (isGone()) gone() else late
    } catch (_: CharacterCodingException) {
        throw ClientException.Argument("text in well-formed Unicode")
    } catch (_: InternalException) {
        throw ClientException.Internal("a call failed unexpectedly")
    }
}

/**
 * A call that the core can give up. If this coroutine is cancelled, the core is told, and the
 * coroutine ends when the call has.
 *
 * @param drop undoes a result that came too late for anybody to have it.
 */
internal suspend fun <T : Any> stoppable(
    drop: (T) -> Unit = {},
    block: suspend (CancelToken) -> T,
): T = CancelToken().use { token ->
    var result: T? = null
    try {
        coroutineScope {
            // Unconfined: told on the cancelling thread, however busy this coroutine's own is.
            val watch = launch(Dispatchers.Unconfined) {
                try {
                    awaitCancellation()
                } finally {
                    token.cancel()
                }
            }
            withContext(NonCancellable) { block(token) }.also {
                result = it
                watch.cancel()
            }
        }
    } catch (cancelled: CancellationException) {
        result?.let(drop)
        throw cancelled
    } catch (given: ClientException.Cancelled) {
        currentCoroutineContext().ensureActive()
        throw given
    }
}
