package org.consilium.app.views

import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.ConversationRow
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.app.presentation.state.Licence
import org.consilium.app.presentation.state.Line
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.NumberCheck
import org.consilium.app.presentation.state.NumberMove
import org.consilium.app.presentation.state.PersonRow
import org.consilium.app.presentation.state.Preview
import org.consilium.app.presentation.state.RequestRow
import org.consilium.app.presentation.state.Requests
import org.consilium.app.presentation.state.Safety
import org.consilium.app.presentation.state.ScanResult
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.Search
import org.consilium.app.presentation.state.SearchResult

/** Every state of the lists and of people, by name. */
fun listScreens(samples: Samples): Map<String, Screen> =
    conversationScreens(samples) + peopleScreens(samples) + contactScreens(samples)

private fun conversationScreens(samples: Samples): Map<String, Screen> {
    val rows = conversationRows(samples)
    val full = Conversations(rows = rows, urgentCount = 1, unreadCount = 2, requests = 1)
    return mapOf(
        "conversations" to full,
        "conversations-offline" to full.copy(line = Line(LineState.Offline(NOW_MS - 11 * MINUTE), waiting = 2)),
        "conversations-connecting" to full.copy(line = Line(LineState.Connecting)),
        "conversations-not-trusted" to full.copy(line = Line(LineState.NotTrusted)),
        "conversations-replaced" to full.copy(line = Line(LineState.Replaced)),
        "conversations-clock" to full.copy(line = Line(LineState.ClockOff), alarms = setOf(Alarm.ERASURE_WAITS)),
        "conversations-alarms" to full.copy(
            alarms = setOf(Alarm.FOREIGN_PREKEY),
            numberMove = NumberMove(NOW_MS + 20 * HOUR),
            recoveryOpen = true,
        ),
        "conversations-kept" to full.copy(filter = ConversationFilter.KEPT, rows = rows.filter { it.kept }),
        "conversations-filter-empty" to full.copy(filter = ConversationFilter.KEPT, rows = emptyList()),
        "conversations-empty" to Conversations(),
        "conversations-loading" to Conversations(loading = true),
        "search" to Search(),
        "search-found" to Search("ECG", listOf(hit(samples)), searched = true),
        "search-nothing" to Search("CT", searched = true),
        "requests" to Requests(requestRows(samples)),
        "requests-empty" to Requests(),
    )
}

private fun conversationRows(samples: Samples) = listOf(
    row("c1", samples.farid, Preview.Text(samples.chestPain), 3 * MINUTE).copy(unread = 3, urgent = 1, kept = true, compared = true),
    row("c2", samples.amina, Preview.Text(samples.thanks), 17 * MINUTE).copy(unread = 1, compared = true),
    row("c3", samples.ines, Preview.Text(samples.coming, Dial.READ), DAY),
    row("c4", samples.elif, Preview.Draft(samples.stable), 2 * DAY),
    row("c5", samples.longName, Preview.Text(samples.longText), 9 * DAY).copy(unread = 1_204, kept = true, paused = true),
    row("c6", "", Preview.Gap, 12 * DAY),
    row("c7", samples.elif, Preview.Deleted, 15 * DAY),
    row("c8", samples.ines, Preview.NeedsNewerApp, 16 * DAY),
    row("c9", samples.farid, Preview.NewKey, 20 * DAY),
    row("c10", "", Preview.Text(samples.note, Dial.AT_RELAY), 28 * DAY).copy(self = true, kept = true),
)

private fun row(id: String, name: String, preview: Preview, ago: Long) =
    ConversationRow("conversation-$id", "account-$id", name, preview = preview, atMs = NOW_MS - ago)

private fun hit(samples: Samples) = SearchResult("c", "a", 12, samples.elif, samples.stable, NOW_MS - 24 * MINUTE)

private fun requestRows(samples: Samples) = listOf(
    RequestRow("r1", "cr1", samples.elif, samples.nurse, Preview.Text(samples.chestPain), NOW_MS - 8 * MINUTE, urgent = true),
    RequestRow("r2", "cr2", "", "", Preview.Text(samples.stable), NOW_MS - DAY),
)

private fun peopleScreens(samples: Samples): Map<String, Screen> {
    val people = personRows(samples)
    return mapOf(
        "colleagues" to Colleagues(rows = people),
        "colleagues-filter-empty" to Colleagues(filter = "xyz"),
        "colleagues-empty" to Colleagues(line = Line(LineState.Stopped)),
        "find" to FindColleagues(),
        "find-unreadable" to FindColleagues(failure = Failure(FailureCode.IMPORT_UNREADABLE)),
        "find-not-an-address-book" to FindColleagues(failure = Failure(FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK)),
        "find-imported" to FindColleagues(FindStep.Imported(1_248, 1_913, 11)),
        "find-busy" to FindColleagues(FindStep.Imported(3, 3, 0), busy = true),
        "find-result" to FindColleagues(FindStep.Result(1_913, people.take(2))),
        "find-nobody" to FindColleagues(FindStep.Result(2, emptyList())),
    )
}

private fun personRows(samples: Samples) = listOf(
    PersonRow("a1", samples.amina, samples.herProfession, compared = true),
    PersonRow("a2", samples.elif, samples.nurse),
    PersonRow("a3", samples.farid, found = true),
    PersonRow("a4", samples.longName, samples.herProfession, paused = true),
    PersonRow("a5", samples.ines, blocked = true),
    PersonRow("a6", ""),
)

private fun contactScreens(samples: Samples): Map<String, Screen> {
    val safety = Safety(SAFETY_GROUPS, SAMPLE_CODE)
    val contact = Contact("a1", "c1", samples.farid, profession = samples.hisProfession, safety = safety)
    val compare = CompareNumber("a1", samples.farid, safety)
    return mapOf(
        "contact" to contact,
        "contact-compared" to contact.copy(
            number = NumberCheck.Compared,
            licence = Licence.Checked(samples.organisation, NOW_MS - 260 * DAY, samples.hisProfession),
        ),
        "contact-new-key" to contact.copy(number = NumberCheck.NewKey(NOW_MS - 2 * DAY), saysName = samples.longName),
        "contact-paused" to contact.copy(number = NumberCheck.Paused, replaces = samples.farid, unreachable = true),
        "contact-fork" to
            contact.copy(number = NumberCheck.Fork, name = samples.longName, profession = samples.herProfession),
        "contact-blocked" to contact.copy(blocked = true),
        "contact-block" to contact.copy(confirmBlock = true),
        "compare" to compare,
        "compare-match" to compare.copy(number = NumberCheck.Compared, result = ScanResult.MATCH),
        "compare-mismatch" to compare.copy(result = ScanResult.MISMATCH),
        "compare-not-a-code" to compare.copy(result = ScanResult.NOT_A_CODE),
        "compare-no-code" to compare.copy(result = ScanResult.NO_CODE_IN_PICTURE),
        "compare-unreadable" to compare.copy(failure = Failure(FailureCode.PICTURE_UNREADABLE)),
    )
}
