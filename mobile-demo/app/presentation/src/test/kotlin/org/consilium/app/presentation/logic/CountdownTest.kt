package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.advanceUntilIdle
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class CountdownTest {
    @Test
    fun `a wait is never announced too short`() {
        assertEquals(listOf(0, 0, 1, 1, 2, 30), listOf(-5L, 0L, 1L, 1_000L, 1_001L, 30_000L).map(::wholeSeconds))
    }

    @Test
    fun `what is left is told about once a second, until nothing is`() = runTest {
        val told = mutableListOf<Long>()
        Countdown(this).start({ 2_500 - currentTime }) { told += it }
        advanceUntilIdle()
        assertEquals(listOf(2_500L, 1_500L, 500L, 0L), told)
    }

    @Test
    fun `a new one takes the place of the one that runs`() = runTest {
        val told = mutableListOf<String>()
        val countdown = Countdown(this)
        countdown.start({ 10_000 - currentTime }) { told += "first $it" }
        advanceTimeBy(1_500)
        countdown.start({ 3_000 - currentTime }) { told += "second $it" }
        advanceTimeBy(800)
        countdown.stop()
        advanceUntilIdle()
        assertEquals(listOf("first 10000", "first 9000", "second 1500"), told)
    }
}
