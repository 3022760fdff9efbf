package org.consilium.app.presentation.mapping

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.NumberCheck
import org.consilium.client.Timestamp
import org.consilium.ffi.ContactState
import org.consilium.ffi.Profile
import org.consilium.ffi.SendingPaused

class PeopleTest {
    @Test
    fun `of several warnings the gravest is shown`() {
        val everything = contact().copy(
            state = ContactState.BLOCKED, paused = SendingPaused.FORK, newKeySince = Timestamp(NOON), unreachable = true,
        )
        assertEquals(ChatWarning.Blocked, everything.toWarning())
        val free = everything.copy(state = ContactState.ACCEPTED)
        assertEquals(ChatWarning.Fork, free.toWarning())
        assertEquals(ChatWarning.NewKeyPaused, free.copy(paused = SendingPaused.NEW_KEY).toWarning())
        assertEquals(ChatWarning.Request, free.copy(paused = null, state = ContactState.REQUESTED).toWarning())
        assertEquals(ChatWarning.NewKey(NOON), free.copy(paused = null).toWarning())
        assertEquals(ChatWarning.Unreachable, free.copy(paused = null, newKeySince = null).toWarning())
        assertNull(contact().toWarning())
    }

    @Test
    fun `a key counts as compared only while nothing came after`() {
        assertEquals(NumberCheck.NotCompared, contact().toNumberCheck())
        val compared = contact().copy(compared = true)
        assertEquals(NumberCheck.Compared, compared.toNumberCheck())
        assertEquals(NumberCheck.NewKey(NOON), compared.copy(newKeySince = Timestamp(NOON)).toNumberCheck())
        assertEquals(NumberCheck.Paused, compared.copy(paused = SendingPaused.NEW_KEY).toNumberCheck())
        assertEquals(NumberCheck.Fork, compared.copy(paused = SendingPaused.FORK).toNumberCheck())
    }

    @Test
    fun `what somebody calls themselves is told where the address book has another name`() {
        val known = contact(name = "Farid of ward 3").copy(inAddressBook = true, profile = Profile("Farid Nordwind", ""))
        assertEquals("Farid Nordwind", known.saysName())
        assertNull(known.copy(inAddressBook = false).saysName())
        assertNull(known.copy(profile = Profile("Farid of ward 3", "")).saysName())
        assertNull(known.copy(profile = Profile(" ", "")).saysName())
    }

    @Test
    fun `people come, change and go, others stay`() {
        val renamed = PEOPLE.with(listOf(contact(name = "Farid N.")))
        assertEquals("Farid N.", renamed.name(FARID))
        assertEquals("Elif Starrenberg", renamed.name(ELIF))
        val without = renamed.without(setOf(FARID))
        assertEquals("", without.name(FARID))
        assertEquals(1, without.all.size)
    }

    @Test
    fun `a row of the list tells what matters`() {
        val row = contact().copy(state = ContactState.FOUND, paused = SendingPaused.NEW_KEY, compared = true).toRow()
        assertTrue(row.found && row.paused && row.compared && !row.blocked)
        assertEquals("cardiologist", row.profession)
    }
}
