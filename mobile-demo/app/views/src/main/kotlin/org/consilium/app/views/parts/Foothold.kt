package org.consilium.app.views.parts

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.runtime.staticCompositionLocalOf
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
    private var asked = false
    private var here = false
    private var inside = false

    fun take() {
        asked = true
        requester.requestFocus()
        asked = false
    }

    /** Unless a control inside has the keyboard. */
    fun takeIfNobodyInside() {
        if (!inside) take()
    }

    /** [onLost] is told when nothing inside has the keyboard any more. */
    fun modifier(onLost: () -> Unit = {}): Modifier = Modifier
        .onFocusChanged { if (lost(it)) onLost() }
        .focusRequester(requester)
        .focusProperties { canFocus = asked || here }
        .focusTarget()

    private fun lost(now: FocusState): Boolean {
        val before = inside
        here = now.isFocused
        inside = now.hasFocus
        return before && !inside
    }
}

/**
 * Has the keyboard from the beginning, so that keys are heard before any control was reached.
 *
 * @param always has it again whenever nothing inside has it any more: for what is around everything.
 */
@Composable
internal fun Modifier.keyboardHome(always: Boolean = false): Modifier {
    val home = remember { Foothold() }
    var lost by remember { mutableStateOf(0) }
    LaunchedEffect(lost) { home.takeIfNobodyInside() }
    return then(home.modifier { if (always) lost++ })
}

/** The control of a page that had the keyboard last. */
internal class LastControl {
    private var last: FocusRequester? = null

    fun seen(control: FocusRequester) {
        last = control
    }

    fun takeAgain() {
        last?.requestFocus()
    }
}

internal val LocalLastControl = staticCompositionLocalOf<LastControl?> { null }

/** A control that gets the keyboard back when what came over its page is gone. */
@Composable
internal fun Modifier.getsKeyboardBack(): Modifier {
    val page = LocalLastControl.current ?: return this
    val requester = remember { FocusRequester() }
    return focusRequester(requester).onFocusChanged { if (it.isFocused) page.seen(requester) }
}
