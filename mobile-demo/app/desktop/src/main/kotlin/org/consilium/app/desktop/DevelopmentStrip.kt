package org.consilium.app.desktop

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.BasicText
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import kotlinx.coroutines.flow.flowOf
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpStep

/** For tests: the strip above the app. */
const val DEVELOPMENT_STRIP = "development-strip"

private val GROUND = Color(0xFF5A3FA0)

/**
 * What no phone would show: the SMS code that a development relay wrote into its outbox, and the PIN
 * of an account that was signed up for trying the app out. Above the app and not part of it, in
 * English, and gone when there is nothing to tell.
 */
@Composable
fun DevelopmentStrip(state: AppState, outbox: Outbox, pin: String?) {
    val screen = state.screen
    val number = ((screen as? SignUp)?.step as? SignUpStep.Code)?.number
    val codes = remember(number) { if (number == null) flowOf(null) else outbox.codes(number) }
    val code by codes.collectAsState(null)
    val text = when {
        code != null -> "Development relay, no SMS was sent. The code: $code"
        pin != null && (screen is PinEntry || screen is PinClosed) -> "Development account. Its PIN: $pin"
        else -> return
    }
    BasicText(
        text,
        Modifier.fillMaxWidth().background(GROUND).padding(12.dp, 6.dp).testTag(DEVELOPMENT_STRIP),
        TextStyle(Color.White, 12.sp, textAlign = TextAlign.Center),
    )
}
