package org.consilium.app.presentation.logic

import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class ComposingTest {
    @Test
    fun `a text that fits is not too long, to the byte`() {
        assertEquals(0, tooLongBy("a".repeat(MAX_TEXT_BYTES)))
        assertEquals(1, tooLongBy("a".repeat(MAX_TEXT_BYTES + 1)))
        assertEquals(0, tooLongBy("é".repeat(MAX_TEXT_BYTES / 2)))
        assertEquals(4, tooLongBy("é".repeat(MAX_TEXT_BYTES / 2) + "more"))
    }

    @Test
    fun `what counts are characters as people see them in the count, not halves of them`() {
        val heart = "🫀"
        assertEquals(4, heart.encodeToByteArray().size)
        assertEquals(2, tooLongBy(heart.repeat(12), limit = 40))
        assertEquals(1, tooLongBy("a".repeat(37) + heart, limit = 40))
    }

    @Test
    fun `without the characters that are too many it fits, and with one of them more it does not`() {
        val random = Random(7)
        val letters = listOf("a", "é", "ـ", "€", "🫀", "\n")
        repeat(500) {
            val text = (0..random.nextInt(60)).joinToString("") { letters.random(random) }
            val limit = random.nextInt(1, 80)
            val over = tooLongBy(text, limit)
            val points = text.codePoints().toArray()
            val fits = String(points, 0, points.size - over)
            assertTrue(fits.encodeToByteArray().size <= limit, "$over of “$text” over $limit")
            if (over > 0) {
                val more = String(points, 0, points.size - over + 1)
                assertTrue(more.encodeToByteArray().size > limit, "$over of “$text” over $limit")
            }
        }
    }
}
