package org.consilium.app.views.parts

import androidx.compose.animation.core.Animatable
import androidx.compose.foundation.background
import androidx.compose.foundation.focusGroup
import androidx.compose.foundation.gestures.detectTapGestures
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.focus.focusProperties
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.graphicsLayer
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.dialog
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.Motion
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/**
 * A page that may have a sheet over it: what is below is then out of reach for everyone. When the sheet is
 * gone the keyboard is where it was before.
 */
@Composable
fun Sheeted(sheet: (@Composable () -> Unit)?, content: @Composable () -> Unit) {
    val covered = sheet != null
    val last = remember { LastControl() }
    // Begun before the sheet's own, which takes the keyboard.
    LaunchedEffect(covered) { if (covered) last.keep() else last.giveBack() }
    Box(Modifier.fillMaxSize()) {
        val silence = if (covered) Modifier.clearAndSetSemantics {} else Modifier
        Box(
            Modifier
                .fillMaxSize()
                .then(silence)
                .focusProperties { onEnter = { if (covered) cancelFocusChange() } }
                .focusGroup(),
        ) {
            CompositionLocalProvider(LocalLastControl provides last, content = content)
        }
        sheet?.invoke()
    }
}

/** Something over the page, from the bottom: a question, or facts and what can be done. */
@Composable
fun Sheet(
    title: String,
    onClose: () -> Unit,
    icon: Icon? = null,
    iconTint: Color = colors.warn,
    content: @Composable ColumnScope.() -> Unit,
) {
    BoxWithConstraints(Modifier.fillMaxSize()) {
        val rise = remember { Animatable(1f) }
        val motion = Motion.sheet<Float>()
        LaunchedEffect(Unit) {
            rise.animateTo(0f, motion)
        }
        Box(
            Modifier
                .fillMaxSize()
                .background(colors.scrim)
                .pointerInput(onClose) { detectTapGestures { onClose() } },
        )
        Column(
            Modifier
                .align(Alignment.BottomCenter)
                .graphicsLayer { translationY = rise.value * 24.dp.toPx(); alpha = 1f - rise.value }
                .fillMaxWidth()
                .heightIn(max = maxHeight * 0.92f)
                .clip(RoundedCornerShape(topStart = Radius.sheet, topEnd = Radius.sheet))
                .background(colors.surface)
                .pointerInput(Unit) { detectTapGestures { } }
                .testTag(Tags.SHEET)
                .semantics {
                    paneTitle = title
                    dialog()
                }
                .keyboardHome()
                .verticalScroll(rememberScrollState())
                .padding(Space.l, Space.s, Space.l, Space.xl),
            Arrangement.spacedBy(Space.m),
        ) {
            SheetHead(title, icon, iconTint, onClose)
            content()
        }
    }
}

@Composable
private fun SheetHead(title: String, icon: Icon?, tint: Color, onClose: () -> Unit) {
    Row(
        Modifier.fillMaxWidth(),
        Arrangement.spacedBy(Space.s),
    ) {
        icon?.let { Glyph(it, Modifier.padding(top = Space.m), tint, size = 20.sp) }
        Heading(title, Modifier.weight(1f).padding(top = 11.dp))
        TapIcon(Icon.NO, strings.common.close, Tags.CLOSE_SHEET, onClose, tint = colors.text2)
    }
}
