package org.consilium.app.views.theme

import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.em
import androidx.compose.ui.unit.sp

/** The type scale: meta, small, text, lead, heading, page, title. Sizes grow with the text size. */
object Type {
    private fun style(size: Int, height: Float, weight: FontWeight = FontWeight.Normal) = TextStyle(
        fontFamily = FontFamily.SansSerif,
        fontSize = size.sp,
        lineHeight = height.em,
        fontWeight = weight,
        fontFeatureSettings = "tnum",
    )

    val meta = style(12, 1.45f)
    val small = style(13, 1.45f)
    val text = style(15, 1.45f)
    val button = style(15, 1.3f, FontWeight.SemiBold)
    val heading = style(17, 1.3f, FontWeight.SemiBold)
    val page = style(24, 1.25f, FontWeight.SemiBold)
    val title = style(28, 1.2f, FontWeight.SemiBold)
    val key = style(28, 1.2f)

    /** Codes and safety numbers. */
    val code = style(17, 1.5f).copy(fontFamily = FontFamily.Monospace)
    val report = style(12, 1.6f).copy(fontFamily = FontFamily.Monospace)
}

/** Up to this size text grows in full. */
private const val GROWS_IN_FULL = 16f

/** Over as many sp above that, growth fades out: what is large already need not double. */
private const val FADES_OVER = 16f

/** This style with [scale] taken back as far as its size is large already, as Android does. */
internal fun TextStyle.grown(scale: Float): TextStyle {
    if (scale <= 1f) return this
    val faded = ((fontSize.value - GROWS_IN_FULL) / FADES_OVER).coerceIn(0f, 1f)
    if (faded == 0f) return this
    return copy(fontSize = fontSize * ((scale - (scale - 1) * faded) / scale))
}

/** Gaps, in dp: large text gets room, not gaps. */
object Space {
    val xs = 4.dp
    val s = 8.dp
    val m = 12.dp
    val l = 16.dp
    val xl = 24.dp
    val xxl = 32.dp
    val huge = 48.dp
}

/** Corners. */
object Radius {
    val small = 4.dp
    val medium = 8.dp
    val large = 14.dp
    val sheet = 20.dp
}

/** The least side of a control. */
val HIT = 44.dp
