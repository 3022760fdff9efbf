package org.consilium.app.presentation.strings

import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.Language
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

class StringsTest {
    @ParameterizedTest
    @EnumSource(Language::class)
    fun `every key has a text in every language`(language: Language) {
        val texts = everyText(language)
        assertTrue(texts.size > 1_000, "only ${texts.size} texts were found")
        assertEquals(everyText(Language.ENGLISH).keys, texts.keys)
        assertEquals(emptyMap(), texts.filterValues { it.isBlank() || '#' in it })
        assertEquals(emptyMap(), texts.filterValues { it != it.trim() }.filterKeys { it != SEPARATOR })
    }

    @ParameterizedTest
    @EnumSource(Language::class, names = ["ENGLISH"], mode = EnumSource.Mode.EXCLUDE)
    fun `no text is still in English, and what is truly the same word is listed as long as it is`(language: Language) {
        val english = everyText(Language.ENGLISH)
        val same = everyText(language).filter { (key, text) -> english[key] == text }
        val listed = SAME_AS_ENGLISH.getValue(language).keys
        assertEquals(emptyMap(), same.filterValues { shapeOf(it) !in listed }, "not translated")
        assertEquals(emptySet(), listed - same.values.map(::shapeOf).toSet(), "listed, and different")
    }

    @Test
    fun `Arabic is written in Arabic, with its own digits`() {
        val allowed = Regex("Consilium|vCard \\(\\.vcf\\)|CSV|QR|TLS-PIN|PNG|JPEG|Xyz|\\+31 6 12345678|[A-Z]+(-[A-Z]+)+")
        val latin = everyText(Language.ARABIC).filterValues { text ->
            text.replace(allowed, "").any { it in 'a'..'z' || it in 'A'..'Z' || it in '0'..'9' }
        }
        assertEquals(emptyMap(), latin)
    }

    @Test
    fun `French says vous, Dutch je and German Sie`() {
        assertNone(Language.FRENCH, "tu", "toi", "ton", "tes")
        assertNone(Language.DUTCH, "u", "uw")
        assertNone(Language.GERMAN, "du", "dein", "deine", "dir", "dich")
    }

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `bold parts begin and end`(language: Language) {
        val broken = everyText(language).filterValues { text ->
            val marks = text.filter { it == BOLD_START || it == BOLD_END }
            marks != "$BOLD_START$BOLD_END".repeat(marks.length / 2)
        }
        assertEquals(emptyMap(), broken)
    }

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `a sentence that ends with a shortened month has one full stop`(language: Language) {
        val shortened = if (language == Language.ARABIC) "١٨ نوفمبر" else "18 nov."
        val said = Strings.of(language).chat.newKeyNotice("Xyz", shortened)
        assertTrue(said.endsWith('.') && !said.endsWith(".."), said)
    }

    @Test
    fun `nobody is told OK, Oops or that something is invalid`() {
        assertNone(Language.ENGLISH, "ok", "oops", "invalid", "went wrong", "verified")
    }

    private fun assertNone(language: Language, vararg words: String) {
        val pattern = Regex("(?i)(?<!\\p{L})(${words.joinToString("|")})(?!\\p{L})")
        assertEquals(emptyMap(), everyText(language).filterValues { pattern.containsMatchIn(it) }.filterKeys { it !in EXEMPT })
    }

    private companion object {
        /** Says of a message that it could *not* be verified. */
        val EXEMPT = COUNTS.map { "Chat.quarantined($it)" }.toSet()

        /** Stands between two names, so that a space is part of it. */
        const val SEPARATOR = "Common.And()"
    }
}
