package org.consilium.app.views

import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Notice
import org.consilium.app.presentation.state.Starting

/** Every screen and state of the app, by name, as it is seen in one language, theme and size. */
fun catalogue(appearance: Appearance): Map<String, AppState> {
    val samples = Samples(appearance.language)
    val screens = entryScreens(samples) + listScreens(samples) + chatScreens(samples) + youScreens(samples)
    val states = screens.mapValues { (_, screen) ->
        AppState(appearance, listOf(Starting, screen), nowMs = NOW_MS, zone = ZONE)
    }
    val chat = states.getValue("chat")
    return states + mapOf(
        "notice-done" to chat.copy(notice = Notice.Done(DoneWhat.TEXT_COPIED)),
        "notice-failed" to chat.copy(notice = Notice.Failed(Failure(FailureCode.OFFLINE))),
    )
}

/** Those of these names, which stand apart with spaces. A name that nothing has any more is an error. */
fun Map<String, AppState>.only(names: String): Map<String, AppState> =
    names.trim().split(Regex("\\s+")).associateWith { getValue(it) }
