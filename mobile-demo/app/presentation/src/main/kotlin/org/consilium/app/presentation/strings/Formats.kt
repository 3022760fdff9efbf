package org.consilium.app.presentation.strings

import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.ZonedDateTime
import java.time.format.DateTimeFormatter
import java.time.format.DecimalStyle
import java.time.temporal.ChronoUnit
import java.util.Locale
import java.util.concurrent.ConcurrentHashMap
import org.consilium.app.presentation.state.Language

/** [count] with the digits and the grouping of a language. */
fun formatCount(language: Language, count: Long): String {
    val separator = when (language) {
        Language.ENGLISH -> ","
        Language.FRENCH -> "\u202F"
        Language.DUTCH, Language.GERMAN -> "."
        Language.ARABIC -> "\u066C"
    }
    val digits = count.toString()
    val sign = if (count < 0) "-" else ""
    val groups = digits.removePrefix("-").reversed().chunked(3).joinToString(separator)
    return localDigits(language, sign + groups.reversed())
}

/** Whole seconds, rounded up: a wait is never announced too short. */
internal fun seconds(ms: Long): Int = ((ms + 999) / 1000).toInt()

/** The digits 0–9 of [text] as [language] writes them. */
internal fun localDigits(language: Language, text: String): String {
    if (language != Language.ARABIC) return text
    return text.map { if (it in '0'..'9') '\u0660' + (it - '0') else it }.joinToString("")
}

/**
 * Times, dates and counts as a language writes them, seen from one moment in one time zone.
 * Never for PINs, codes and safety numbers: those are always 0–9.
 */
class Formats(val language: Language, zone: String, nowMs: Long) {
    private val zone: ZoneId = ZoneId.of(zone)
    private val now: ZonedDateTime = at(nowMs)
    private val locale: Locale = Locale.forLanguageTag(language.tag)
    private val patterns = PATTERNS.getValue(language)

    /** One for each pattern: a list has a time in every row that comes into view. */
    private val writers = ConcurrentHashMap<String, DateTimeFormatter>()

    /** A number, for example `1,024`. */
    fun count(count: Number): String = formatCount(language, count.toLong())

    /** `09:12`. */
    fun time(ms: Long): String = write(at(ms), "HH:mm")

    /** `19 November`, with the year if it is another one. */
    fun date(ms: Long): String {
        val moment = at(ms)
        return write(moment, if (moment.year == now.year) patterns.date else patterns.dateWithYear)
    }

    /** `19 Nov`, with the year if it is another one. */
    fun shortDate(ms: Long): String {
        val moment = at(ms)
        return write(moment, if (moment.year == now.year) patterns.short else patterns.shortWithYear)
    }

    /** `19 Nov, 14:02`. */
    fun dateTime(ms: Long): String {
        val comma = if (language == Language.ARABIC) "\u060C " else ", "
        return shortDate(ms) + comma + time(ms)
    }

    /** The heading of a day in a conversation: today, yesterday, a week day, a date. */
    fun day(ms: Long, strings: CommonStrings): String = when (daysAgo(ms)) {
        0L -> strings.today
        1L -> strings.yesterday
        in 2L..6L -> weekday(ms) + " " + date(ms)
        else -> date(ms)
    }

    /** As short as a list wants it: a time today, else yesterday, a week day or a date. */
    fun brief(ms: Long, strings: CommonStrings): String = when (daysAgo(ms)) {
        0L -> time(ms)
        1L -> strings.yesterday
        in 2L..6L -> weekday(ms)
        else -> shortDate(ms)
    }

    /** Whether two moments are on the same day here. */
    fun sameDay(one: Long, other: Long): Boolean = dayOf(one) == dayOf(other)

    private fun weekday(ms: Long) = write(at(ms), "EEEE").replaceFirstChar { it.titlecase(locale) }

    private fun daysAgo(ms: Long) = ChronoUnit.DAYS.between(dayOf(ms), now.toLocalDate())

    private fun dayOf(ms: Long): LocalDate = at(ms).toLocalDate()

    private fun at(ms: Long): ZonedDateTime = Instant.ofEpochMilli(ms).atZone(zone)

    private fun write(moment: ZonedDateTime, pattern: String): String {
        val writer = writers.computeIfAbsent(pattern) {
            DateTimeFormatter.ofPattern(it, locale).withDecimalStyle(DecimalStyle.STANDARD)
        }
        return localDigits(language, writer.format(moment))
    }

    private class Patterns(
        val date: String,
        val dateWithYear: String,
        val short: String,
        val shortWithYear: String,
    )

    companion object {
        /** The day of a moment in a time zone: on it all is written alike, whatever the minute. */
        fun dayOf(ms: Long, zone: String): LocalDate = Instant.ofEpochMilli(ms).atZone(ZoneId.of(zone)).toLocalDate()

        private val PATTERNS = Language.entries.associateWith {
            if (it == Language.GERMAN) {
                Patterns("d. MMMM", "d. MMMM yyyy", "d. MMM", "d. MMM yyyy")
            } else {
                Patterns("d MMMM", "d MMMM yyyy", "d MMM", "d MMM yyyy")
            }
        }
    }
}
