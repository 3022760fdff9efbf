@file:OptIn(ExperimentalTestApi::class)

package org.consilium.app.views

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.graphics.PixelMap
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.KeyInjectionScope
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.test.withKeyDown
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Starting
import org.consilium.app.views.theme.LocalMotion

/** Where the keyboard is: the name of the control and where it is seen. */
class Stop(val tag: String, val bounds: Rect)

/** A person who has a keyboard and nothing else. */
class Keyboard private constructor(private val test: DesktopComposeUiTest) {
    private var state by mutableStateOf(AppState(stack = listOf(Starting), zone = ZONE))
    private var turn by mutableStateOf(0)

    /** What was sent but for signs of life. */
    val sent = mutableListOf<Intent>()

    private fun begin() = test.setContent {
        CompositionLocalProvider(LocalMotion provides false) {
            key(turn) { App(state) { if (it != Intent.Active) sent += it } }
        }
    }

    /** As a screen that was just opened. */
    fun open(next: AppState) {
        turn++
        becomes(next)
        sent.clear()
    }

    /** The same screen, or the one after it, in another state. */
    fun becomes(next: AppState) {
        state = next
        test.waitForIdle()
    }

    fun press(key: Key) = keys { pressKey(key) }

    fun tab() = press(Key.Tab)

    fun shiftTab() = keys { withKeyDown(Key.ShiftLeft) { pressKey(Key.Tab) } }

    /** Tab, and [next] comes about before the frame that follows. */
    fun tabAsItBecomes(next: AppState) {
        test.mainClock.autoAdvance = false
        test.onRoot().performKeyInput { keyDown(Key.Tab) }
        state = next
        test.mainClock.autoAdvance = true
        keys { keyUp(Key.Tab) }
    }

    private fun keys(block: KeyInjectionScope.() -> Unit) {
        test.onRoot().performKeyInput(block)
        test.waitForIdle()
    }

    /** With the other hand. */
    fun touch(tag: String) {
        test.onNodeWithTag(tag).performClick()
        test.waitForIdle()
    }

    /** As a tool does it that neither touches nor types. */
    fun act(tag: String) {
        test.onNodeWithTag(tag).performSemanticsAction(SemanticsActions.OnClick)
        test.waitForIdle()
    }

    /** The control that has the keyboard, if any. */
    fun at(): Stop? = nodes().firstOrNull { it.config.getOrNull(SemanticsProperties.Focused) == true }?.let(::stop)

    /** Tab until it comes round; [step] may go the other way. */
    fun round(step: Keyboard.() -> Unit = { tab() }): List<Stop> {
        val stops = mutableListOf<Stop>()
        while (true) {
            step()
            val now = at() ?: return stops
            if (now.tag == stops.firstOrNull()?.tag) return stops
            check(stops.size < MOST) { "Tab does not come round: ${stops.takeLast(5).map { it.tag }}" }
            stops += now
        }
    }

    fun goTo(tag: String, step: Keyboard.() -> Unit = { tab() }) {
        repeat(MOST) {
            if (at()?.tag == tag) return
            step()
        }
        error("Tab does not lead to $tag")
    }

    /** Everything that can be pressed, typed into or selected now. */
    fun controls(): List<Stop> = nodes().filter { isControl(it) }.map(::stop)

    fun isField(tag: String) = nodes().any { stop(it).tag == tag && SemanticsActions.SetText in it.config }

    private fun isControl(node: SemanticsNode): Boolean {
        val used = SemanticsActions.OnClick in node.config || SemanticsActions.SetText in node.config
        val tag = node.config.getOrNull(SemanticsProperties.TestTag)
        return used && SemanticsProperties.Disabled !in node.config || tag == Tags.REPORT || tag == Tags.LICENCE_TEXT
    }

    fun pixels(): PixelMap = test.onRoot().captureToImage().toPixelMap()

    private fun nodes() = all(test.onRoot().fetchSemanticsNode())

    private fun all(node: SemanticsNode): List<SemanticsNode> = listOf(node) + node.children.flatMap { all(it) }

    private fun stop(node: SemanticsNode) =
        Stop(node.config.getOrNull(SemanticsProperties.TestTag) ?: "untagged", node.boundsInRoot)

    companion object {
        /** More than any screen has. */
        private const val MOST = 60

        fun play(height: Int = PHONE_HEIGHT, scene: Keyboard.() -> Unit) = runDesktopComposeUiTest(PHONE_WIDTH, height) {
            val keyboard = Keyboard(this)
            keyboard.begin()
            keyboard.scene()
        }
    }
}
