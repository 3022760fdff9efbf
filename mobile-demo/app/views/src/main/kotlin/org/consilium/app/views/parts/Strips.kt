package org.consilium.app.views.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.Line
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.NumberMove
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.theme.Colors
import org.consilium.app.views.theme.Radius
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.formats
import org.consilium.app.views.theme.largeText
import org.consilium.app.views.theme.strings

/** What a strip, banner or badge means. */
enum class Tone { PLAIN, OK, WARN, DANGER, KEPT }

internal fun Colors.ground(tone: Tone): Color = when (tone) {
    Tone.PLAIN -> sunken
    Tone.OK -> okSoft
    Tone.WARN -> warnSoft
    Tone.DANGER -> dangerSoft
    Tone.KEPT -> keptSoft
}

internal fun Colors.sign(tone: Tone): Color = when (tone) {
    Tone.PLAIN -> text
    Tone.OK -> ok
    Tone.WARN -> warn
    Tone.DANGER -> danger
    Tone.KEPT -> kept
}

/** One fact across the whole width, with one action at its end. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
fun Strip(
    icon: Icon,
    text: String,
    tag: String,
    modifier: Modifier = Modifier,
    tone: Tone = Tone.PLAIN,
    action: String? = null,
    actionTag: String = "$tag-action",
    onAction: () -> Unit = {},
) {
    Column(modifier.fillMaxWidth().background(colors.ground(tone)).testTag(tag)) {
        Row(
            Modifier.fillMaxWidth().padding(horizontal = Space.l),
            Arrangement.spacedBy(Space.s),
            Alignment.CenterVertically,
        ) {
            Glyph(icon, tint = colors.sign(tone), size = 16.sp)
            val bold = if (tone == Tone.KEPT) colors.kept else Color.Unspecified
            FlowRow(
                Modifier.weight(1f),
                horizontalArrangement = Arrangement.SpaceBetween,
                verticalArrangement = Arrangement.Center,
                itemVerticalAlignment = Alignment.CenterVertically,
            ) {
                val room = if (action != null && !largeText) Modifier.weight(1f) else Modifier
                Words(text, room.padding(vertical = 6.dp), Type.small, boldColor = bold)
                if (action != null) Link(action, actionTag, onAction)
            }
        }
        Rule()
    }
}

/** The strip about the line to the relay; nothing while it is up. */
@Composable
fun LineStrip(line: Line, send: (Intent) -> Unit) {
    val texts = strings.line
    val state = line.state
    if (state == LineState.Online) return
    val words = when (state) {
        LineState.Connecting -> texts.connecting
        is LineState.Offline -> texts.offline(formats.time(state.sinceMs))
        LineState.NotTrusted -> texts.notTrusted
        LineState.ClockOff -> texts.clockOff
        LineState.Replaced -> texts.replaced
        else -> texts.stopped
    }
    val waiting = if (line.waiting > 0) " " + texts.waiting(line.waiting) else ""
    val serious = state == LineState.NotTrusted || state == LineState.ClockOff || state == LineState.Replaced
    val retry = state is LineState.Offline || state == LineState.Stopped || state == LineState.Replaced
    Strip(
        if (serious) Icon.WARN else Icon.OFFLINE,
        words + waiting,
        Tags.LINE,
        Modifier.announced(),
        if (serious) Tone.DANGER else Tone.PLAIN,
        if (retry) texts.tryNow else null,
        Tags.RECONNECT,
    ) { send(Intent.Reconnect) }
}

/** Something to read, and perhaps to do, that stays until it is settled. */
@Composable
fun Banner(
    icon: Icon,
    text: String,
    tag: String,
    modifier: Modifier = Modifier,
    tone: Tone = Tone.PLAIN,
    actions: (@Composable ColumnScope.() -> Unit)? = null,
) {
    val shape = RoundedCornerShape(Radius.medium)
    val sign = colors.sign(tone)
    val edge = if (tone == Tone.PLAIN) colors.line else sign.copy(alpha = 0.32f)
    Row(
        modifier
            .fillMaxWidth()
            .testTag(tag)
            .background(colors.ground(tone), shape)
            .border(1.dp, edge, shape)
            .padding(Space.l, Space.m),
        Arrangement.spacedBy(Space.m),
    ) {
        Glyph(icon, tint = sign)
        Column(Modifier.weight(1f), Arrangement.spacedBy(Space.s)) {
            Words(text)
            actions?.invoke(this)
        }
    }
}

/** What went wrong on this page, where no single field is to blame. */
@Composable
fun FailureBanner(failure: Failure?, modifier: Modifier = Modifier) {
    if (failure == null) return
    Banner(Icon.WARN, strings.failures.text(failure), Tags.FAILURE, modifier.announced(), Tone.DANGER) {
        Words(strings.failures.code(failure.code.text), style = Type.meta, color = colors.text2)
    }
}

/** Alarms about the own account. */
@Composable
fun AlarmBanners(alarms: Set<Alarm>, modifier: Modifier = Modifier) {
    for (alarm in alarms) {
        val tone = if (alarm == Alarm.FOREIGN_PREKEY) Tone.DANGER else Tone.WARN
        Banner(Icon.WARN, strings.line.alarm(alarm), Tags.alarm(alarm), modifier, tone)
    }
}

/** Another account asked for the own number: refuse stands first. */
@Composable
fun NumberMoveBanner(move: NumberMove?, send: (Intent) -> Unit, modifier: Modifier = Modifier) {
    if (move == null) return
    val text = strings.line.numberMoves(formats.dateTime(move.movesAtMs))
    Banner(Icon.WARN, text, Tags.NUMBER_MOVE, modifier, Tone.WARN) {
        Button(strings.line.keepNumber, Tags.KEEP_NUMBER, { send(ListIntent.AnswerNumberMove(false)) }, busy = move.busy)
        Button(
            strings.line.letMove,
            Tags.LET_NUMBER_MOVE,
            { send(ListIntent.AnswerNumberMove(true)) },
            loudness = Loudness.PLAIN,
            enabled = !move.busy,
        )
    }
}
