package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.coerceAtMost
import androidx.compose.ui.unit.dp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.ScanResult
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.AppBar
import org.consilium.app.views.parts.Block
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.FailureBanner
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Page
import org.consilium.app.views.parts.QrCode
import org.consilium.app.views.parts.Rule
import org.consilium.app.views.parts.SafetyNumber
import org.consilium.app.views.parts.Sheet
import org.consilium.app.views.parts.Sheeted
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.announced
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** The code to show, the number to read out, and a picture of theirs to read. */
@Composable
fun CompareScreen(state: CompareNumber, send: (Intent) -> Unit) {
    val texts = strings.compare
    val name = strings.shown(state.name)
    val sheet: (@Composable () -> Unit)? = state.result?.let { { ResultSheet(it, name, send) } }
    Sheeted(sheet) {
        Page(
            bar = {
                AppBar(texts.title, send)
                Rule()
            },
        ) {
            Block {
                NumberProof(state.number)
                FailureBanner(state.failure)
            }
            CodeBlock(state, name)
            PictureBlock(state, name, send)
            Block {
                Button(
                    texts.same,
                    Tags.SAME_NUMBERS,
                    { send(PeopleIntent.SameNumbers) },
                    loudness = Loudness.QUIET,
                    icon = Icon.CHECK,
                    enabled = !state.busy,
                )
                Button(
                    texts.different,
                    Tags.OTHER_NUMBERS,
                    { send(PeopleIntent.OtherNumbers) },
                    loudness = Loudness.DANGER_PLAIN,
                    enabled = !state.busy,
                )
            }
        }
    }
}

@Composable
private fun CodeBlock(state: CompareNumber, name: String) {
    val texts = strings.compare
    Block {
        Words(texts.how(name))
        BoxWithConstraints(Modifier.fillMaxWidth(), Alignment.Center) {
            QrCode(state.safety.code, texts.codeDescription(name), (maxWidth * 0.72f).coerceAtMost(260.dp))
        }
        SafetyNumber(state.safety.groups, Modifier.padding(vertical = Space.xs))
    }
}

@Composable
private fun PictureBlock(state: CompareNumber, name: String, send: (Intent) -> Unit) {
    val texts = strings.compare
    Block {
        Button(texts.readPicture, Tags.READ_PICTURE, { send(PeopleIntent.ReadPicture) }, icon = Icon.QR, busy = state.busy)
        Words(texts.readPictureText(name), style = Type.small, color = colors.text2)
    }
}

private class ResultWords(val title: String, val text: String, val icon: Icon, val tint: Color)

@Composable
private fun wordsOf(result: ScanResult, name: String): ResultWords {
    val texts = strings.compare
    return when (result) {
        ScanResult.MATCH -> ResultWords(texts.matchTitle, texts.matchText(name), Icon.KEY, colors.ok)
        ScanResult.MISMATCH -> ResultWords(texts.mismatchTitle, texts.mismatchText, Icon.WARN, colors.danger)
        ScanResult.NOT_A_CODE -> ResultWords(texts.notACodeTitle, texts.notACodeText, Icon.QR, colors.warn)
        ScanResult.NO_CODE_IN_PICTURE -> ResultWords(texts.noCodeTitle, texts.noCodeText, Icon.QR, colors.warn)
    }
}

@Composable
private fun ResultSheet(result: ScanResult, name: String, send: (Intent) -> Unit) {
    val words = wordsOf(result, name)
    val close = { send(PeopleIntent.CloseResult) }
    Sheet(words.title, close, words.icon, words.tint) {
        Column(
            Modifier.fillMaxWidth().testTag(Tags.SCAN_RESULT).announced(assertive = result == ScanResult.MISMATCH),
            Arrangement.spacedBy(Space.m),
        ) { Words(words.text) }
        if (result == ScanResult.NOT_A_CODE || result == ScanResult.NO_CODE_IN_PICTURE) {
            Button(strings.compare.anotherPicture, Tags.READ_PICTURE, { send(PeopleIntent.ReadPicture) }, icon = Icon.QR)
            Button(strings.common.cancel, Tags.RESULT_DONE, close, loudness = Loudness.PLAIN)
        } else {
            Button(strings.compare.done, Tags.RESULT_DONE, close)
        }
    }
}
