package org.consilium.client.support

import java.lang.reflect.Modifier

/** The names of a class's public functions; those with a value class in their signature carry a hash. */
inline fun <reified T> callsOf(): Set<String> = T::class.java.declaredMethods
    .filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
    .map { it.name.substringBefore('-') }
    .toSet()
