package org.consilium.app.desktop.support

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.graphics.asSkiaBitmap
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.test.swipeDown
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Screen
import org.consilium.app.support.PATIENCE
import org.consilium.app.views.App
import org.consilium.app.views.Tags
import org.consilium.app.views.theme.LocalMotion
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Image

/** What a person does with a phone in the hand: sees, taps, types. One phone at a time. */
@OptIn(ExperimentalTestApi::class)
class Hands(private val test: DesktopComposeUiTest) {
    private var shown by mutableStateOf<AppModel?>(null)
    private var seen by mutableStateOf<AppState?>(null)
    private var held: Phone? = null

    init {
        test.setContent {
            shown?.let { model ->
                key(model) {
                    // Every frame is drawn, and a journey has thousands.
                    CompositionLocalProvider(LocalMotion provides false) { App(state, model::dispatch) }
                }
            }
        }
    }

    /** Takes a phone up, as it is now. */
    fun hold(phone: Phone) {
        held = phone
        seen = phone.state
        shown = phone.model
        test.waitForIdle()
    }

    private val phone: Phone get() = checkNotNull(held) { "a phone in the hand" }

    /** What the app was told by its model at the last look; views are looked at by [sees] and [reads]. */
    val state: AppState get() = checkNotNull(seen) { "a phone in the hand" }

    /** Between two looks the screen stands still, so that a tap meets what was seen. */
    private fun look() {
        seen = phone.state
        test.waitForIdle()
    }

    /** Looks again whenever the app has something new to show, and now and then for what is outside of it. */
    fun wait(what: String, condition: () -> Boolean) {
        val end = System.nanoTime() + PATIENCE.toNanos()
        while (true) {
            look()
            if (condition()) return
            if (System.nanoTime() > end) throw AssertionError("in vain waited for $what; on screen:\n${describe()}")
            runBlocking { withTimeoutOrNull(LOOK_AGAIN_MS) { phone.model.state.first { it !== state } } }
        }
    }

    /** Waits until the screen is a certain one. */
    inline fun <reified S : Screen> sees(crossinline fits: (S) -> Boolean = { true }): S {
        wait(S::class.simpleName.orEmpty()) { (state.screen as? S)?.let(fits) == true }
        return state.screen as S
    }

    /** Waits until something with this tag is there. */
    fun sees(tag: String) = wait(tag) { exists(tag) }

    fun seesNo(tag: String) = wait("no $tag") { !exists(tag) }

    fun exists(tag: String): Boolean = count(hasTestTag(tag)) > 0

    private fun count(matcher: SemanticsMatcher): Int =
        test.onAllNodes(matcher, useUnmergedTree = true).fetchSemanticsNodes(atLeastOneRootRequired = false).size

    /** Waits until a text is on the screen. */
    fun reads(text: String) = wait("“$text”") { text in texts() }

    fun readsNo(text: String) = wait("no “$text”") { text !in texts() }

    /** Every text on the screen, and what a screen reader says in its place. */
    fun texts(): String = test.onAllNodes(isAnything, useUnmergedTree = true)
        .fetchSemanticsNodes(atLeastOneRootRequired = false).joinToString("\n") { it.says() }

    fun textOf(tag: String): String {
        sees(tag)
        return node(tag).fetchSemanticsNode().inside().joinToString(" ") { it.says() }.trim()
    }

    /** Taps what has this tag, scrolled to if need be, as soon as it is there and can be tapped. */
    fun tap(tag: String) {
        wait("$tag can be tapped") { isInReach(tag) && !isDisabled(tag) }
        scrollTo(node(tag))
        node(tag).performClick()
    }

    /** Taps what cannot be tapped now. */
    fun tapInVain(tag: String) {
        check(isDisabled(tag)) { "$tag can be tapped" }
        node(tag).performClick()
        look()
    }

    /** Types into the field with this tag, in place of what stands there. */
    fun type(tag: String, text: String) {
        wait("$tag can be typed into") { isInReach(tag) }
        scrollTo(node(tag))
        node(tag).performTextReplacement(text)
    }

    fun pin(pin: String) {
        for (digit in pin) tap(Tags.digit(digit.digitToInt()))
        tap(Tags.PIN_SUBMIT)
    }

    /** Taps the button of an open sheet, where what lies under it has one of the same name. */
    fun tapInSheet(tag: String) {
        wait("$tag in a sheet") { count(inSheet(tag)) == 1 }
        scrollTo(test.onNode(inSheet(tag), useUnmergedTree = true))
        test.onNode(inSheet(tag), useUnmergedTree = true).performClick()
    }

    /** What lies under a sheet is out of reach until the sheet is gone. */
    private fun isInReach(tag: String): Boolean = if (exists(Tags.SHEET)) count(inSheet(tag)) > 0 else exists(tag)

    private fun inSheet(tag: String) = hasTestTag(tag) and hasAnyAncestor(hasTestTag(Tags.SHEET))

    /** Scrolls the conversation back by some screens. */
    fun scrollBack() {
        node(Tags.LIST).performTouchInput { repeat(FLINGS) { swipeDown(startY = height * 0.1f, endY = height * 0.9f, durationMillis = 40) } }
        look()
    }

    /** Scrolls a list until [tag] is in it. */
    fun scrollTo(tag: String) {
        sees(Tags.LIST)
        node(Tags.LIST).performScrollToNode(hasTestTag(tag))
        look()
    }

    private fun scrollTo(node: SemanticsNodeInteraction) {
        val around = generateSequence(node.fetchSemanticsNode().parent) { it.parent }
        if (around.any { it.config.contains(SemanticsActions.ScrollBy) }) node.performScrollTo()
    }

    fun isDisabled(tag: String): Boolean =
        node(tag).fetchSemanticsNode().inside().any { it.config.contains(SemanticsProperties.Disabled) }

    private fun node(tag: String): SemanticsNodeInteraction = test.onNodeWithTag(tag, useUnmergedTree = true)

    private fun describe(): String = "${state.screen::class.simpleName}, ${state.notice}\n${texts().take(2_000)}"

    /** As a PNG. */
    fun picture(): ByteArray {
        test.waitForIdle()
        val bitmap = test.onRoot().captureToImage().asSkiaBitmap()
        return checkNotNull(Image.makeFromBitmap(bitmap).encodeToData(EncodedImageFormat.PNG)).bytes
    }

    companion object {
        private const val FLINGS = 10
        private const val LOOK_AGAIN_MS = 20L
        private val isAnything = SemanticsMatcher("anything") { true }

        /** Plays a journey on a phone's screen. */
        fun play(scene: Hands.() -> Unit) = runDesktopComposeUiTest(390, 844) { Hands(this).scene() }
    }
}

private fun SemanticsNode.inside(): List<SemanticsNode> = listOf(this) + children.flatMap { it.inside() }

private fun SemanticsNode.says(): String {
    val text = config.getOrNull(SemanticsProperties.Text).orEmpty().joinToString(" ") { it.text }
    val typed = config.getOrNull(SemanticsProperties.EditableText)?.text.orEmpty()
    val described = config.getOrNull(SemanticsProperties.ContentDescription).orEmpty().joinToString(" ")
    return listOf(text, typed, described).filter { it.isNotEmpty() }.joinToString(" ")
}
