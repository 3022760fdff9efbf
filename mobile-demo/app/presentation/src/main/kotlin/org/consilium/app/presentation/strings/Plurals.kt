package org.consilium.app.presentation.strings

import org.consilium.app.presentation.state.Language

/** The plural categories of Unicode's CLDR. */
enum class PluralCategory { ZERO, ONE, TWO, FEW, MANY, OTHER }

/** The category of a whole number, by CLDR's cardinal rules. */
fun pluralOf(language: Language, count: Long): PluralCategory = when (language) {
    Language.ENGLISH, Language.DUTCH, Language.GERMAN ->
        if (count == 1L) PluralCategory.ONE else PluralCategory.OTHER
    Language.FRENCH -> when {
        count == 0L || count == 1L -> PluralCategory.ONE
        count % 1_000_000 == 0L -> PluralCategory.MANY
        else -> PluralCategory.OTHER
    }
    Language.ARABIC -> arabic(count)
}

private fun arabic(count: Long): PluralCategory = when {
    count == 0L -> PluralCategory.ZERO
    count == 1L -> PluralCategory.ONE
    count == 2L -> PluralCategory.TWO
    count % 100 in 3..10 -> PluralCategory.FEW
    count % 100 in 11..99 -> PluralCategory.MANY
    else -> PluralCategory.OTHER
}

/** Stands for the number in a plural form. */
private const val NUMBER = "#"

/** English, Dutch and German: one and other. */
internal fun Language.count(count: Number, one: String, other: String): String {
    val form = if (pluralOf(this, count.toLong()) == PluralCategory.ONE) one else other
    return form.replace(NUMBER, formatCount(this, count.toLong()))
}

/** French: one (also for zero), many (whole millions) and other. */
internal fun french(count: Number, one: String, many: String, other: String): String {
    val form = when (pluralOf(Language.FRENCH, count.toLong())) {
        PluralCategory.ONE -> one
        PluralCategory.MANY -> many
        else -> other
    }
    return form.replace(NUMBER, formatCount(Language.FRENCH, count.toLong()))
}

/** Arabic: all six. */
internal fun arabic(
    count: Number,
    zero: String,
    one: String,
    two: String,
    few: String,
    many: String,
    other: String,
): String {
    val form = when (pluralOf(Language.ARABIC, count.toLong())) {
        PluralCategory.ZERO -> zero
        PluralCategory.ONE -> one
        PluralCategory.TWO -> two
        PluralCategory.FEW -> few
        PluralCategory.MANY -> many
        PluralCategory.OTHER -> other
    }
    return form.replace(NUMBER, formatCount(Language.ARABIC, count.toLong()))
}
