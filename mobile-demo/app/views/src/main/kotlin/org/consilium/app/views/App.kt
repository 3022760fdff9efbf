package org.consilium.app.views

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.key
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.input.pointer.PointerEventPass
import androidx.compose.ui.input.pointer.PointerEventType
import androidx.compose.ui.input.pointer.pointerInput
import kotlinx.coroutines.delay
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Erased
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Requests
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.Search
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignedOut
import org.consilium.app.presentation.state.Starting
import org.consilium.app.presentation.state.Welcome
import org.consilium.app.presentation.state.You
import org.consilium.app.views.parts.KeyboardHome
import org.consilium.app.views.parts.NoticeBar
import org.consilium.app.views.parts.Skeleton
import org.consilium.app.views.screens.ChatScreen
import org.consilium.app.views.screens.ColleaguesScreen
import org.consilium.app.views.screens.CompareScreen
import org.consilium.app.views.screens.ContactScreen
import org.consilium.app.views.screens.ConversationsScreen
import org.consilium.app.views.screens.ErasedScreen
import org.consilium.app.views.screens.FindScreen
import org.consilium.app.views.screens.PinClosedScreen
import org.consilium.app.views.screens.PinScreen
import org.consilium.app.views.screens.RequestsScreen
import org.consilium.app.views.screens.SearchScreen
import org.consilium.app.views.screens.SettingsPage
import org.consilium.app.views.screens.SignUpScreen
import org.consilium.app.views.screens.SignedOutScreen
import org.consilium.app.views.screens.WelcomeScreen
import org.consilium.app.views.screens.YouScreen
import org.consilium.app.views.theme.ConsiliumTheme
import org.consilium.app.views.theme.colors

/** Milliseconds between two signs of life: the lock counts minutes. */
private const val ACTIVE_EVERY = 5_000L

/** The whole app: what [state] says is seen, what the person does is sent. */
@Composable
fun App(state: AppState, send: (Intent) -> Unit) {
    ConsiliumTheme(state) {
        KeyboardHome(Modifier.fillMaxSize().background(colors.bg).escapeGoesBack(send).tellsActive(send)) {
            // A page of its own for each route: fields and scroll positions do not leak into the next.
            key(routeOf(state.screen)) { Shown(state.screen, state, send) }
            state.notice?.let { NoticeBar(it, send, Modifier.align(Alignment.BottomCenter)) }
        }
    }
}

@Composable
private fun Shown(screen: Screen, state: AppState, send: (Intent) -> Unit) {
    when (screen) {
        Starting -> Skeleton()
        is Welcome -> WelcomeScreen(screen, state.appearance.language, send)
        is SignUp -> SignUpScreen(screen, send)
        is PinEntry -> PinScreen(screen, send)
        is PinClosed -> PinClosedScreen(screen, send)
        is Conversations -> ConversationsScreen(screen, send)
        is Search -> SearchScreen(screen, send)
        is Requests -> RequestsScreen(screen, send)
        is Chat -> ChatScreen(screen, send)
        is Colleagues -> ColleaguesScreen(screen, send)
        is FindColleagues -> FindScreen(screen, send)
        is Contact -> ContactScreen(screen, send)
        is CompareNumber -> CompareScreen(screen, send)
        is You -> YouScreen(screen, send)
        is SignedOut -> SignedOutScreen(screen, send)
        is Erased -> ErasedScreen(screen, send)
        else -> SettingsPage(screen, state.appearance, send)
    }
}

/** What tells one route from another: the kind of page, and whose or which step it is. */
private fun routeOf(screen: Screen): Any = when (screen) {
    is Chat -> screen::class to screen.conversation
    is Contact -> screen::class to screen.account
    is CompareNumber -> screen::class to screen.account
    is SignUp -> screen::class to screen.step::class
    else -> screen::class
}

private fun Modifier.escapeGoesBack(send: (Intent) -> Unit): Modifier = onKeyEvent {
    val escape = it.key == Key.Escape && it.type == KeyEventType.KeyDown
    if (escape) send(Intent.Back)
    escape
}

/** Touch, mouse and keys count as use, told at most every few seconds. */
@Composable
private fun Modifier.tellsActive(send: (Intent) -> Unit): Modifier {
    val sign = remember { ActiveSign() }
    LaunchedEffect(sign.count) {
        if (sign.count == 0) return@LaunchedEffect
        send(Intent.Active)
        delay(ACTIVE_EVERY)
        sign.rested()
    }
    return onPreviewKeyEvent {
        sign.seen()
        false
    }.pointerInput(Unit) {
        awaitPointerEventScope {
            while (true) {
                val event = awaitPointerEvent(PointerEventPass.Initial)
                if (event.type == PointerEventType.Press || event.type == PointerEventType.Scroll) sign.seen()
            }
        }
    }
}
