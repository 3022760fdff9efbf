package org.consilium.app.presentation.logic

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.Notice
import org.consilium.app.presentation.state.Screen

/** The one state, and the ways it changes. Written by one thread at a time. */
internal class Store(initial: AppState) {
    private val mutable = MutableStateFlow(initial)

    val state: StateFlow<AppState> = mutable.asStateFlow()
    val value: AppState get() = mutable.value
    val screen: Screen get() = value.screen

    fun change(block: (AppState) -> AppState) = mutable.update(block)

    /** Changes the open screen of a kind, wherever it lies; nothing if none is open. */
    inline fun <reified S : Screen> edit(crossinline block: (S) -> S) = change { state ->
        state.copy(stack = state.stack.map { if (it is S) block(it) else it })
    }

    /** The open screen of a kind. */
    inline fun <reified S : Screen> find(): S? = value.stack.lastOrNull { it is S } as S?

    /** Whether one is open. */
    inline fun <reified S : Screen> has(): Boolean = find<S>() != null

    /** Shows [screen] over what is shown. One of a kind is open at a time: the older one goes. */
    fun push(screen: Screen) = change { state ->
        state.copy(stack = state.stack.filter { it::class != screen::class } + screen)
    }

    /** Shows [screen] in place of what is shown. */
    fun replace(screen: Screen) = change { state ->
        state.copy(stack = state.stack.dropLast(1).filter { it::class != screen::class } + screen)
    }

    /** Shows [screen] alone. */
    fun reset(screen: Screen) = change { it.copy(stack = listOf(screen), notice = null) }

    /** Shows what lies under the shown one, if anything. */
    fun pop() = change { if (it.canGoBack) it.copy(stack = it.stack.dropLast(1)) else it }

    fun notice(failure: Failure) = change { it.copy(notice = Notice.Failed(failure)) }

    fun notice(done: DoneWhat) = change { it.copy(notice = Notice.Done(done)) }
}
