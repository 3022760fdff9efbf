package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.state.RequestRow
import org.consilium.app.presentation.state.Requests
import org.consilium.app.presentation.state.Search
import org.consilium.app.presentation.state.SearchResult
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.AppBar
import org.consilium.app.views.parts.Avatar
import org.consilium.app.views.parts.Badge
import org.consilium.app.views.parts.Block
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Empty
import org.consilium.app.views.parts.Entry
import org.consilium.app.views.parts.FieldKind
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.Skeleton
import org.consilium.app.views.parts.Tone
import org.consilium.app.views.parts.Typed
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.press
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/** Words in any message on this phone. */
@Composable
fun SearchScreen(state: Search, send: (Intent) -> Unit) {
    val texts = strings.list
    LazyColumn(Modifier.fillMaxSize().background(colors.bg).testTag(Tags.LIST)) {
        item("head") {
            AppBar(texts.searchTitle, send)
            Column(Modifier.background(colors.surface).padding(Space.l, 0.dp, Space.l, Space.m)) {
                Entry(
                    texts.searchLabel,
                    state.typed,
                    Tags.SEARCH_FIELD,
                    { send(ListIntent.SearchText(it)) },
                    kind = FieldKind.SEARCH,
                    placeholder = texts.searchLabel,
                )
            }
            Rule()
        }
        items(state.hits, key = { it.message }) { Hit(it, send) }
        if (state.hits.isEmpty()) {
            item("none") { Empty(Icon.SEARCH, null, if (state.searched) texts.searchNothing else texts.searchHint) }
        }
    }
}

@Composable
private fun Hit(hit: SearchResult, send: (Intent) -> Unit) {
    ListRow(Tags.hit(hit.message), colors.surface, { send(ListIntent.OpenHit(hit.account, hit.message)) }) {
        Avatar(hit.name)
        Column(Modifier.weight(1f), Arrangement.spacedBy(2.dp)) {
            Named(hit.name, style = Type.text.copy(fontWeight = FontWeight.SemiBold))
            Typed(hit.excerpt, style = Type.small, color = colors.text2)
            Words(formats.brief(hit.atMs, strings.common), style = Type.meta, color = colors.text2)
        }
    }
}

/** People unknown so far: accept, decline or block, each by its word. */
@Composable
fun RequestsScreen(state: Requests, send: (Intent) -> Unit) {
    val texts = strings.list
    LazyColumn(Modifier.fillMaxSize().background(colors.bg).testTag(Tags.LIST)) {
        item("head") {
            AppBar(texts.requestsTitle, send)
            Rule()
            Words(texts.requestsText, Modifier.padding(Space.l), Type.small, colors.text2)
        }
        items(state.rows, key = { it.account }) { Request(it, send) }
        if (state.rows.isEmpty()) {
            item("none") { if (state.loading) Skeleton() else Empty(Icon.PERSON, null, texts.requestsEmpty) }
        }
    }
}

@Composable
private fun Request(row: RequestRow, send: (Intent) -> Unit) {
    Block(Modifier.testTag(Tags.request(row.account))) {
        Row(
            Modifier.testTag(Tags.person(row.account)).press({ send(ListIntent.OpenConversation(row.account)) }).padding(vertical = Space.xs),
            Arrangement.spacedBy(Space.m),
            Alignment.CenterVertically,
        ) {
            Avatar(row.name)
            Column(Modifier.weight(1f)) {
                Named(row.name, style = Type.text.copy(fontWeight = FontWeight.SemiBold))
                if (row.profession.isNotBlank()) Named(row.profession, style = Type.small, color = colors.text2)
            }
            Words(formats.brief(row.atMs, strings.common), style = Type.meta, color = colors.text2)
        }
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s), verticalAlignment = Alignment.CenterVertically) {
            if (row.urgent) Badge(strings.common.urgency(Urgency.URGENT), Tone.DANGER, Icon.URGENT)
            Box(Modifier.weight(1f)) { Row { PreviewWords(row.preview, colors.surface) } }
        }
        RequestActions(row, send)
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun RequestActions(row: RequestRow, send: (Intent) -> Unit) {
    val texts = strings.list
    FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s), Arrangement.spacedBy(Space.xs)) {
        Button(texts.accept, Tags.accept(row.account), { send(PeopleIntent.Accept(row.account)) }, loudness = Loudness.QUIET, wide = false)
        Button(
            texts.decline,
            Tags.decline(row.account),
            { send(PeopleIntent.Decline(row.account)) },
            loudness = Loudness.PLAIN,
            wide = false,
        )
        Button(
            texts.block,
            Tags.block(row.account),
            { send(PeopleIntent.Block(row.account)) },
            loudness = Loudness.DANGER_PLAIN,
            wide = false,
        )
    }
}
