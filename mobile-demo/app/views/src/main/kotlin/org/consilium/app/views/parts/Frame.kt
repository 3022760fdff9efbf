package org.consilium.app.views.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.verticalScroll
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Tab
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** The bar on top of a page that was opened from another. */
@Composable
fun AppBar(title: String, send: (Intent) -> Unit, trailing: @Composable RowScope.() -> Unit = {}) {
    Row(
        Modifier.fillMaxWidth().background(colors.surface).heightIn(min = 64.dp).padding(Space.s),
        Arrangement.spacedBy(Space.xs),
        Alignment.CenterVertically,
    ) {
        TapIcon(Icon.BACK, strings.common.back, Tags.BACK, { send(Intent.Back) })
        Heading(title, Modifier.weight(1f))
        trailing()
    }
}

/** The bar on top of one of the three main pages. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
fun TitleBar(title: String, trailing: @Composable RowScope.() -> Unit = {}) {
    FlowRow(
        Modifier.fillMaxWidth().background(colors.surface).heightIn(min = 64.dp).padding(Space.l, Space.s, Space.s, Space.s),
        Arrangement.SpaceBetween,
        Arrangement.Center,
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        Heading(title, style = Type.page)
        Row(content = trailing)
    }
}

/**
 * A page that scrolls as a whole. Its [actions] stand at the bottom while there is room. With
 * large text the bar scrolls along.
 */
@Composable
fun Page(
    bar: @Composable () -> Unit,
    modifier: Modifier = Modifier,
    actions: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Column(modifier.fillMaxSize().background(colors.bg)) {
        val along = largeText
        if (!along) bar()
        BoxWithConstraints(Modifier.weight(1f).fillMaxWidth()) {
            val room = maxHeight
            Column(
                Modifier.fillMaxWidth().testTag(Tags.PAGE).verticalScroll(rememberScrollState()).heightIn(min = room),
                Arrangement.SpaceBetween,
            ) {
                Column {
                    if (along) bar()
                    content()
                }
                if (actions != null) {
                    Column(
                        Modifier.fillMaxWidth().padding(Space.l, Space.xl, Space.l, Space.l),
                        Arrangement.spacedBy(Space.s),
                        content = actions,
                    )
                }
            }
        }
    }
}

/** A part of a page on a ground of its own. */
@Composable
fun Block(modifier: Modifier = Modifier, content: @Composable ColumnScope.() -> Unit) {
    Column(modifier.fillMaxWidth().background(colors.surface)) {
        Column(Modifier.fillMaxWidth().padding(Space.l, Space.m), Arrangement.spacedBy(Space.m), content = content)
        Rule()
    }
}

/** A line between two things. */
@Composable
fun Rule() = Spacer(Modifier.fillMaxWidth().height(1.dp).background(colors.line))

/** The bar at the bottom of the three main pages. */
@Composable
fun TabBar(current: Tab, send: (Intent) -> Unit) {
    Column(Modifier.fillMaxWidth().background(colors.surface)) {
        Rule()
        val along = largeText
        val scroll = if (along) Modifier.horizontalScroll(rememberScrollState()) else Modifier
        Row(Modifier.fillMaxWidth().then(scroll).padding(bottom = Space.s).selectableGroup()) {
            for (tab in Tab.entries) {
                val room = if (along) Modifier else Modifier.weight(1f)
                TabItem(tab, tab == current, room, along) { send(Intent.OpenTab(tab)) }
            }
        }
    }
}

@Composable
private fun TabItem(tab: Tab, current: Boolean, modifier: Modifier, wordsOnly: Boolean, onClick: () -> Unit) {
    val tint = if (current) colors.accent else colors.text2
    Box(
        modifier
            .testTag(Tags.tab(tab))
            .sizeIn(HIT, HIT + Space.s)
            .press(onClick, role = Role.Tab, radius = 0.dp)
            .semantics { selected = current }
            .padding(horizontal = if (wordsOnly) Space.s else 0.dp),
        Alignment.Center,
    ) {
        Column(Modifier.padding(top = Space.s, bottom = Space.xs), horizontalAlignment = Alignment.CenterHorizontally) {
            if (!wordsOnly) Glyph(iconOf(tab), tint = tint, size = 23.sp)
            val weight = if (current) FontWeight.SemiBold else FontWeight.Normal
            Words(strings.common.tab(tab), style = Type.meta.copy(fontWeight = weight), color = tint, align = TextAlign.Center)
        }
    }
}

private fun iconOf(tab: Tab) = when (tab) {
    Tab.CONVERSATIONS -> Icon.CHAT
    Tab.COLLEAGUES -> Icon.PEOPLE
    Tab.YOU -> Icon.PERSON
}
