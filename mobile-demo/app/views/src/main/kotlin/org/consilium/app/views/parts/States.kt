package org.consilium.app.views.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.shadow
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import kotlinx.coroutines.delay
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Notice
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** What will be here, and the one action. */
@Composable
fun Empty(icon: Icon, title: String?, text: String, modifier: Modifier = Modifier, action: (@Composable () -> Unit)? = null) {
    Column(
        modifier.fillMaxWidth().testTag(Tags.EMPTY).padding(Space.xl, Space.xxl),
        Arrangement.spacedBy(Space.s),
        Alignment.CenterHorizontally,
    ) {
        Glyph(icon, tint = colors.text2, size = 40.sp, thin = true)
        title?.let { Heading(it, align = TextAlign.Center) }
        Words(text, color = colors.text2, align = TextAlign.Center)
        action?.let { Box(Modifier.padding(top = Space.s)) { it() } }
    }
}

/** Milliseconds before a skeleton shows: what loads faster just appears. */
private const val SKELETON_AFTER = 300L
private const val SKELETON_ROWS = 5

/** Rows without words while a list is read; never a spinner alone. */
@Composable
fun Skeleton(modifier: Modifier = Modifier) {
    var shown by remember { mutableStateOf(false) }
    LaunchedEffect(Unit) {
        delay(SKELETON_AFTER)
        shown = true
    }
    val said = strings.common.loading
    Column(modifier.fillMaxWidth().testTag(Tags.LOADING).semantics { contentDescription = said }.padding(Space.l)) {
        if (shown) repeat(SKELETON_ROWS) { SkeletonRow(0.9f - it * 0.1f) }
    }
}

@Composable
private fun SkeletonRow(share: Float) {
    Row(Modifier.fillMaxWidth().padding(vertical = Space.s), Arrangement.spacedBy(Space.m), Alignment.CenterVertically) {
        Box(Modifier.size(40.dp).background(colors.sunken, CircleShape))
        Column(Modifier.weight(1f), Arrangement.spacedBy(Space.s)) {
            val shape = RoundedCornerShape(Radius.small)
            Box(Modifier.fillMaxWidth(share * 0.6f).height(14.dp).background(colors.sunken, shape))
            Box(Modifier.fillMaxWidth(share).height(12.dp).background(colors.sunken, shape))
        }
    }
}

/** Leaves tabs and the field for writing in view. */
private val ABOVE_EDGE = 76.dp

/** One line over the bottom of any page, for a few seconds; the app takes it away. */
@Composable
fun NoticeBar(notice: Notice, send: (Intent) -> Unit, modifier: Modifier = Modifier) {
    val failed = notice is Notice.Failed
    val text = when (notice) {
        is Notice.Failed -> strings.failures.text(notice.failure)
        is Notice.Done -> strings.common.done(notice.what)
    }
    val shape = RoundedCornerShape(Radius.medium)
    Row(
        modifier
            .fillMaxWidth()
            .padding(Space.m, Space.m, Space.m, ABOVE_EDGE)
            .shadow(8.dp, shape)
            .background(colors.ink, shape)
            .testTag(Tags.NOTICE)
            .announced(assertive = failed)
            .padding(start = Space.l),
        Arrangement.spacedBy(Space.m),
        Alignment.CenterVertically,
    ) {
        Glyph(if (failed) Icon.WARN else Icon.CHECK, tint = colors.onInk)
        Column(Modifier.weight(1f).padding(vertical = Space.m)) {
            Words(text, style = Type.small, color = colors.onInk)
            if (notice is Notice.Failed) {
                Words(strings.failures.code(notice.failure.code.text), style = Type.meta, color = colors.onInk2)
            }
        }
        TapIcon(
            Icon.NO,
            strings.common.close,
            Tags.DISMISS_NOTICE,
            { send(Intent.DismissNotice) },
            tint = colors.onInk,
            active = colors.inkRaise,
            ring = colors.onInk,
        )
    }
}
