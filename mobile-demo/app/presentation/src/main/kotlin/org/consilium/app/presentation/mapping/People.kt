package org.consilium.app.presentation.mapping

import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.NumberCheck
import org.consilium.app.presentation.state.PersonRow
import org.consilium.client.AccountId
import org.consilium.ffi.Contact
import org.consilium.ffi.ContactState
import org.consilium.ffi.SendingPaused

/** Everybody that this device knows, and who the owner is. */
internal class People(val own: AccountId, contacts: Collection<Contact> = emptyList()) {
    private val contacts: Map<AccountId, Contact> = contacts.associateBy { it.account }

    val all: Collection<Contact> get() = contacts.values

    operator fun get(account: AccountId): Contact? = contacts[account]

    /** Empty if nobody told one. */
    fun name(account: AccountId): String = contacts[account]?.name.orEmpty()

    fun profession(account: AccountId): String = contacts[account]?.profile?.profession.orEmpty()

    /** With these in place of what was known of them. */
    fun with(changed: Collection<Contact>): People = People(own, (contacts + changed.associateBy { it.account }).values)

    /** Without those that are gone. */
    fun without(gone: Set<AccountId>): People = People(own, contacts.filterKeys { it !in gone }.values)
}

internal fun Contact.toRow(): PersonRow = PersonRow(
    account = account.hex,
    name = name,
    profession = profile.profession,
    compared = compared,
    blocked = state == ContactState.BLOCKED,
    paused = paused != null,
    found = state == ContactState.FOUND,
)

/** The gravest thing that stands between the owner and this person. */
internal fun Contact.toWarning(): ChatWarning? {
    val since = newKeySince
    return when {
        state == ContactState.BLOCKED -> ChatWarning.Blocked
        paused == SendingPaused.FORK -> ChatWarning.Fork
        paused == SendingPaused.NEW_KEY -> ChatWarning.NewKeyPaused
        state == ContactState.REQUESTED -> ChatWarning.Request
        since != null -> ChatWarning.NewKey(since.ms)
        unreachable -> ChatWarning.Unreachable
        else -> null
    }
}

internal fun Contact.toNumberCheck(): NumberCheck {
    val since = newKeySince
    return when {
        paused == SendingPaused.FORK -> NumberCheck.Fork
        paused == SendingPaused.NEW_KEY -> NumberCheck.Paused
        since != null -> NumberCheck.NewKey(since.ms)
        compared -> NumberCheck.Compared
        else -> NumberCheck.NotCompared
    }
}

/** What they call themselves, if the owner's address book has another name for them. */
internal fun Contact.saysName(): String? =
    profile.name.takeIf { inAddressBook && it.isNotBlank() && it != name }
