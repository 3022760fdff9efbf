package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.You
import org.consilium.app.presentation.strings.leftToRight
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Avatar
import org.consilium.app.views.parts.Block
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.LineStrip
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.NumberMoveBanner
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.TabBar
import org.consilium.app.views.parts.TitleBar
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.HIT
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** The owner's own page: who others see, what keeps the account safe, how the app looks. */
@Composable
fun YouScreen(state: You, send: (Intent) -> Unit) {
    Column(Modifier.fillMaxSize().background(colors.bg)) {
        val along = largeText
        if (!along) YouHead(state, send)
        Column(Modifier.weight(1f).testTag(Tags.PAGE).verticalScroll(rememberScrollState())) {
            if (along) YouHead(state, send)
            if (state.numberMove != null) {
                Box(Modifier.padding(Space.m)) { NumberMoveBanner(state.numberMove, send) }
            }
            Self(state, send)
            Safety(state, send)
            AppPart(send)
            AccountPart(send)
        }
        TabBar(Tab.YOU, send)
    }
}

@Composable
private fun YouHead(state: You, send: (Intent) -> Unit) {
    TitleBar(strings.you.title)
    Rule()
    LineStrip(state.line, send)
}

@Composable
private fun Self(state: You, send: (Intent) -> Unit) {
    Block {
        Row(
            Modifier
                .fillMaxWidth()
                .testTag(Tags.page(YouPage.PROFILE))
                .press({ send(YouIntent.Open(YouPage.PROFILE)) }, label = strings.you.editProfile)
                .padding(vertical = Space.xs),
            Arrangement.spacedBy(Space.l),
            Alignment.CenterVertically,
        ) {
            Avatar(state.name)
            Column(Modifier.weight(1f), Arrangement.spacedBy(1.dp)) {
                Named(state.name, style = Type.heading)
                if (state.profession.isNotBlank()) Named(state.profession, style = Type.small, color = colors.text2)
                Words(leftToRight(state.number), style = Type.small, color = colors.text2)
            }
            Glyph(Icon.EDIT, tint = colors.text2, size = 18.sp)
        }
        Button(strings.you.lockNow, Tags.LOCK_NOW, { send(Intent.LockNow) }, loudness = Loudness.QUIET, icon = Icon.LOCK)
    }
}

@Composable
private fun Safety(state: You, send: (Intent) -> Unit) {
    val texts = strings.you
    Section(texts.safetySection) {
        val recovery = if (state.recoveryConfirmed) texts.recoveryOnPaper else texts.recoveryNotYet
        val warn = if (state.recoveryConfirmed) colors.text2 else colors.warn
        PageRow(YouPage.RECOVERY, Icon.KEY, texts.recovery, recovery, send, warn)
        PageRow(YouPage.LOCK, Icon.LOCK, texts.lock, texts.minutes(state.lockMinutes), send)
        PageRow(YouPage.DEVICES, Icon.DEVICE, texts.devices, texts.deviceCount(state.devices), send)
        PageRow(YouPage.PRIVACY, Icon.EYE, texts.privacy, if (state.discoverable) texts.canBeFound else texts.cannotBeFound, send)
    }
}

@Composable
private fun AppPart(send: (Intent) -> Unit) {
    val texts = strings.you
    Section(texts.appSection) {
        PageRow(YouPage.LOOK, Icon.GLOBE, texts.look, null, send)
        PageRow(YouPage.NOTES, Icon.EDIT, texts.notes, null, send)
        PageRow(YouPage.DIAGNOSTICS, Icon.LOG, texts.diagnostics, null, send)
        PageRow(YouPage.ABOUT, Icon.INFO, strings.account.about, null, send)
    }
}

@Composable
private fun AccountPart(send: (Intent) -> Unit) {
    Section(strings.you.accountSection) {
        PageRow(YouPage.ERASE, Icon.ERASE, strings.account.erase, null, send)
        PageRow(YouPage.DELETE_ACCOUNT, Icon.DELETE, strings.account.delete, null, send)
    }
}

@Composable
private fun Section(title: String, content: @Composable () -> Unit) {
    val small = Type.small.copy(fontWeight = FontWeight.SemiBold)
    Heading(title, Modifier.padding(Space.l, Space.l, Space.l, Space.s), small, colors.text2)
    Column(Modifier.background(colors.surface)) {
        Rule()
        content()
    }
}

@Composable
private fun PageRow(
    page: YouPage,
    icon: Icon,
    title: String,
    fact: String?,
    send: (Intent) -> Unit,
    factColor: Color = colors.text2,
) {
    Row(
        Modifier
            .fillMaxWidth()
            .testTag(Tags.page(page))
            .heightIn(min = HIT + Space.s)
            .press({ send(YouIntent.Open(page)) }, radius = 0.dp)
            .padding(Space.l, 9.dp),
        Arrangement.spacedBy(Space.m),
        Alignment.CenterVertically,
    ) {
        Glyph(icon, tint = colors.text2, size = 20.sp)
        Column(Modifier.weight(1f)) {
            Words(title)
            fact?.let { Words(it, style = Type.small, color = factColor) }
        }
        Glyph(Icon.NEXT, tint = colors.text2, size = 16.sp)
    }
    Rule()
}
