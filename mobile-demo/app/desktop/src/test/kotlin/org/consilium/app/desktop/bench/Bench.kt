package org.consilium.app.desktop.bench

import java.util.concurrent.locks.LockSupport
import kotlin.io.path.createTempDirectory
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import org.consilium.app.desktop.support.Display
import org.consilium.app.desktop.support.Finger
import org.consilium.app.desktop.support.Phone
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.support.JORG
import org.consilium.app.support.LOTTE
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay

private const val SHORT = 1_000
private const val LONG = 10_000

/** Frames of a screen on which nothing moves. */
private const val STILL = 120

/** A way through a conversation: the prefix of its figures, the heading of its column. */
private enum class Way(val prefix: String, val heading: String) {
    COLD("cold_", "just started"),
    SHORT("short_", "short"),
    LONG("", "long"),
}

/**
 * `./dev bench app`: scrolls through conversations on the real core, from the newest message to the
 * oldest and back, and times every frame.
 */
fun main(arguments: Array<String>) {
    val json = "--json" in arguments
    val long = arguments.indexOf("--conversation").takeIf { it >= 0 }?.let { arguments[it + 1].toInt() } ?: LONG
    val figures = Relay().use { relay ->
        System.err.println("Writing conversations of $SHORT and $long messages")
        val folder = createTempDirectory("phone")
        val filled = fill(folder, relay, listOf(LOTTE to SHORT, JORG to long))
        Phone(relay.file, folder).use { phone ->
            val watch = Stopwatch()
            Display(phone.model, watch, ::nextFrame).use { Scrolling(it, watch, phone.model).all(filled) }
        }
    }
    if (json) println(asJson(figures)) else tell(figures)
}

/** Waits for the next frame that is not late already, as a display's comes. */
private fun nextFrame(last: Long): Long {
    val next = last + ((System.nanoTime() - last) / Display.FRAME_NS + 1) * Display.FRAME_NS
    while (System.nanoTime() < next) LockSupport.parkNanos(next - System.nanoTime())
    return next
}

private class Scrolling(private val display: Display, private val watch: Stopwatch, private val model: AppModel) {
    fun all(filled: List<Filled>): Map<Way, Map<String, Number>> {
        display.until { it.screen is PinEntry }
        for (digit in PIN) model.dispatch(PinIntent.Digit(digit.digitToInt()))
        model.dispatch(PinIntent.Submit)
        display.until { it.screen is Conversations }
        val (short, long) = filled
        // The first is a virtual machine's that has compiled nothing yet.
        return linkedMapOf(Way.COLD to short, Way.LONG to long, Way.SHORT to short).mapValues { (way, conversation) ->
            System.err.println("Scrolling: ${way.heading}")
            through(conversation)
        }
    }

    private fun through(conversation: Filled): Map<String, Number> {
        model.dispatch(ListIntent.OpenConversation(conversation.account))
        display.until { state -> (state.screen as? Chat)?.let { !it.loading } == true }
        watch.lap()
        val finger = Finger(display)
        finger.travel(towardsOldest = true)
        val passed = (display.shown.screen as Chat).rows.count { it is ChatRow.Message }
        check(passed == conversation.messages) { "$passed messages were passed, not ${conversation.messages}" }
        finger.travel(towardsOldest = false)
        val measured = watch.lap()
        repeat(STILL) { display.frame() }
        val still = watch.lap()
        model.dispatch(Intent.Back)
        display.until { it.screen is Conversations }
        return measured.figures(2 * passed, still, conversation.corePagesMs)
    }
}

private fun asJson(figures: Map<Way, Map<String, Number>>) = JsonObject(
    figures.flatMap { (way, named) -> named.map { (name, value) -> way.prefix + name to JsonPrimitive(value) } }.toMap(),
)

/** What each figure is bounded by, for those that tell. */
private val BOUNDS = mapOf(
    "frame_p50_ms" to "drawing the whole screen, and composing and laying out the rows that come into view",
    "frame_p99_ms" to "the same with several rows, or a wait: for the collection of garbage, for a processor that others have",
    "frame_cpu_p99_ms" to "several rows that come into view at once",
    "still_frame_cpu_ms" to "drawing the whole screen by the processor",
    "page_ms" to "the core's page, its records copied across, rows made of it; a frame's wait before and after",
    "core_page_ms" to "the database's pages of 100 messages are read and decrypted",
)

private fun tell(figures: Map<Way, Map<String, Number>>) {
    println("%-21s".format("") + Way.entries.joinToString("") { "%14s".format(it.heading) } + "  bounded by")
    for (name in figures.getValue(Way.LONG).keys) {
        val values = Way.entries.joinToString("") { "%14s".format(figures.getValue(it).getValue(name)) }
        println("%-21s".format(name) + values + "  " + BOUNDS[name].orEmpty())
    }
}
