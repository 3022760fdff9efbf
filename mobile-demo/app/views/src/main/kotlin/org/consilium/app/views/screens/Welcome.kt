package org.consilium.app.views.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.SignUpIntent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.Welcome
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.Chip
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.Logo
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Page
import org.consilium.app.views.parts.Words
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** The first screen: what this is, in which language, and the two ways in. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
fun WelcomeScreen(state: Welcome, language: Language, send: (Intent) -> Unit) {
    val texts = strings.signUp
    Page(
        bar = {},
        actions = {
            Button(texts.create, Tags.CREATE_ACCOUNT, { send(SignUpIntent.Start) })
            Button(texts.makeAgain, Tags.MAKE_AGAIN, { send(SignUpIntent.StartRecovery) }, loudness = Loudness.QUIET)
        },
    ) {
        Column(
            Modifier.fillMaxWidth().background(colors.ink).padding(Space.xl, Space.huge, Space.xl, Space.xxl),
            Arrangement.spacedBy(Space.l),
        ) {
            Logo()
            Heading(texts.welcomeTitle, Modifier.padding(top = Space.s), Type.title, colors.onInk)
            Words(texts.welcomeText, color = colors.onInk2)
        }
        Column(Modifier.fillMaxWidth().padding(Space.xl, Space.l), Arrangement.spacedBy(Space.s)) {
            Words(texts.relay(strings.shown(state.relayName)), style = Type.small, color = colors.text2)
            FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s)) {
                for (each in Language.entries) {
                    Chip(each.ownName, each == language, Tags.language(each), { send(YouIntent.SetLanguage(each)) })
                }
            }
        }
    }
}
