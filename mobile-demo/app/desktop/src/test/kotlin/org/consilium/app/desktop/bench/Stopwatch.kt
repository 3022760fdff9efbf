package org.consilium.app.desktop.bench

import org.consilium.app.desktop.support.Display
import org.consilium.app.desktop.support.Watch
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Chat

internal const val MILLI = 1e6

/** Every frame, and every page from the moment it is asked for until a frame shows it. */
internal class Stopwatch : Watch {
    private var frames = ArrayList<Double>()
    private var busy = ArrayList<Double>()
    private var pages = ArrayList<Double>()
    private var pageFrames = ArrayList<Double>()
    private var askedAt: Long? = null
    private var rows = 0
    private var held = 0

    /** What was measured since this was called last. */
    fun lap(): Measured {
        val measured = Measured(frames, busy, pages, pageFrames, held)
        frames = ArrayList()
        busy = ArrayList()
        pages = ArrayList()
        pageFrames = ArrayList()
        held = 0
        askedAt = null
        return measured
    }

    override fun passes(intent: Intent): Boolean {
        if (intent == ChatIntent.LoadOlder && askedAt == null) askedAt = System.nanoTime()
        return true
    }

    override fun drawn(display: Display, tookNs: Long, busyNs: Long) {
        frames += tookNs / MILLI
        busy += busyNs / MILLI
        val chat = display.shown.screen as? Chat
        if (chat?.hasOlder == true && display.isHeldAtTop) held++
        val now = chat?.rows?.size ?: 0
        val asked = askedAt
        if (asked != null && now > rows) {
            pages += (System.nanoTime() - asked) / MILLI
            pageFrames += busyNs / MILLI
            askedAt = null
        }
        rows = now
    }
}
