package org.consilium.app.views.icons

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.size
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.scale
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.graphics.drawscope.scale as scaled
import androidx.compose.ui.graphics.vector.PathParser
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.TextUnit
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.state.Dial
import org.consilium.app.views.theme.colors

private const val GRID = 24f
private const val STROKE = 1.75f
private const val DOT = 3f
private val DASHES = floatArrayOf(2.6f, 2.4f)

private val DEFAULT_SIZE = 19.sp

/**
 * An icon, always beside a word or inside a control that has a label: it says nothing on its own.
 *
 * @param size grows with the text.
 */
@Composable
fun Glyph(
    icon: Icon,
    modifier: Modifier = Modifier,
    tint: Color = colors.text,
    size: TextUnit = DEFAULT_SIZE,
    thin: Boolean = false,
) {
    val drawing = remember(icon) { Drawing(icon) }
    val mirrored = icon.flips && LocalLayoutDirection.current == LayoutDirection.Rtl
    val side = with(LocalDensity.current) { size.toDp() }
    Canvas(modifier.size(side).scale(if (mirrored) -1f else 1f, 1f)) {
        scaled(this.size.width / GRID, pivot = Offset.Zero) {
            drawing.draw(this, tint, if (thin) STROKE * 0.75f else STROKE)
        }
    }
}

private class Drawing(icon: Icon) {
    private val path = parse(icon.path)
    private val dashed = parse(icon.dashed)
    private val dots = parse(icon.dots)

    fun draw(scope: DrawScope, tint: Color, width: Float) {
        path?.let { scope.drawPath(it, tint, style = line(width)) }
        dashed?.let { scope.drawPath(it, tint, style = line(width, PathEffect.dashPathEffect(DASHES))) }
        dots?.let { scope.drawPath(it, tint, style = line(DOT)) }
    }

    private fun parse(data: String): Path? =
        if (data.isEmpty()) null else PathParser().parsePathString(data).toPath()

    private fun line(width: Float, effect: PathEffect? = null) =
        Stroke(width, cap = StrokeCap.Round, join = StrokeJoin.Round, pathEffect = effect)
}

/**
 * The delivery dial: it fills as the message gets further. The word stands beside it; in right to
 * left it is not mirrored.
 */
@Composable
fun DeliveryDial(dial: Dial, tint: Color, ground: Color, modifier: Modifier = Modifier) {
    val side: Dp = with(LocalDensity.current) { 15.sp.toDp() }
    Canvas(modifier.size(side)) {
        scaled(size.width / 16f, pivot = Offset.Zero) { drawDial(dial, tint, ground) }
    }
}

private fun DrawScope.drawDial(dial: Dial, tint: Color, ground: Color) {
    val centre = Offset(8f, 8f)
    val ring = Stroke(1.5f)
    when (dial) {
        Dial.WAITING -> {
            val dashes = PathEffect.dashPathEffect(floatArrayOf(1.9f, 1.56f))
            drawCircle(tint, 5.5f, centre, style = Stroke(1.5f, pathEffect = dashes))
        }
        Dial.AT_RELAY -> drawCircle(tint, 5.5f, centre, style = ring)
        Dial.DELIVERED -> {
            drawCircle(tint, 5.5f, centre, style = ring)
            drawArc(tint, -90f, 180f, useCenter = true, topLeft = Offset(2.5f, 2.5f), size = Size(11f, 11f))
        }
        Dial.READ -> {
            drawCircle(tint, 6.2f, centre)
            val tick = PathParser().parsePathString("M5.2 8.2l2 2 3.7-4").toPath()
            drawPath(tick, ground, style = Stroke(STROKE, cap = StrokeCap.Round, join = StrokeJoin.Round))
        }
        Dial.NOT_SENT -> {
            val sign = PathParser().parsePathString("M8 2.2l6.2 11.4H1.8zM8 6.4v3.2M8 11.6h.01").toPath()
            drawPath(sign, tint, style = Stroke(1.4f, cap = StrokeCap.Round, join = StrokeJoin.Round))
        }
    }
}
