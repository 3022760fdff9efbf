package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.strings.strong
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.AppBar
import org.consilium.app.views.parts.Banner
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Empty
import org.consilium.app.views.parts.Entry
import org.consilium.app.views.parts.FailureBanner
import org.consilium.app.views.parts.FieldKind
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.LineStrip
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Page
import org.consilium.app.views.parts.Person
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.Skeleton
import org.consilium.app.views.parts.TabBar
import org.consilium.app.views.parts.TapIcon
import org.consilium.app.views.parts.TitleBar
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** Everybody that this phone knows. */
@Composable
fun ColleaguesScreen(state: Colleagues, send: (Intent) -> Unit) {
    Column(Modifier.fillMaxSize().background(colors.bg)) {
        val along = largeText
        if (!along) ColleaguesHead(state, send)
        Box(Modifier.weight(1f)) {
            LazyColumn(Modifier.fillMaxSize().testTag(Tags.LIST)) {
                if (along) item("head") { ColleaguesHead(state, send) }
                items(state.rows, key = { it.account }) {
                    Person(it, Tags.person(it.account)) { send(PeopleIntent.OpenContact(it.account)) }
                }
                if (state.rows.isEmpty()) item("none") { Nobody(state, send) }
            }
        }
        TabBar(Tab.COLLEAGUES, send)
    }
}

@Composable
private fun ColleaguesHead(state: Colleagues, send: (Intent) -> Unit) {
    val texts = strings.people
    Column(Modifier.background(colors.surface)) {
        TitleBar(texts.title) {
            TapIcon(Icon.PLUS, texts.find, Tags.FIND, { send(PeopleIntent.OpenFind) })
        }
        if (state.rows.isNotEmpty() || state.filter.isNotEmpty()) {
            Column(Modifier.padding(Space.l, 0.dp, Space.l, Space.m)) {
                Entry(
                    texts.filterLabel,
                    state.filter,
                    Tags.FILTER_PEOPLE,
                    { send(PeopleIntent.FilterText(it)) },
                    kind = FieldKind.SEARCH,
                    placeholder = texts.filterLabel,
                )
            }
        }
        Rule()
        LineStrip(state.line, send)
    }
}

@Composable
private fun Nobody(state: Colleagues, send: (Intent) -> Unit) {
    val texts = strings.people
    when {
        state.loading -> Skeleton()
        state.filter.isNotEmpty() -> Empty(Icon.SEARCH, null, texts.filterEmpty)
        else -> Empty(Icon.PEOPLE, texts.emptyTitle, texts.emptyText) {
            Button(texts.find, Tags.FIND_FIRST, { send(PeopleIntent.OpenFind) }, wide = false)
        }
    }
}

/** Finding by an address book: what it tells the relay stands before the button that does it. */
@Composable
fun FindScreen(state: FindColleagues, send: (Intent) -> Unit) {
    val texts = strings.people
    val step = state.step
    Page(
        bar = { AppBar(texts.findTitle, send) },
        actions = { FindActions(state, send) },
    ) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.l)) {
            when (step) {
                FindStep.Ask -> {
                    Honest()
                    Words(texts.findFile, color = colors.text2)
                }
                is FindStep.Imported -> ImportedFacts(step)
                is FindStep.Result -> ResultFacts(step)
            }
            FailureBanner(state.failure)
        }
        if (step is FindStep.Result) {
            for (row in step.rows) Person(row, Tags.person(row.account)) { send(PeopleIntent.OpenContact(row.account)) }
        }
    }
}

/** What the relay learns, before anything is sent. */
@Composable
private fun Honest() = Banner(Icon.INFO, strings.people.findHonest + " " + strong(strings.people.findNames), Tags.HONEST)

@Composable
private fun ImportedFacts(step: FindStep.Imported) {
    val texts = strings.people
    Heading(texts.imported(step.people), style = Type.page)
    Words(texts.numbers(step.numbers))
    if (step.notUnderstood > 0) Words(texts.notUnderstood(step.notUnderstood), style = Type.small, color = colors.text2)
    Honest()
}

@Composable
private fun ResultFacts(step: FindStep.Result) {
    val texts = strings.people
    Heading(texts.result(step.rows.size), style = Type.page)
    Words(texts.resultOf(step.asked), style = Type.small, color = colors.text2)
    Words(if (step.rows.isEmpty()) texts.resultNone else texts.resultText, color = colors.text2)
}

/** *Find* and *Not now* are of equal size. */
@Composable
private fun FindActions(state: FindColleagues, send: (Intent) -> Unit) {
    val texts = strings.people
    when (val step = state.step) {
        FindStep.Ask -> {
            Button(texts.chooseFile, Tags.CHOOSE_FILE, { send(PeopleIntent.ChooseAddressBook) }, icon = Icon.FILE, busy = state.busy)
            NotNow(state.busy, send)
        }
        is FindStep.Imported -> {
            Button(texts.sendFingerprints(step.numbers), Tags.SEND_FINGERPRINTS, { send(PeopleIntent.Find) }, busy = state.busy)
            NotNow(state.busy, send)
        }
        is FindStep.Result -> {
            Button(
                texts.otherFile,
                Tags.OTHER_FILE,
                { send(PeopleIntent.ChooseAddressBook) },
                loudness = Loudness.QUIET,
                icon = Icon.FILE,
                busy = state.busy,
            )
        }
    }
}

@Composable
private fun NotNow(busy: Boolean, send: (Intent) -> Unit) {
    Button(strings.people.notNow, Tags.NOT_NOW, { send(PeopleIntent.NotNow) }, loudness = Loudness.QUIET, enabled = !busy)
}
