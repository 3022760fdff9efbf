package org.consilium.app.desktop.support

import androidx.compose.ui.input.pointer.PointerEventType
import org.consilium.app.presentation.state.Chat

/** Somebody in a hurry: flings, and flings again before the list has come to rest. */
class Finger(private val display: Display) {
    /** Whether the last fling came to the oldest row that is loaded. */
    var foundTop = false
        private set
    private var foundBottom = false

    /** Through a conversation to the oldest message there is, or back to the newest. */
    fun travel(towardsOldest: Boolean) {
        var inVain = 0
        do {
            fling(towardsOldest)
            inVain = if (foundTop || foundBottom) inVain + 1 else 0
            check(inVain < GIVES_UP) { "nothing more came at the end of what was loaded" }
        } while (!hasArrived(towardsOldest))
    }

    private fun hasArrived(towardsOldest: Boolean): Boolean {
        if (!towardsOldest) return foundBottom
        val chat = display.shown.screen as Chat
        return foundTop && !chat.hasOlder && !chat.loading
    }

    /** Ends on the last frame before the next one. */
    fun fling(towardsOldest: Boolean) {
        foundTop = false
        foundBottom = false
        val from = if (towardsOldest) HIGH else LOW
        val to = if (towardsOldest) LOW else HIGH
        frame { display.touch(PointerEventType.Press, from) }
        val began = display.due
        var way: Float
        do {
            way = ((display.due + Display.FRAME_NS - began).toFloat() / DRAG_NS).coerceAtMost(1f)
            frame {
                display.touch(PointerEventType.Move, from + (to - from) * way)
                if (way == 1f) display.touch(PointerEventType.Release, to)
            }
        } while (way < 1f)
        val end = display.due + COAST_NS
        while (display.due < end) frame()
    }

    private fun frame(touch: () -> Unit = {}) {
        display.frame(touch)
        if (display.isHeldAtTop) foundTop = true
        if (display.isHeldAtBottom) foundBottom = true
    }

    private companion object {
        const val HIGH = 180f
        const val LOW = 660f
        const val DRAG_NS = 66_000_000L
        const val COAST_NS = 400_000_000L

        /** Flings against an end, one after the other. */
        const val GIVES_UP = 1_000
    }
}
