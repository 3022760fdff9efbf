package org.consilium.app.views.parts

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.size
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.graphics.drawscope.scale
import androidx.compose.ui.graphics.vector.PathParser
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp

private val GROUND = Color(0xffeef7f8)
private val MARK = Color(0xff0b5766)
private const val ARCS =
    "M24.5 11.2A9.4 9.4 0 0 0 11.6 11M8.9 15.7a9.4 9.4 0 0 0 1.9 8.2M15.3 27a9.4 9.4 0 0 0 9.2-2.2"

/** The app's mark: people around one thing. The same in every theme and direction. */
@Composable
fun Logo(modifier: Modifier = Modifier, side: Dp = 56.dp) {
    val arcs = remember { PathParser().parsePathString(ARCS).toPath() }
    Canvas(modifier.size(side)) {
        scale(size.width / 36f, pivot = Offset.Zero) {
            drawRoundRect(GROUND, size = Size(36f, 36f), cornerRadius = CornerRadius(10f))
            drawPath(arcs, MARK, style = Stroke(3.2f, cap = StrokeCap.Round))
            drawCircle(MARK, 3.6f, Offset(18f, 18f))
        }
    }
}
