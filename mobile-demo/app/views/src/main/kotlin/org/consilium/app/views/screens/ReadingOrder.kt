package org.consilium.app.views.screens

import androidx.compose.foundation.focusGroup
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.withFrameNanos
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.focus.FocusEnterExitScope
import androidx.compose.ui.focus.FocusManager
import androidx.compose.ui.focus.focusProperties
import androidx.compose.ui.platform.LocalFocusManager
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.views.parts.Foothold

/**
 * Tab from message to message, downwards, and on to the composer. The list is laid out from its end, so
 * that the newest message stays where it is; left to itself, Tab would climb from there.
 */
internal class ReadingOrder(private val focus: FocusManager, private val turn: CoroutineScope) {
    /** The list's rows, the newest first. */
    var rows: List<ChatRow> = emptyList()
    var list: LazyListState? = null

    val above = Edges()
    val below = Edges()
    private val edges = HashMap<Any, Edges>()

    fun edgesOf(key: Any): Edges = edges.getOrPut(key) { Edges() }

    /** From above to the first row in view, from below to the last one. */
    fun enter(scope: FocusEnterExitScope) {
        val pressable = rows.filter { it.canBePressed() }.map { it.key }.toSet()
        val inView = inView().filter { it in pressable }
        val key = when (scope.requestedFocusDirection) {
            FocusDirection.Next -> inView.lastOrNull()
            FocusDirection.Previous -> inView.firstOrNull()
            else -> null
        }
        if (key != null) scope.instead { step(edgesOf(key), it) }
    }

    /** To the next row that can be pressed, or out of the list. */
    fun leave(key: Any, scope: FocusEnterExitScope) {
        val at = rows.indexOfFirst { it.key == key }
        val (onward, out) = when (scope.requestedFocusDirection) {
            FocusDirection.Next -> (at - 1 downTo 0) to below
            FocusDirection.Previous -> (at + 1..rows.lastIndex) to above
            else -> return
        }
        val next = onward.firstOrNull { rows[it].canBePressed() }?.let { rows[it].key }
        scope.instead {
            if (next != null) bringIntoView(next, it)
            step(if (next == null) out else edgesOf(next), it)
        }
    }

    /** In the next frame: the search for where Tab leads, which is stopped here, has to come to its end first. */
    private fun FocusEnterExitScope.instead(move: suspend (FocusDirection) -> Unit) {
        val direction = requestedFocusDirection
        cancelFocusChange()
        turn.launch {
            withFrameNanos { }
            move(direction)
        }
    }

    /** Into what has these edges: its first control on the way down, its last one on the way up. */
    private fun step(into: Edges, direction: FocusDirection) {
        (if (direction == FocusDirection.Next) into.first else into.last).take()
        focus.moveFocus(direction)
    }

    /** A row from below comes in at the lower edge, one from above at the upper. */
    private suspend fun bringIntoView(key: Any, direction: FocusDirection) {
        val list = list ?: return
        val index = rows.indexOfFirst { it.key == key }
        if (index < 0 || key in inView()) return
        val height = list.layoutInfo.viewportSize.height
        list.scrollToItem(index, if (direction == FocusDirection.Next) 0 else -height * 3 / 4)
    }

    /** The keys of the rows at the last layout: some of them may be gone since. */
    private fun inView(): List<Any> = list?.layoutInfo?.visibleItemsInfo.orEmpty().map { it.key }
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
    val turn = rememberCoroutineScope()
    return remember { ReadingOrder(focus, turn) }
}

/** The list as a whole. */
internal fun Modifier.entered(order: ReadingOrder): Modifier = focusProperties { onEnter = { order.enter(this) } }.focusGroup()

/** A row of it. */
@Composable
internal fun Stop(order: ReadingOrder, row: ChatRow, content: @Composable () -> Unit) {
    Edged(order.edgesOf(row.key), Modifier.focusProperties { onExit = { order.leave(row.key, this) } }.focusGroup(), content)
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
