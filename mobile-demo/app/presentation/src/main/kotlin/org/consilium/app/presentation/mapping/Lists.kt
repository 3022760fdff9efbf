package org.consilium.app.presentation.mapping

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.ConversationRow
import org.consilium.app.presentation.state.Preview
import org.consilium.app.presentation.state.RequestRow
import org.consilium.app.presentation.state.SearchResult
import org.consilium.app.presentation.state.Urgency
import org.consilium.ffi.Conversation
import org.consilium.ffi.SearchHit

internal fun Conversation.toRow(people: People): ConversationRow {
    val contact = people[account]
    return ConversationRow(
        conversation = id.hex,
        account = account.hex,
        name = name,
        self = account == people.own,
        compared = contact?.compared == true,
        preview = if (draft.isNotBlank()) Preview.Draft(draft) else last.toPreview(),
        atMs = last?.at?.ms,
        unread = unread.toInt(),
        urgent = urgent.toInt(),
        kept = kept,
        paused = contact?.paused != null,
    )
}

internal fun Conversation.toRequest(people: People): RequestRow = RequestRow(
    account = account.hex,
    conversation = id.hex,
    name = name,
    profession = people.profession(account),
    preview = last.toPreview(),
    atMs = last?.at?.ms ?: 0,
    urgent = last?.urgency?.toState() == Urgency.URGENT,
)

/** Whether a conversation is listed under [filter]. */
internal fun Conversation.fits(filter: ConversationFilter): Boolean = when (filter) {
    ConversationFilter.ALL -> true
    ConversationFilter.URGENT -> urgent > 0u
    ConversationFilter.UNREAD -> unread > 0u
    ConversationFilter.KEPT -> kept
}

/** As the core lists them: urgent ones before all, then the newest first. */
internal fun List<Conversation>.inOrder(): List<Conversation> =
    sortedWith(compareBy<Conversation> { it.urgent == 0u }.thenByDescending { it.last?.at?.ms ?: Long.MIN_VALUE })

internal fun SearchHit.toResult(people: People, account: org.consilium.client.AccountId): SearchResult = SearchResult(
    conversation = message.conversation.hex,
    account = account.hex,
    message = message.id.number,
    name = people.name(account),
    excerpt = excerpt,
    atMs = message.at.ms,
)
