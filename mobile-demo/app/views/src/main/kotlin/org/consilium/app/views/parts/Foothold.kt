package org.consilium.app.views.parts

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.FocusState
import androidx.compose.ui.focus.focusProperties
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.focus.focusTarget
import androidx.compose.ui.focus.onFocusChanged

/** A place that the keyboard can be put at and that is no control: Tab goes on from here and never stops here. */
internal class Foothold {
    private val requester = FocusRequester()

    // Not states: a change of them must not take the keyboard from what has it.
    private var shown = false
    private var asked = false
    private var here = false

    /** Whether this place or a control inside has the keyboard. */
    var inside = false
        private set

    /** Whether the keyboard came: it does not to a place that is not shown or that is covered. */
    fun take(): Boolean {
        // A requester throws where it is not shown.
        if (!shown) return false
        asked = true
        val taken = requester.requestFocus()
        asked = false
        return taken
    }

    /** [onLost] is told when nothing inside has the keyboard any more. */
    @Composable
    fun modifier(onLost: () -> Unit = {}): Modifier {
        DisposableEffect(this) {
            shown = true
            onDispose { shown = false }
        }
        return Modifier
            .onFocusChanged { if (lost(it)) onLost() }
            .focusRequester(requester)
            .focusProperties { canFocus = asked || here }
            .focusTarget()
    }

    private fun lost(now: FocusState): Boolean {
        val before = inside
        here = now.isFocused
        inside = now.hasFocus
        return before && !inside
    }
}
