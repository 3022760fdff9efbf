package org.consilium.app.views

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.graphics.asSkiaBitmap
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.unit.Density
import java.io.File
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.Starting
import org.consilium.app.views.parts.LocalTextProbe
import org.consilium.app.views.parts.Origin
import org.consilium.app.views.parts.TextProbe
import org.consilium.app.views.theme.LocalMotion
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.FontMgr
import org.jetbrains.skia.FontStyle
import org.jetbrains.skia.Image

const val PHONE_WIDTH = 390
const val PHONE_HEIGHT = 844

/** No phone: on it every page and list has room for its last row, at the largest text too. */
const val TALL_HEIGHT = 4_000

/** A text as it was laid out. */
class LaidOut(val result: TextLayoutResult, val origin: Origin, val mayBeCut: Boolean) {
    val text: String get() = result.layoutInput.text.text
}

/** A phone's screen without a display: one after the other, the states of the app are put on it. */
@OptIn(ExperimentalTestApi::class)
class Stage private constructor(private val test: DesktopComposeUiTest, private val density: Float) {
    private var state by mutableStateOf<AppState?>(null)
    private var turn by mutableStateOf(0)
    private val texts = mutableListOf<LaidOut>()

    /** Every text of the state that is shown. */
    val laidOut: List<LaidOut> get() = texts.toList()

    private fun begin() {
        val probe = TextProbe { result, origin, mayBeCut -> texts += LaidOut(result, origin, mayBeCut) }
        test.setContent {
            CompositionLocalProvider(LocalTextProbe provides probe, LocalDensity provides Density(density), LocalMotion provides false) {
                key(turn) { state?.let { App(it) {} } }
            }
        }
    }

    fun show(next: AppState) {
        texts.clear()
        state = next
        turn++
        test.waitForIdle()
        // Every frame is drawn, so that time goes by only where something appears late.
        if (next.screen.isLoading()) test.mainClock.advanceTimeBy(SKELETON_MS)
        test.waitForIdle()
    }

    /** Shows a skeleton, after 300 ms. */
    private fun Screen.isLoading(): Boolean = when (this) {
        Starting -> true
        is Conversations -> loading
        is Colleagues -> loading
        is Chat -> loading
        else -> false
    }

    fun root(merged: Boolean): SemanticsNode = test.onRoot(useUnmergedTree = !merged).fetchSemanticsNode()

    fun picture(file: File) {
        val bitmap = test.onRoot().captureToImage().asSkiaBitmap()
        val data = checkNotNull(Image.makeFromBitmap(bitmap).encodeToData(EncodedImageFormat.PNG))
        file.parentFile.mkdirs()
        file.writeBytes(data.bytes)
    }

    companion object {
        private const val SKELETON_MS = 400L
        private val FONTS = listOf("Noto Sans", "Noto Sans Arabic", "Noto Sans Mono")

        fun play(density: Float = 1f, height: Int = PHONE_HEIGHT, scene: Stage.() -> Unit) {
            needFonts()
            runDesktopComposeUiTest((PHONE_WIDTH * density).toInt(), (height * density).toInt()) {
                val stage = Stage(this, density)
                stage.begin()
                stage.scene()
            }
        }

        /** Without these a picture says nothing about how the app looks, least of all in Arabic. */
        private fun needFonts() {
            val missing = FONTS.filter { FontMgr.default.matchFamilyStyle(it, FontStyle.NORMAL) == null }
            check(missing.isEmpty()) {
                "fonts are missing: $missing. On Debian: apt-get install fonts-noto-core fonts-noto-mono"
            }
        }
    }
}
