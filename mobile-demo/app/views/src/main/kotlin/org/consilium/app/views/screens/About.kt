package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.state.About
import org.consilium.app.presentation.state.Component
import org.consilium.app.presentation.state.LicenceText
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.Block
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.Logo
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.ReportText
import org.consilium.app.views.parts.Typed
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** What this app is, and what it contains. */
@Composable
internal fun AboutPage(state: About, send: (Intent) -> Unit) {
    val texts = strings.account
    SettingsFrame(texts.about, send) {
        Block {
            Logo(side = 48.dp)
            Heading("Consilium")
            Column {
                Words(texts.version(state.version), style = Type.small, color = colors.text2)
                Words(texts.relay(strings.shown(state.relay)), style = Type.small, color = colors.text2)
            }
            Words(texts.aboutText)
            Button(
                texts.ownLicence,
                Tags.OWN_LICENCE,
                { send(YouIntent.OpenOwnLicence) },
                loudness = Loudness.QUIET,
                icon = Icon.FILE,
            )
        }
        if (state.components.isNotEmpty()) {
            Block {
                Heading(texts.components, style = Type.button)
                for (component in state.components) Contained(component)
            }
        }
    }
}

@Composable
private fun Contained(component: Component) {
    Column(Modifier.padding(vertical = 2.dp), Arrangement.spacedBy(1.dp)) {
        Typed("${component.name} ${component.version}", style = Type.small)
        Typed(component.licence, style = Type.meta, color = colors.text2)
    }
}

/** One licence in full, as its authors wrote it. */
@Composable
internal fun LicencePage(state: LicenceText, send: (Intent) -> Unit) {
    SettingsFrame(strings.account.licence, send) {
        Column(Modifier.padding(Space.l), Arrangement.spacedBy(Space.m)) {
            Typed(state.title, style = Type.heading)
            ReportText(state.text, Tags.LICENCE_TEXT)
        }
    }
}
