package org.consilium.app.presentation.strings

/** Begins a bold part; of Unicode's private use, so that nobody types it by accident. */
const val BOLD_START: Char = '\uE000'

/** Ends a bold part. */
const val BOLD_END: Char = '\uE001'

private const val ISOLATE = '\u2068'
private const val END_ISOLATE = '\u2069'

/** [text] in bold. */
fun strong(text: String): String = "$BOLD_START$text$BOLD_END"

/** Short for [strong], in the texts themselves. */
internal fun b(text: String): String = strong(text)

/** Ends a sentence with one full stop, also after an abbreviation that brings its own. */
internal fun stopped(text: String): String = if (text.endsWith('.')) text else "$text."

/**
 * Somebody's name as it goes into a sentence: whatever its direction, the words around it keep
 * theirs, and it cannot switch bold on. A person without a name is called so.
 */
fun Strings.shown(name: String): String = "$ISOLATE${named(name)}$END_ISOLATE"

/** Somebody's name where it stands alone. */
fun Strings.named(name: String): String =
    name.filterNot { it == BOLD_START || it == BOLD_END || it == ISOLATE || it == END_ISOLATE }.ifBlank { common.nobody }

/** Digits, codes and numbers that always run from left to right. */
fun leftToRight(text: String): String = "\u2066$text$END_ISOLATE"

/** [text] without the marks of [b]. */
fun plain(text: String): String = text.filterNot { it == BOLD_START || it == BOLD_END }
