package org.consilium.app.views.screens

import androidx.compose.foundation.focusGroup
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.focus.FocusEnterExitScope
import androidx.compose.ui.focus.FocusManager
import androidx.compose.ui.focus.focusProperties
import androidx.compose.ui.platform.LocalFocusManager
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.views.parts.Foothold

/**
 * Tab from message to message, downwards, and on to the composer. The list is laid out from its end, so
 * that the newest message stays where it is; left to itself, Tab would climb from there.
 */
internal class ReadingOrder(private val focus: FocusManager) {
    /** The list's rows, the newest first. */
    var rows: List<ChatRow> = emptyList()
    var list: LazyListState? = null

    val above = Edges()
    val below = Edges()
    private val edges = HashMap<Any, Edges>()

    /** The keys of the rows that are laid out. */
    val laidOut: Set<Any> get() = edges.keys

    fun appears(key: Any, at: Edges) {
        edges[key] = at
    }

    fun goes(key: Any, from: Edges) {
        edges.remove(key, from)
    }

    /** From above to the first row in view, from below to the last one. */
    fun enter(scope: FocusEnterExitScope) {
        val inView = rows.filter { it.canBePressed() && isInView(it.key) }.map { it.key }
        if (inView.isEmpty()) return
        when (scope.requestedFocusDirection) {
            FocusDirection.Next -> scope.instead { step(inView.asReversed(), below, it) }
            FocusDirection.Previous -> scope.instead { step(inView, above, it) }
        }
    }

    /** To the next row that can be pressed, or out of the list. */
    fun leave(key: Any, scope: FocusEnterExitScope) {
        val newer = rows.takeWhile { it.key != key }
        val (onward, out) = when (scope.requestedFocusDirection) {
            FocusDirection.Next -> newer.asReversed() to below
            FocusDirection.Previous -> rows.drop(newer.size + 1) to above
            else -> return
        }
        val keys = onward.filter { it.canBePressed() }.map { it.key }
        scope.instead { step(keys, out, it) }
    }

    /** Where the keyboard goes once the search for where Tab leads, which is stopped for it, came to its end. */
    var move: (suspend () -> Unit)? by mutableStateOf(null)
        private set

    private fun FocusEnterExitScope.instead(next: suspend (FocusDirection) -> Unit) {
        val direction = requestedFocusDirection
        cancelFocusChange()
        move = { next(direction) }
    }

    /** Into the first of these rows that is still there: others may have come and gone since Tab was pressed. */
    private suspend fun step(keys: List<Any>, out: Edges, direction: FocusDirection) {
        val key = keys.firstOrNull { indexOf(it) >= 0 }
        if (key != null) bringIntoView(key, direction)
        val into = (if (key == null) out else edges[key]) ?: return
        // To the first control on the way down, to the last one on the way up.
        val edge = if (direction == FocusDirection.Next) into.first else into.last
        if (edge.take()) focus.moveFocus(direction)
    }

    /** A row from below comes in at the lower edge, one from above at the upper. */
    private suspend fun bringIntoView(key: Any, direction: FocusDirection) {
        val list = list ?: return
        if (isInView(key)) return
        val height = list.layoutInfo.viewportSize.height
        list.scrollToItem(indexOf(key), if (direction == FocusDirection.Next) 0 else -height * 3 / 4)
    }

    private fun indexOf(key: Any) = rows.indexOfFirst { it.key == key }

    private fun isInView(key: Any) = list?.layoutInfo?.visibleItemsInfo.orEmpty().any { it.key == key }
}

/** Where the keyboard comes in: before the first control and after the last. */
internal class Edges {
    val first = Foothold()
    val last = Foothold()
}

private fun ChatRow.canBePressed() = this is ChatRow.Message || this is ChatRow.NewKey

@Composable
internal fun rememberReadingOrder(): ReadingOrder {
    val focus = LocalFocusManager.current
    return remember { ReadingOrder(focus) }
}

/** After a composition, and so with the rows that are there by then. */
@Composable
internal fun Moves(order: ReadingOrder) {
    LaunchedEffect(order.move) { order.move?.invoke() }
}

/** The list as a whole. */
internal fun Modifier.entered(order: ReadingOrder): Modifier = focusProperties { onEnter = { order.enter(this) } }.focusGroup()

/** A row of it. */
@Composable
internal fun Stop(order: ReadingOrder, row: ChatRow, content: @Composable () -> Unit) {
    val edges = remember { Edges() }
    DisposableEffect(order, row.key) {
        order.appears(row.key, edges)
        onDispose { order.goes(row.key, edges) }
    }
    Edged(edges, Modifier.focusProperties { onExit = { order.leave(row.key, this) } }.focusGroup(), content)
}

/** What the keyboard comes into from either side. */
@Composable
internal fun Edged(edges: Edges, modifier: Modifier = Modifier, content: @Composable () -> Unit) {
    Box(modifier) {
        Box(edges.first.modifier())
        content()
        Box(edges.last.modifier())
    }
}
