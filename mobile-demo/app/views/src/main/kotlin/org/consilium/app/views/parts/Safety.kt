package org.consilium.app.views.parts

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.state.QrMatrix
import org.consilium.app.views.Tags
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

private val QR_INK = Color(0xff0a2329)

/** A code for another phone to read: dark on white in both themes, with its quiet zone. */
@Composable
fun QrCode(code: QrMatrix, description: String, side: Dp, modifier: Modifier = Modifier) {
    val shape = RoundedCornerShape(Radius.medium)
    Canvas(
        modifier
            .testTag(Tags.QR)
            .described(description)
            .size(side)
            .aspectRatio(1f)
            .background(Color.White, shape)
            .border(1.dp, colors.line, shape),
    ) { drawCode(code) }
}

/** Four modules of white around it, as ISO/IEC 18004 asks. */
private const val QUIET_ZONE = 4

private fun DrawScope.drawCode(code: QrMatrix) {
    val module = size.width / (code.size + 2 * QUIET_ZONE)
    for (row in 0 until code.size) {
        for (column in 0 until code.size) {
            if (!code.isDark(column, row)) continue
            val corner = Offset((column + QUIET_ZONE) * module, (row + QUIET_ZONE) * module)
            // A hair larger than a module: no white lines between neighbours.
            drawRect(QR_INK, corner, Size(module + 0.4f, module + 0.4f))
        }
    }
}

/** Groups of digits or letters to compare or copy, from left to right in every language. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Groups(groups: List<String>, perRow: Int, description: String, tag: String, modifier: Modifier = Modifier) {
    val width = with(LocalDensity.current) { (11.5.sp * groups.maxOf { it.length }).toDp() }
    CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Ltr) {
        FlowRow(
            modifier.fillMaxWidth().testTag(tag).semantics(mergeDescendants = true) { contentDescription = description },
            Arrangement.spacedBy(Space.m, Alignment.CenterHorizontally),
            Arrangement.spacedBy(Space.xs),
            maxItemsInEachRow = perRow,
        ) {
            for (group in groups) Words(group, Modifier.width(width), Type.code, align = TextAlign.Center, origin = Origin.VERBATIM)
        }
    }
}

/** The safety number: twelve groups of five digits. */
@Composable
fun SafetyNumber(groups: List<String>, modifier: Modifier = Modifier) {
    val description = strings.compare.numberDescription(groups.joinToString(" "))
    Groups(groups, 4, description, Tags.SAFETY_NUMBER, modifier)
}

/** The recovery code, to be written down; it cannot be selected or copied. */
@Composable
fun RecoveryGroups(groups: List<String>) {
    val description = strings.signUp.codeDescription + ": " + groups.joinToString(" ")
    val shape = RoundedCornerShape(Radius.large)
    Groups(
        groups,
        3,
        description,
        Tags.RECOVERY_SHOWN,
        Modifier.background(colors.surface, shape).border(1.dp, colors.lineStrong, shape).padding(Space.l),
    )
}

/** A report for support: as the core wrote it, from left to right. The keyboard stops here, to select and copy. */
@Composable
fun ReportText(text: String, tag: String) {
    val shape = RoundedCornerShape(Radius.medium)
    var focused by remember { mutableStateOf(false) }
    val reached = Modifier.onFocusChanged { focused = it.isFocused }.focusRing(focused, Radius.medium, colors.focus)
    CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Ltr) {
        SelectionContainer(reached.testTag(tag)) {
            Words(
                text.trimEnd(),
                Modifier
                    .fillMaxWidth()
                    .background(colors.sunken, shape)
                    .border(1.dp, colors.line, shape)
                    .padding(Space.m),
                Type.report,
                origin = Origin.VERBATIM,
            )
        }
    }
}
