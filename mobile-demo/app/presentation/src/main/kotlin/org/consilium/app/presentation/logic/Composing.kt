package org.consilium.app.presentation.logic

/** Most bytes of UTF-8 that a message has. The core refuses more, and a test holds the two together. */
internal const val MAX_TEXT_BYTES = 3_768

/** Characters at the end of [text] that do not fit into [limit] bytes of UTF-8; 0 if it fits. */
internal fun tooLongBy(text: String, limit: Int = MAX_TEXT_BYTES): Int {
    // Three bytes a char at most: most texts are settled without counting.
    if (text.length * 3 <= limit) return 0
    var bytes = 0
    var at = 0
    while (at < text.length) {
        val point = text.codePointAt(at)
        bytes += utf8Length(point)
        if (bytes > limit) return text.codePointCount(at, text.length)
        at += Character.charCount(point)
    }
    return 0
}

private fun utf8Length(point: Int): Int = when {
    point < 0x80 -> 1
    point < 0x800 -> 2
    point < 0x10000 -> 3
    else -> 4
}
