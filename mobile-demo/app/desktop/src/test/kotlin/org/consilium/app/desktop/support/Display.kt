package org.consilium.app.desktop.support

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.ExperimentalComposeUiApi
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.InternalComposeUiApi
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.input.nestedscroll.NestedScrollConnection
import androidx.compose.ui.input.nestedscroll.NestedScrollSource
import androidx.compose.ui.input.nestedscroll.nestedScroll
import androidx.compose.ui.input.pointer.PointerEventType
import androidx.compose.ui.input.pointer.PointerId
import androidx.compose.ui.input.pointer.PointerType
import androidx.compose.ui.scene.ComposeScenePointer
import java.lang.management.ManagementFactory
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Runnable
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.AppState
import org.consilium.app.support.PATIENCE
import org.consilium.app.views.App

/** Hears of what happens on a [Display]. */
interface Watch {
    /** The app sends this; whether its model hears of it. */
    fun passes(intent: Intent): Boolean = true

    /** A frame was drawn, in so much time, and with so much of the processor's. */
    fun drawn(display: Display, tookNs: Long, busyNs: Long) {}
}

/**
 * The app on a phone's screen, at one pixel per dp, drawn by the processor into memory, frame by
 * frame: nothing moves between two of them.
 *
 * @param next when the frame after one that was due at a certain moment is due; waits for it.
 */
@OptIn(ExperimentalComposeUiApi::class, InternalComposeUiApi::class)
class Display(private val model: AppModel, private val watch: Watch, private val next: (Long) -> Long) : AutoCloseable {
    private val threads = ManagementFactory.getThreadMXBean()
    private val tasks = Tasks()
    private val edges = Edges()
    private val scene = ImageComposeScene(WIDTH, HEIGHT, coroutineContext = tasks) {
        val state by model.state.collectAsState()
        Box(Modifier.fillMaxSize().nestedScroll(edges)) { App(state, ::send) }
        SideEffect { shown = state }
    }

    /** What the last frame showed. */
    var shown: AppState = model.state.value
        private set

    /** When the last frame was due, in nanoseconds. */
    var due = System.nanoTime()
        private set

    private fun send(intent: Intent) {
        if (watch.passes(intent)) model.dispatch(intent)
    }

    /** The next frame, [touch] before it. */
    fun frame(touch: () -> Unit = {}) {
        due = next(due)
        edges.forget()
        val start = System.nanoTime()
        val busy = threads.currentThreadCpuTime
        tasks.run()
        touch()
        scene.render(due).close()
        watch.drawn(this, System.nanoTime() - start, threads.currentThreadCpuTime - busy)
    }

    /** Frames until the app shows something. */
    fun until(fits: (AppState) -> Boolean) {
        val end = System.nanoTime() + PATIENCE.toNanos()
        while (!fits(shown)) {
            check(System.nanoTime() < end) { "in vain waited; ${shown.screen::class.simpleName} is shown" }
            frame()
        }
    }

    /** A finger in the middle of the screen, so far from its top. */
    fun touch(type: PointerEventType, y: Float) {
        val pressed = type != PointerEventType.Release
        val finger = ComposeScenePointer(PointerId(1), Offset(WIDTH / 2f, y), pressed, PointerType.Touch)
        scene.sendPointerEvent(type, listOf(finger), timeMillis = due / NS_OF_MS)
    }

    /** Whether something that scrolls found no way further down in the last frame. */
    val isHeldAtTop: Boolean get() = edges.top

    /** Whether it found none further up. */
    val isHeldAtBottom: Boolean get() = edges.bottom

    override fun close() = scene.close()

    companion object {
        /** From one frame to the next, 60 times a second. */
        const val FRAME_NS = 1_000_000_000L / 60
        private const val NS_OF_MS = 1_000_000L
        private const val WIDTH = 390
        private const val HEIGHT = 844
    }
}

/** What is to be done on the thread that draws, as a window's event queue has it. */
private class Tasks : CoroutineDispatcher() {
    private val queue = ConcurrentLinkedQueue<Runnable>()

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        queue += block
    }

    fun run() {
        while (true) (queue.poll() ?: return).run()
    }
}

/** Which ends a drag or fling came to. */
private class Edges : NestedScrollConnection {
    var top = false
        private set
    var bottom = false
        private set

    fun forget() {
        top = false
        bottom = false
    }

    override fun onPostScroll(consumed: Offset, available: Offset, source: NestedScrollSource): Offset {
        if (available.y > 0) top = true
        if (available.y < 0) bottom = true
        return Offset.Zero
    }
}
