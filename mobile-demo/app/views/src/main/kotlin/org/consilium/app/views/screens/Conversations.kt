package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Tab
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.AlarmBanners
import org.consilium.app.views.parts.Banner
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Chip
import org.consilium.app.views.parts.Empty
import org.consilium.app.views.parts.LineStrip
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.NumberMoveBanner
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.Skeleton
import org.consilium.app.views.parts.TabBar
import org.consilium.app.views.parts.TapIcon
import org.consilium.app.views.parts.TitleBar
import org.consilium.app.views.parts.Tone
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** The list of conversations: urgent on top, then requests, then the others. */
@Composable
fun ConversationsScreen(state: Conversations, send: (Intent) -> Unit) {
    Column(Modifier.fillMaxSize().background(colors.bg)) {
        val along = largeText
        if (!along) ListHead(state, send)
        Box(Modifier.weight(1f)) {
            LazyColumn(Modifier.fillMaxSize().testTag(Tags.LIST)) {
                if (along) item("head") { ListHead(state, send) }
                item("alarms") { Notes(state, send) }
                val (urgent, others) = state.rows.partition { it.urgent > 0 }
                items(urgent, key = { it.conversation }) { ConversationItem(it, send) }
                if (state.requests > 0 && state.filter == ConversationFilter.ALL) {
                    item("requests") { RequestsRow(state.requests, send) }
                }
                items(others, key = { it.conversation }) { ConversationItem(it, send) }
                if (state.rows.isEmpty()) item("none") { NoRows(state, send) }
            }
        }
        TabBar(Tab.CONVERSATIONS, send)
    }
}

@Composable
private fun ListHead(state: Conversations, send: (Intent) -> Unit) {
    Column {
        TitleBar(strings.list.title) {
            TapIcon(Icon.SEARCH, strings.list.search, Tags.SEARCH, { send(ListIntent.OpenSearch) })
            TapIcon(Icon.PLUS, strings.list.new, Tags.NEW_CONVERSATION, { send(ListIntent.NewConversation) })
        }
        Rule()
        LineStrip(state.line, send)
        if (state.rows.isNotEmpty() || state.filter != ConversationFilter.ALL) Filters(state, send)
    }
}

@Composable
private fun Filters(state: Conversations, send: (Intent) -> Unit) {
    val label = strings.list.filters
    Row(
        Modifier
            .fillMaxWidth()
            .semantics { contentDescription = label }
            .selectableGroup()
            .horizontalScroll(rememberScrollState())
            .padding(horizontal = Space.l, vertical = Space.xs),
        Arrangement.spacedBy(Space.s),
    ) {
        for (filter in ConversationFilter.entries) {
            val count = state.countOf(filter)
            if (count == 0 && filter != state.filter) continue
            val icon = if (filter == ConversationFilter.URGENT) Icon.URGENT else null
            val text = strings.list.filter(filter, count ?: 0)
            Chip(text, filter == state.filter, Tags.filter(filter), { send(ListIntent.Filter(filter)) }, icon)
        }
    }
    Rule()
}

/** None for those that are not counted. */
private fun Conversations.countOf(filter: ConversationFilter): Int? = when (filter) {
    ConversationFilter.URGENT -> urgentCount
    ConversationFilter.UNREAD -> unreadCount
    else -> null
}

/** What asks to be looked at, above the list. */
@Composable
private fun Notes(state: Conversations, send: (Intent) -> Unit) {
    val any = state.alarms.isNotEmpty() || state.numberMove != null || state.recoveryOpen
    if (!any) return
    Column(Modifier.padding(Space.m), Arrangement.spacedBy(Space.s)) {
        AlarmBanners(state.alarms)
        NumberMoveBanner(state.numberMove, send)
        if (state.recoveryOpen) {
            Banner(Icon.KEY, strings.list.recoveryOpen, Tags.WARNING, tone = Tone.WARN) {
                Button(
                    strings.list.confirmNow,
                    Tags.CONFIRM_RECOVERY,
                    { send(ListIntent.OpenRecoveryCode) },
                    loudness = Loudness.QUIET,
                    wide = false,
                )
            }
        }
    }
}

@Composable
private fun NoRows(state: Conversations, send: (Intent) -> Unit) {
    val texts = strings.list
    when {
        state.loading -> Skeleton()
        state.filter != ConversationFilter.ALL -> Empty(Icon.CHAT, null, texts.emptyFilter)
        else -> Empty(Icon.CHAT, texts.emptyTitle, texts.emptyText) {
            Button(strings.people.find, Tags.FIND_FIRST, { send(PeopleIntent.OpenFind) }, wide = false)
        }
    }
}
