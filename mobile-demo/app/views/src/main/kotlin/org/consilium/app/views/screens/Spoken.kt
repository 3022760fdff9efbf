package org.consilium.app.views.screens

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import org.consilium.app.presentation.state.Body
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.shown
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.strings

/**
 * A message as it is read out: sender, urgency, text, time, how far, edited. The newest one that
 * arrives is announced once, an urgent one at once.
 */
@Composable
internal fun Modifier.spoken(row: ChatRow.Message, newest: Boolean): Modifier {
    val said = listOfNotNull(
        if (row.own) strings.message.fromYou else strings.message.from(strings.shown(row.sender)),
        if (row.urgency == Urgency.ROUTINE) null else strings.common.urgency(row.urgency),
        spokenBody(row.body),
        formats.time(row.atMs),
        row.dial?.let { strings.common.dial(it) },
        if (row.edited) strings.message.edited else null,
    ).reduce { before, next -> if (before.last() in ENDS) "$before $next" else "$before. $next" }
    return semantics(mergeDescendants = false) {
        contentDescription = said
        if (newest && !row.own) {
            liveRegion = if (row.urgency == Urgency.URGENT) LiveRegionMode.Assertive else LiveRegionMode.Polite
        }
    }
}

/** After these a screen reader pauses by itself. */
private const val ENDS = ".!?…؟"

@Composable
private fun spokenBody(body: Body): String = when (body) {
    is Body.Text -> body.text
    Body.Deleted -> strings.message.deleted
    Body.NeedsNewerApp -> strings.message.needsNewer
}
