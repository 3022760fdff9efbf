package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.Licence
import org.consilium.app.presentation.state.NumberCheck
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.AppBar
import org.consilium.app.views.parts.Avatar
import org.consilium.app.views.parts.Banner
import org.consilium.app.views.parts.Block
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.Page
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.SafetyNumber
import org.consilium.app.views.parts.Sheeted
import org.consilium.app.views.parts.Tone
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/** A person: who it is, by two separate proofs, and what can be done. */
@Composable
fun ContactScreen(state: Contact, send: (Intent) -> Unit) {
    val sheet: (@Composable () -> Unit)? = if (!state.confirmBlock) {
        null
    } else {
        {
            BlockSheet(
                strings.shown(state.name),
                { send(PeopleIntent.Block(state.account)) },
                { send(PeopleIntent.CancelBlock) },
            )
        }
    }
    Sheeted(sheet) {
        Page(
            bar = {
                AppBar(strings.people.contact, send)
                Rule()
            },
        ) {
            Who(state)
            if (state.blocked) BlockedBlock(state, send) else MessageBlock(state, send)
            Proofs(state)
            SafetyBlock(state, send)
            if (!state.blocked) BlockBlock(state, send)
        }
    }
}

@Composable
private fun Who(state: Contact) {
    Block {
        Row(
            Modifier.fillMaxWidth().padding(vertical = Space.xs),
            Arrangement.spacedBy(Space.l),
            Alignment.CenterVertically,
        ) {
            Avatar(state.name, big = true)
            Column(Modifier.weight(1f), Arrangement.spacedBy(2.dp)) {
                Named(state.name, style = Type.heading)
                if (state.profession.isNotBlank()) Named(state.profession, color = colors.text2)
                state.saysName?.let { Words(strings.people.saysName(strings.shown(it)), style = Type.small, color = colors.text2) }
            }
        }
        state.replaces?.let {
            Banner(Icon.INFO, strings.people.replaces(strings.shown(it)), Tags.WARNING, tone = Tone.WARN)
        }
        if (state.unreachable) Banner(Icon.OFFLINE, strings.people.unreachable, Tags.WARNING, tone = Tone.WARN)
    }
}

@Composable
private fun MessageBlock(state: Contact, send: (Intent) -> Unit) {
    Block {
        Button(
            strings.people.message,
            Tags.MESSAGE_PERSON,
            { send(PeopleIntent.Message(state.account)) },
            icon = Icon.CHAT,
            busy = state.busy,
        )
    }
}

@Composable
private fun BlockedBlock(state: Contact, send: (Intent) -> Unit) {
    Block {
        Words(strings.people.blockedText)
        Button(
            strings.people.unblock,
            Tags.UNBLOCK,
            { send(PeopleIntent.Unblock(state.account)) },
            loudness = Loudness.QUIET,
            busy = state.busy,
        )
    }
}

/** Shield: the organisation vouches for the person. Key: the owner vouches for the key. */
@Composable
private fun Proofs(state: Contact) {
    val texts = strings.people
    Block {
        Heading(texts.twoChecks, style = Type.button)
        when (val licence = state.licence) {
            Licence.NotChecked ->
                Proof(Tags.LICENCE_PROOF, Icon.UNVERIFIED, colors.text2, texts.licenceNotChecked, texts.licenceNotCheckedText)
            is Licence.Checked -> Proof(
                Tags.LICENCE_PROOF,
                Icon.VERIFIED,
                colors.ok,
                texts.licenceBy(strings.shown(licence.organisation), formats.date(licence.atMs)),
                texts.licenceSays(strings.shown(licence.profession)),
            )
        }
        NumberProof(state.number)
    }
}

@Composable
internal fun NumberProof(check: NumberCheck) {
    val texts = strings.people
    val tag = Tags.NUMBER_PROOF
    when (check) {
        NumberCheck.NotCompared -> Proof(tag, Icon.KEY, colors.text2, texts.numberNotCompared, texts.numberNotComparedText)
        NumberCheck.Compared -> Proof(tag, Icon.KEY, colors.ok, texts.numberCompared, texts.numberComparedText)
        is NumberCheck.NewKey ->
            Proof(tag, Icon.KEY, colors.warn, texts.numberNewKey(formats.date(check.sinceMs)), texts.numberNewKeyText)
        NumberCheck.Paused -> Proof(tag, Icon.KEY, colors.warn, texts.numberPaused, texts.numberPausedText)
        NumberCheck.Fork -> Proof(tag, Icon.WARN, colors.danger, texts.numberFork, texts.numberForkText)
    }
}

@Composable
private fun Proof(tag: String, icon: Icon, tint: Color, text: String, meaning: String) {
    Row(Modifier.fillMaxWidth().testTag(tag), Arrangement.spacedBy(Space.m)) {
        Glyph(icon, tint = tint, size = 23.sp)
        Column(Modifier.weight(1f)) {
            Words(text)
            Words(meaning, style = Type.small, color = colors.text2)
        }
    }
}

@Composable
private fun SafetyBlock(state: Contact, send: (Intent) -> Unit) {
    val safety = state.safety ?: return
    val texts = strings.compare
    Block {
        Heading(texts.title, style = Type.button)
        SafetyNumber(safety.groups)
        val compared = state.number == NumberCheck.Compared
        Button(
            if (compared) texts.compareAgain else texts.compare,
            Tags.COMPARE,
            { send(PeopleIntent.Compare(state.account)) },
            loudness = Loudness.QUIET,
            icon = Icon.QR,
        )
    }
}

@Composable
private fun BlockBlock(state: Contact, send: (Intent) -> Unit) {
    Block {
        ActionRow(Icon.NO, strings.people.block(strings.shown(state.name)), Tags.BLOCK, colors.danger, colors.danger) {
            send(PeopleIntent.AskBlock(state.account))
        }
    }
}
