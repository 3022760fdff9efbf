package org.consilium.app.presentation.strings

import org.consilium.app.presentation.state.Language

/** A text with its numbers left out: what is the same for one count is the same for all. */
fun shapeOf(text: String): String = text.replace(Regex("\\d+"), "#")

/** The shapes that a language truly has in common with English, and why. */
val SAME_AS_ENGLISH: Map<Language, Map<String, String>> = mapOf(
    Language.FRENCH to mapOf(
        ", " to "stands between two names",
        "Code Xyz" to "the word is French too; the code itself is for support",
        "Contact" to "a French word that English took",
        "Conversations" to "a French word that English took",
        "Licence" to "British English spells the noun as French does",
        "Message" to "a French word that English took",
        "Messages" to "a French word that English took",
        "Profession" to "a French word that English took",
        "Urgent" to "a French word that English took",
        "Urgent #" to "a French word that English took",
        "Urgent." to "a French word that English took",
        "Version Xyz" to "a French word that English took",
        "# minute" to "a French word that English took",
        "# minutes" to "the plural is written alike",
    ),
    Language.DUTCH to mapOf(
        ", " to "stands between two names",
        "# %" to "the sign and its blank are the same",
        "Account" to "what Dutch calls it",
        "App" to "what Dutch calls it",
        "Code Xyz" to "the word is Dutch too; the code itself is for support",
        "Contact" to "a Dutch word too",
        "Details" to "a Dutch word too",
        "Open" to "the imperative of openen",
        "Privacy" to "what Dutch calls it",
        "Relay: Xyz" to "a server of this kind is a relay in Dutch",
    ),
    Language.GERMAN to mapOf(
        ", " to "stands between two names",
        "# %" to "the sign and its blank are the same",
        "App" to "what German calls it",
        "Code Xyz" to "the word is German too; the code itself is for support",
        "Name" to "a German word too",
        "Relay: Xyz" to "a server of this kind is a Relay in German",
        "Version Xyz" to "a German word too",
    ),
    Language.ARABIC to emptyMap(),
)
