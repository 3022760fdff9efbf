package org.consilium.app.presentation.strings

import kotlin.test.assertEquals
import org.consilium.app.presentation.state.Language
import org.junit.jupiter.api.Test

class FormatsTest {
    /** 19 November 2025, a Wednesday, 09:15 in Amsterdam. */
    private val now = 1_763_540_100_000L
    private val day = 86_400_000L

    private fun formats(language: Language) = Formats(language, "Europe/Amsterdam", now)

    @Test
    fun `plural categories follow CLDR`() {
        val arabic = listOf(0L, 1L, 2L, 3L, 10L, 11L, 99L, 100L, 102L, 103L, 111L).map { pluralOf(Language.ARABIC, it).name }
        assertEquals(
            listOf("ZERO", "ONE", "TWO", "FEW", "FEW", "MANY", "MANY", "OTHER", "OTHER", "FEW", "MANY"),
            arabic,
        )
        assertEquals(
            listOf("ONE", "ONE", "OTHER", "MANY"),
            listOf(0L, 1L, 2L, 1_000_000L).map { pluralOf(Language.FRENCH, it).name },
        )
        for (language in listOf(Language.ENGLISH, Language.DUTCH, Language.GERMAN)) {
            assertEquals(listOf("OTHER", "ONE", "OTHER"), listOf(0L, 1L, 2L).map { pluralOf(language, it).name })
        }
    }

    @Test
    fun `a count that is written takes the form of its language`() {
        assertEquals("٣ طلبات", Strings.of(Language.ARABIC).list.requests(3))
        assertEquals("طلبان", Strings.of(Language.ARABIC).list.requests(2))
        assertEquals("0 demande", Strings.of(Language.FRENCH).list.requests(0))
        assertEquals("1.204 Anfragen", Strings.of(Language.GERMAN).list.requests(1_204))
    }

    @Test
    fun `times and counts have the digits and separators of the language`() {
        val counts = Language.entries.map { formats(it).count(1_204_000) }
        assertEquals(listOf("1,204,000", "1\u202F204\u202F000", "1.204.000", "1.204.000", "١٬٢٠٤٬٠٠٠"), counts)
        assertEquals("09:15", formats(Language.GERMAN).time(now))
        assertEquals("٠٩:١٥", formats(Language.ARABIC).time(now))
        assertEquals("-5", formats(Language.ENGLISH).count(-5))
    }

    @Test
    fun `a time is shown in the zone of the phone`() {
        assertEquals("03:15", Formats(Language.ENGLISH, "America/New_York", now).time(now))
    }

    @Test
    fun `a list says today's time, yesterday, a week day and then a date`() {
        val formats = formats(Language.ENGLISH)
        val common = Strings.of(Language.ENGLISH).common
        val shown = listOf(0L, 1L, 2L, 6L, 7L, 400L).map { formats.brief(now - it * day, common) }
        assertEquals(listOf("09:15", "Yesterday", "Monday", "Thursday", "12 Nov", "15 Oct 2024"), shown)
    }

    @Test
    fun `yesterday begins at midnight, not 24 hours ago`() {
        val lateLastNight = now - 10 * 3_600_000L
        assertEquals("Yesterday", formats(Language.ENGLISH).brief(lateLastNight, Strings.of(Language.ENGLISH).common))
    }

    @Test
    fun `dates are written in the language`() {
        val dates = Language.entries.map { formats(it).date(now) }
        assertEquals(listOf("19 November", "19 novembre", "19 november", "19. November", "١٩ نوفمبر"), dates)
        assertEquals("١٩ نوفمبر، ٠٩:١٥", formats(Language.ARABIC).dateTime(now))
    }

    @Test
    fun `a name cannot turn a sentence round or switch bold on`() {
        val strings = Strings.of(Language.ENGLISH)
        assertEquals("\u2068Amina\u2069", strings.shown("${BOLD_START}Amina\u2069"))
        assertEquals("\u2068No name yet\u2069", strings.shown("  "))
    }
}
