package org.consilium.app.views.parts

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.remember
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.focus.onFocusChanged

/** The control of a page that had the keyboard when something came over the page; none if none had it. */
internal class LastControl {
    private var now: FocusRequester? = null
    private var kept: FocusRequester? = null

    fun has(control: FocusRequester) {
        now = control
    }

    fun hasNoMore(control: FocusRequester) {
        if (now === control) now = null
    }

    /** To ask for the keyboard for a control that is gone is an error. */
    fun gone(control: FocusRequester) {
        hasNoMore(control)
        if (kept === control) kept = null
    }

    fun keep() {
        kept = now
    }

    fun giveBack() {
        kept?.requestFocus()
        kept = null
    }
}

internal val LocalLastControl = staticCompositionLocalOf<LastControl?> { null }

/** A control that gets the keyboard back when what came over its page is gone. */
@Composable
internal fun Modifier.getsKeyboardBack(): Modifier {
    val page = LocalLastControl.current ?: return this
    val requester = remember { FocusRequester() }
    DisposableEffect(page) { onDispose { page.gone(requester) } }
    return focusRequester(requester)
        .onFocusChanged { if (it.isFocused) page.has(requester) else page.hasNoMore(requester) }
}
