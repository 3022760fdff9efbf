package org.consilium.app.presentation.logic

import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class TwoGroupsTest {
    @Test
    fun `two different groups are asked for, the first one first, and every pair comes up`() {
        val random = Random(1)
        val pairs = (1..2_000).map { twoGroups(9, random) }.toSet()
        assertTrue(pairs.all { (first, second) -> first in 1..8 && second in first + 1..9 })
        assertEquals(36, pairs.size)
    }

    @Test
    fun `of a code of one group nothing can be asked`() {
        assertFailsWith<IllegalArgumentException> { twoGroups(1, Random(1)) }
    }

    @Test
    fun `what was typed goes to the core by its place counted from none, without blanks around it`() {
        val typed = typedGroups(3, " 04ht ", 7, "PAV3")
        assertEquals(setOf(2, 6), typed.keys)
        assertContentEquals("04ht".toCharArray(), typed[2])
        assertContentEquals("PAV3".toCharArray(), typed[6])
    }
}
