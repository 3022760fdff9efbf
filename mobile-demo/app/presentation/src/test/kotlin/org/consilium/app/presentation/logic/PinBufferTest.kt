package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.presentation.PinIntent

class PinBufferTest {
    private val buffer = PinBuffer()

    private fun enter(digits: String) = digits.forEach { buffer.follow(PinIntent.Digit(it.digitToInt())) }

    @Test
    fun `digits are entered and taken back one by one`() {
        enter("395")
        buffer.follow(PinIntent.DeleteDigit)
        assertContentEquals("39".toCharArray(), buffer.copy())
        repeat(3) { buffer.follow(PinIntent.DeleteDigit) }
        assertEquals(0, buffer.length)
    }

    @Test
    fun `words take the place of what was there, and changing between pad and field begins anew`() {
        enter("395")
        buffer.follow(PinIntent.Words("seven grey herons"))
        assertEquals(17, buffer.length)
        buffer.follow(PinIntent.UseWords(false))
        assertEquals(0, buffer.length)
    }

    @Test
    fun `nothing is here after it was taken`() {
        enter("395172")
        assertContentEquals("395172".toCharArray(), buffer.take())
        assertEquals(0, buffer.length)
        assertContentEquals(CharArray(0), buffer.take())
    }

    @Test
    fun `a copy is a call's own, to be overwritten by it`() {
        enter("395172")
        buffer.copy().fill('0')
        assertContentEquals("395172".toCharArray(), buffer.copy())
    }

    @Test
    fun `two are the same if they hold the same`() {
        val other = PinBuffer()
        assertTrue(buffer.sameAs(other))
        enter("39")
        assertFalse(buffer.sameAs(other))
        other.follow(PinIntent.Words("39"))
        assertTrue(buffer.sameAs(other))
    }

    @Test
    fun `a stuck key does not fill the memory, and other intents are not followed`() {
        repeat(1_000) { buffer.follow(PinIntent.Digit(1)) }
        assertEquals(300, buffer.length)
        assertFalse(buffer.follow(PinIntent.Submit))
        assertEquals(300, buffer.length)
    }
}
