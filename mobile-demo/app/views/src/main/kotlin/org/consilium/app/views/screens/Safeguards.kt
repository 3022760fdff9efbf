package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.state.PersonRow
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.presentation.state.RecoveryCode
import org.consilium.app.presentation.state.RecoveryStep
import org.consilium.app.presentation.strings.leftToRight
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Banner
import org.consilium.app.views.parts.Block
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.FailureBanner
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.NumberMoveBanner
import org.consilium.app.views.parts.RecoveryGroups
import org.consilium.app.views.parts.SwitchRow
import org.consilium.app.views.parts.Tone
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/** Being found, the number, and who is blocked. */
@Composable
internal fun PrivacyPage(state: Privacy, send: (Intent) -> Unit) {
    val texts = strings.you
    SettingsFrame(texts.privacy, send) {
        Block {
            FailureBanner(state.failure)
            SwitchRow(
                texts.discoverTitle,
                state.discoverable,
                Tags.DISCOVERABLE,
                { send(YouIntent.SetDiscoverable(!state.discoverable)) },
                enabled = !state.busy,
            )
            Words(texts.discoverText, style = Type.small, color = colors.text2)
        }
        NumberBlock(state, send)
        Block {
            Heading(texts.blockedSection, style = Type.button)
            if (state.blocked.isEmpty()) Words(texts.blockedNone, color = colors.text2)
            for (row in state.blocked) Blocked(row, send)
        }
    }
}

@Composable
private fun NumberBlock(state: Privacy, send: (Intent) -> Unit) {
    val texts = strings.you
    Block {
        Heading(texts.numberSection, style = Type.button)
        Words(leftToRight(state.number), style = Type.code)
        Words(texts.numberText, style = Type.small, color = colors.text2)
        NumberMoveBanner(state.numberMove, send)
        state.numberArrivesAtMs?.let {
            Banner(Icon.CLOCK, texts.numberArrives(formats.dateTime(it)), Tags.NUMBER_MOVE)
        }
    }
}

@Composable
private fun Blocked(row: PersonRow, send: (Intent) -> Unit) {
    Column(Modifier.padding(vertical = Space.xs), Arrangement.spacedBy(Space.xs)) {
        Named(row.name, style = Type.button)
        Button(
            strings.people.unblock,
            Tags.unblock(row.account),
            { send(PeopleIntent.Unblock(row.account)) },
            loudness = Loudness.QUIET,
            wide = false,
        )
    }
}

/** The recovery code: still to be written down, being typed back, or only on paper. */
@Composable
internal fun RecoveryPage(state: RecoveryCode, send: (Intent) -> Unit) {
    val texts = strings.you
    val step = state.step
    SettingsFrame(texts.recovery, send, if (step == RecoveryStep.OnPaper) null else ({ RecoveryActions(state, send) })) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.l)) {
            when (step) {
                RecoveryStep.OnPaper -> {
                    Banner(Icon.CHECK, texts.recoveryOnPaper, Tags.RECOVERY_SHOWN, tone = Tone.OK)
                    Words(texts.recoveryOnPaperText)
                }
                is RecoveryStep.Shown -> {
                    Words(texts.recoveryShownText)
                    RecoveryGroups(step.groups)
                    Banner(Icon.WARN, strings.signUp.writeWarning, Tags.WARNING, tone = Tone.WARN)
                }
                is RecoveryStep.TypeBack -> TypeBack(step, send)
            }
            FailureBanner(state.failure)
        }
    }
}

@Composable
private fun TypeBack(step: RecoveryStep.TypeBack, send: (Intent) -> Unit) {
    Words(strings.signUp.typeBackText)
    TypeBackFields(
        TypeBackText(step.first, step.second, step.typedFirst, step.typedSecond),
        { second, text -> send(YouIntent.RecoveryGroup(second, text)) },
        { send(YouIntent.ConfirmRecovery) },
    )
}

@Composable
private fun RecoveryActions(state: RecoveryCode, send: (Intent) -> Unit) {
    if (state.step is RecoveryStep.Shown) {
        Button(strings.signUp.written, Tags.CONTINUE, { send(YouIntent.TypeRecoveryBack) })
        return
    }
    Button(strings.signUp.showAgain, Tags.SHOW_AGAIN, { send(YouIntent.ShowRecoveryAgain) }, loudness = Loudness.PLAIN)
    Button(strings.you.confirm, Tags.CONFIRM, { send(YouIntent.ConfirmRecovery) }, busy = state.busy)
}
