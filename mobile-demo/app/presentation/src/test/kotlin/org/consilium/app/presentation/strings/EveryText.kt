package org.consilium.app.presentation.strings

import java.lang.reflect.Method
import java.lang.reflect.Modifier
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason

/** Counts in which every plural category of every language occurs. */
val COUNTS = listOf(0L, 1L, 2L, 3L, 10L, 11L, 21L, 42L, 99L, 100L, 101L, 102L, 103L, 1_000_000L)

private const val SAMPLE_TEXT = "Xyz"

/** Every text of a language that there is, by the name of its key and what was put in. */
fun everyText(language: Language): Map<String, String> {
    val strings = Strings.of(language)
    return Strings::class.java.methods
        .filter { Strings::class.java.isAssignableFrom(it.declaringClass) && it.returnType.isInterface }
        .filter { it.parameterCount == 0 && !Modifier.isStatic(it.modifiers) }
        .flatMap { group -> textsOf(group.name.removePrefix("get"), group.returnType, group.invoke(strings)) }
        .toMap()
}

private fun textsOf(group: String, type: Class<*>, texts: Any): List<Pair<String, String>> =
    type.methods.filter { it.returnType == String::class.java }.flatMap { method ->
        argumentsOf(method).map { arguments ->
            val key = group + "." + method.name.removePrefix("get") + arguments.joinToString(",", "(", ")")
            key to method.invoke(texts, *arguments.toTypedArray()) as String
        }
    }

/** Every combination of what a text takes. */
private fun argumentsOf(method: Method): List<List<Any>> =
    method.parameterTypes.map { samplesOf(it) }.fold(listOf(emptyList())) { lists, samples ->
        lists.flatMap { list -> samples.map { list + it } }
    }

private fun samplesOf(type: Class<*>): List<Any> = when {
    type == String::class.java -> listOf(SAMPLE_TEXT)
    type == Int::class.javaPrimitiveType -> COUNTS.map { it.toInt() }
    type == Long::class.javaPrimitiveType -> COUNTS
    type.isEnum -> type.enumConstants.toList()
    type == LockReason::class.java -> listOf(LockReason.ByHand) + COUNTS.map { LockReason.ByTime(it.toInt()) }
    type == Failure::class.java -> everyFailure()
    else -> error("no samples of $type")
}

private fun everyFailure(): List<Failure> =
    FailureCode.entries.map { Failure(it, triesLeft = 3, waitMs = 30_000, limit = 128) } +
        PinReason.entries.map { Failure(FailureCode.PIN_REFUSED, pin = it) } +
        RefusalReason.entries.map { Failure(FailureCode.RELAY_REFUSED, refusal = it) }
