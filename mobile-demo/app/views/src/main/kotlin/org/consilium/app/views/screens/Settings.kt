package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.font.FontWeight
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.About
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.ChangePin
import org.consilium.app.presentation.state.ChangePinStep
import org.consilium.app.presentation.state.DeleteAccount
import org.consilium.app.presentation.state.DeviceRow
import org.consilium.app.presentation.state.Devices
import org.consilium.app.presentation.state.Diagnostics
import org.consilium.app.presentation.state.EditProfile
import org.consilium.app.presentation.state.EraseDevice
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.LicenceText
import org.consilium.app.presentation.state.LockSettings
import org.consilium.app.presentation.state.LookAndLanguage
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.presentation.state.RecoveryCode
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.AppBar
import org.consilium.app.views.parts.Block
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.FailureBanner
import org.consilium.app.views.parts.Field
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Named
import org.consilium.app.views.parts.Page
import org.consilium.app.views.parts.RadioRow
import org.consilium.app.views.parts.ReportText
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.SwitchRow
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/** The pages behind *You*. */
@Composable
internal fun SettingsPage(screen: Screen, appearance: Appearance, send: (Intent) -> Unit) {
    when (screen) {
        is EditProfile -> ProfilePage(screen, send)
        is Devices -> DevicesPage(screen, send)
        is Privacy -> PrivacyPage(screen, send)
        LookAndLanguage -> LookPage(appearance, send)
        is LockSettings -> LockPage(screen, send)
        is ChangePin -> ChangePinPage(screen, send)
        is RecoveryCode -> RecoveryPage(screen, send)
        is Diagnostics -> DiagnosticsPage(screen, send)
        is About -> AboutPage(screen, send)
        is LicenceText -> LicencePage(screen, send)
        is DeleteAccount -> DeleteAccountPage(screen, send)
        is EraseDevice -> ErasePage(screen, send)
        else -> error("${screen::class.simpleName} is no page behind You")
    }
}

/** A page with a bar, a line below it, and its parts. */
@Composable
internal fun SettingsFrame(
    title: String,
    send: (Intent) -> Unit,
    actions: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) = Page(
    bar = {
        AppBar(title, send)
        Rule()
    },
    actions = actions,
    content = content,
)

@Composable
private fun ProfilePage(state: EditProfile, send: (Intent) -> Unit) {
    val texts = strings.signUp
    SettingsFrame(
        strings.you.editProfile,
        send,
        { Button(strings.common.save, Tags.SAVE, { send(YouIntent.SaveProfile) }, busy = state.busy) },
    ) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.l)) {
            Words(strings.you.profileText, color = colors.text2)
            Field(texts.nameLabel, state.name, Tags.NAME, { send(YouIntent.Name(it)) }, failure = state.failure)
            Field(
                texts.professionLabel,
                state.profession,
                Tags.PROFESSION,
                { send(YouIntent.Profession(it)) },
                hint = texts.professionHint,
                onSubmit = { send(YouIntent.SaveProfile) },
            )
        }
    }
}

@Composable
private fun DevicesPage(state: Devices, send: (Intent) -> Unit) {
    SettingsFrame(strings.you.devices, send) {
        for (row in state.rows) Device(row)
        Words(strings.you.devicesText, Modifier.padding(Space.l), Type.small, colors.text2)
    }
}

@Composable
private fun Device(row: DeviceRow) {
    val texts = strings.you
    Block(Modifier.testTag(Tags.device(row.id))) {
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.m), Alignment.CenterVertically) {
            Glyph(Icon.DEVICE, tint = colors.text2)
            Column(Modifier.weight(1f)) {
                val kind = if (row.thisOne) texts.thisDevice else texts.aDevice
                Words(kind, style = Type.text.copy(fontWeight = FontWeight.SemiBold))
                if (row.name.isNotBlank()) Named(row.name, style = Type.small, color = colors.text2)
                row.sinceMs?.let { Words(texts.deviceSince(formats.date(it)), style = Type.small, color = colors.text2) }
            }
        }
    }
}

/** Language, theme and text size: each choice shows at once. */
@Composable
private fun LookPage(appearance: Appearance, send: (Intent) -> Unit) {
    val texts = strings.you
    SettingsFrame(texts.look, send) {
        Choices(texts.language) {
            for (each in Language.entries) {
                RadioRow(each.ownName, each == appearance.language, Tags.language(each), { send(YouIntent.SetLanguage(each)) })
            }
        }
        Choices(texts.theme) {
            for (each in ThemeChoice.entries) {
                RadioRow(texts.themeChoice(each), each == appearance.theme, Tags.theme(each), { send(YouIntent.SetTheme(each)) })
            }
        }
        Choices(texts.textSize) {
            for (each in TextScale.entries) {
                RadioRow(texts.textScale(each), each == appearance.textScale, Tags.textScale(each), { send(YouIntent.SetTextScale(each)) })
            }
            Words(texts.sample, Modifier.padding(Space.xs, Space.s))
        }
    }
}

@Composable
private fun Choices(title: String, content: @Composable ColumnScope.() -> Unit) {
    Block {
        Heading(title, style = Type.button)
        Column(Modifier.selectableGroup(), content = content)
    }
}

@Composable
private fun LockPage(state: LockSettings, send: (Intent) -> Unit) {
    val texts = strings.you
    SettingsFrame(texts.lock, send) {
        Choices(texts.lockAfter) {
            for (minutes in state.choices) {
                RadioRow(
                    texts.minutes(minutes),
                    minutes == state.minutes,
                    Tags.lockAfter(minutes),
                    { send(YouIntent.SetLockMinutes(minutes)) },
                )
            }
            Words(texts.lockText, Modifier.padding(Space.xs, Space.s), Type.small, colors.text2)
        }
        state.biometrics?.let { on ->
            Block {
                FailureBanner(state.failure)
                SwitchRow(
                    texts.biometrics,
                    on,
                    Tags.BIOMETRICS,
                    { send(YouIntent.SetBiometrics(!on)) },
                    enabled = !state.busy,
                )
                Words(texts.biometricsText, style = Type.small, color = colors.text2)
            }
        }
        Block {
            Button(
                texts.changePin,
                Tags.page(YouPage.CHANGE_PIN),
                { send(YouIntent.Open(YouPage.CHANGE_PIN)) },
                loudness = Loudness.QUIET,
            )
        }
    }
}

@Composable
private fun ChangePinPage(state: ChangePin, send: (Intent) -> Unit) {
    val texts = strings.you
    SettingsFrame(texts.changePin, send) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.l)) {
            val title = when (state.step) {
                ChangePinStep.OLD -> texts.oldPin
                ChangePinStep.NEW -> texts.newPin
                ChangePinStep.REPEAT -> texts.newPinAgain
            }
            Heading(title, style = Type.page)
            if (state.step == ChangePinStep.NEW) PinRules()
            NewPinEntry(state.length, state.words, state.busy, state.failure, send)
        }
    }
}

@Composable
private fun DiagnosticsPage(state: Diagnostics, send: (Intent) -> Unit) {
    val texts = strings.you
    SettingsFrame(
        texts.diagnostics,
        send,
        {
            FailureBanner(state.failure)
            if (state.saved) Words(texts.reportSaved, style = Type.small, color = colors.ok)
            Button(texts.saveReport, Tags.SAVE_REPORT, { send(YouIntent.SaveDiagnostics) }, icon = Icon.DOWNLOAD)
            Button(texts.copyReport, Tags.COPY_REPORT, { send(YouIntent.CopyDiagnostics) }, loudness = Loudness.QUIET)
        },
    ) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.l)) {
            Words(texts.diagnosticsText)
            ReportText(state.report, Tags.REPORT)
        }
    }
}
