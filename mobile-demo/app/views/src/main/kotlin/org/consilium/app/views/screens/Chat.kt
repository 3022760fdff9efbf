package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
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
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.ChatIntent
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.Retention
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Avatar
import org.consilium.app.views.parts.LineStrip
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.Proved
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.Sheeted
import org.consilium.app.views.parts.Strip
import org.consilium.app.views.parts.TapIcon
import org.consilium.app.views.parts.Tone
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.announced
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** The most of the window that head and composer take each; what is more scrolls. */
private const val EDGE_SHARE = 0.42f

/** A conversation: who, whether proved, how long it stays, what was said, to whom one writes. */
@Composable
fun ChatScreen(state: Chat, send: (Intent) -> Unit) {
    val sheet: (@Composable () -> Unit)? = state.sheet?.let { { ChatSheets(it, state, send) } }
    Sheeted(sheet) {
        BoxWithConstraints(Modifier.fillMaxSize().background(colors.bg)) {
            val edge = maxHeight * EDGE_SHARE
            val order = rememberReadingOrder()
            Moves(order)
            Column(Modifier.fillMaxSize()) {
                Edged(order.above) {
                    Column(Modifier.heightIn(max = edge).verticalScroll(rememberScrollState())) {
                        ChatHead(state, send)
                        Facts(state, send)
                    }
                }
                Box(Modifier.weight(1f)) { Thread(state, order, send) }
                Edged(order.below) {
                    Column(Modifier.heightIn(max = edge + edge / 4).verticalScroll(rememberScrollState())) { Foot(state, send) }
                }
            }
        }
    }
}

@Composable
private fun ChatHead(state: Chat, send: (Intent) -> Unit) {
    Row(
        Modifier.fillMaxWidth().background(colors.surface).heightIn(min = 64.dp).padding(Space.s),
        Arrangement.spacedBy(Space.xs),
        Alignment.CenterVertically,
    ) {
        TapIcon(Icon.BACK, strings.common.back, Tags.BACK, { send(Intent.Back) })
        Row(
            Modifier
                .weight(1f)
                .testTag(Tags.CHAT_HEAD)
                .press({ send(ChatIntent.OpenContact) }, enabled = !state.self, label = strings.chat.openContact)
                .padding(vertical = Space.xs),
            Arrangement.spacedBy(10.dp),
            Alignment.CenterVertically,
        ) {
            // Large text needs the width more than the disc does.
            if (!largeText) Avatar(state.name, self = state.self)
            Column(Modifier.weight(1f)) {
                val name = if (state.self) strings.list.self else state.name
                Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
                    Named(name, Modifier.weight(1f, fill = false).semantics { heading() }, Type.heading)
                    if (state.compared && state.warning != ChatWarning.Fork) Proved()
                }
                if (!state.self) HeadProof(state)
            }
        }
        TapIcon(Icon.MORE, strings.chat.more, Tags.CHAT_MORE, { send(ChatIntent.OpenMore) })
    }
}

/** Profession, or what is wrong with the key. */
@Composable
private fun HeadProof(state: Chat) {
    Row(horizontalArrangement = Arrangement.spacedBy(5.dp), verticalAlignment = Alignment.CenterVertically) {
        val doubtful = state.warning is ChatWarning.NewKeyPaused || state.warning is ChatWarning.NewKey
        when {
            state.warning == ChatWarning.Fork -> Glyph(Icon.WARN, tint = colors.danger, size = 15.sp)
            doubtful -> Glyph(Icon.KEY, tint = colors.warn, size = 15.sp)
        }
        when {
            doubtful -> Words(strings.list.newKey, style = Type.small, color = colors.text2)
            state.profession.isNotBlank() -> Named(state.profession, style = Type.small, color = colors.text2)
        }
    }
}

/** The strips that a conversation never hides, and those that ask to be looked at. */
@Composable
private fun Facts(state: Chat, send: (Intent) -> Unit) {
    val texts = strings.chat
    Rule()
    when (val retention = state.retention) {
        Retention.ThirtyDays -> Strip(Icon.CLOCK, texts.thirtyDays, Tags.FACTS)
        is Retention.Kept -> {
            val since = retention.sinceMs
            val words = if (since == null) texts.keptStrip else texts.keptSince(formats.shortDate(since))
            Strip(Icon.KEEP, words, Tags.FACTS, tone = Tone.KEPT)
        }
    }
    LineStrip(state.line, send)
    state.warning?.let { WarningStrip(it, strings.shown(state.name), send) }
    if (state.quarantined > 0) {
        Strip(
            Icon.UNVERIFIED,
            texts.quarantined(state.quarantined),
            Tags.QUARANTINE,
            tone = Tone.WARN,
            action = texts.details,
            onAction = { send(ChatIntent.OpenQuarantine) },
        )
    }
}

@Composable
private fun WarningStrip(warning: ChatWarning, name: String, send: (Intent) -> Unit) {
    val texts = strings.chat
    val show = WarningWords(warning, send)
    when (warning) {
        ChatWarning.NewKeyPaused ->
            show.Shown(Icon.KEY, texts.newKeyPaused(name), Tone.WARN, texts.check, ChatIntent.OpenNewKey)
        is ChatWarning.NewKey -> {
            val words = texts.newKeyNotice(name, formats.shortDate(warning.sinceMs))
            show.Shown(Icon.KEY, words, Tone.WARN, texts.check, ChatIntent.OpenNewKey)
        }
        ChatWarning.Fork -> show.Shown(Icon.WARN, texts.fork(name), Tone.DANGER, null, null)
        ChatWarning.Unreachable -> show.Shown(Icon.OFFLINE, texts.unreachable(name), Tone.WARN, null, null)
        ChatWarning.Blocked -> show.Shown(Icon.NO, texts.blocked(name), Tone.PLAIN, texts.unblock, ChatIntent.Unblock)
        ChatWarning.Request -> show.Shown(Icon.PERSON, texts.request, Tone.PLAIN, null, null)
    }
}

private class WarningWords(private val warning: ChatWarning, private val send: (Intent) -> Unit) {
    @Composable
    fun Shown(icon: Icon, text: String, tone: Tone, action: String?, intent: ChatIntent?) {
        val serious = warning == ChatWarning.Fork || warning == ChatWarning.NewKeyPaused
        Strip(icon, text, Tags.WARNING, Modifier.announced(serious), tone, action, Tags.WARNING_ACTION) { intent?.let(send) }
    }
}
