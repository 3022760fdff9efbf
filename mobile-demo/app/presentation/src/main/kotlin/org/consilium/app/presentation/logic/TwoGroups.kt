package org.consilium.app.presentation.logic

import kotlin.random.Random

/** Two different places of a recovery code, counted from 1, the smaller first. */
internal fun twoGroups(count: Int, random: Random): Pair<Int, Int> {
    require(count >= 2) { "a recovery code has several groups" }
    val first = random.nextInt(1, count)
    return first to random.nextInt(first + 1, count + 1)
}

/** Two groups as they were typed, by their place counted from 0. */
internal fun typedGroups(first: Int, typedFirst: String, second: Int, typedSecond: String): Map<Int, CharArray> =
    mapOf(first - 1 to typedFirst.trim().toCharArray(), second - 1 to typedSecond.trim().toCharArray())
