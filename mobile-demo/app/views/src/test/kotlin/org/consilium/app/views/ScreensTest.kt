package org.consilium.app.views

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

/**
 * Every screen and state, in every language and both themes, and at 200 % text. With
 * `-Dscreens.pictures=true` pictures are put into `target/screens`: look at them after a change.
 * `-Dscreens.only=chat.*` draws some of them, `-Dscreens.density=2` draws them finer.
 */
class ScreensTest {
    private val only = Regex(System.getProperty("screens.only", ".*"))
    private val pictures = System.getProperty("screens.pictures", "false").toBoolean()
    private val density = System.getProperty("screens.density", "1").toFloat()

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `every screen is whole, translated and labelled, by light and in the dark`(language: Language) =
        look(Appearance(language, ThemeChoice.LIGHT), Appearance(language, ThemeChoice.DARK))

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `every screen is whole, translated and labelled at 200 percent text`(language: Language) =
        look(Appearance(language, ThemeChoice.LIGHT, TextScale.HUGEST))

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `every row below the fold of a list is whole, translated and labelled at 200 percent text`(language: Language) {
        val appearance = Appearance(language, ThemeChoice.LIGHT, TextScale.HUGEST)
        val problems = mutableListOf<String>()
        Stage.play(screens = FOLDS) {
            for ((name, state) in catalogue(appearance).filterKeys { LISTS.containsMatchIn(it) }) {
                show(state)
                problems += problems(language).map { "$name: $it" }
            }
        }
        assertEquals("", problems.distinct().joinToString("\n"))
    }

    @Test
    fun `the tall stage lays out rows that a phone does not show`() {
        val state = catalogue(Appearance(Language.ENGLISH, ThemeChoice.LIGHT, TextScale.HUGEST)).getValue("conversations")
        val laidOut = listOf(1, FOLDS).map { screens ->
            var texts = 0
            Stage.play(screens = screens) {
                show(state)
                texts = laidOut.size
            }
            texts
        }
        assertTrue(laidOut[1] > laidOut[0], "$laidOut")
    }

    /** Each screen as [first], then in the colours of [others]. */
    private fun look(first: Appearance, vararg others: Appearance) {
        val problems = mutableListOf<String>()
        val recoloured = others.associateWith { catalogue(it) }
        Stage.play(density) {
            fun check(name: String, appearance: Appearance) {
                problems += problems(appearance.language).map { "$name: $it" }
                if (pictures) picture(File(folder(appearance), "$name.png"))
            }
            for ((name, state) in catalogue(first).filterKeys { only.matches(it) }) {
                show(state)
                check(name, first)
                for ((appearance, screens) in recoloured) {
                    recolour(screens.getValue(name))
                    check(name, appearance)
                }
            }
        }
        assertEquals("", problems.distinct().joinToString("\n"))
    }

    private fun folder(appearance: Appearance): File = with(appearance) {
        File("target/screens/${language.tag}/${theme.name.lowercase()}-${textScale.percent}")
    }

    private companion object {
        /** Screens with lists that are longer than a phone. */
        val LISTS = Regex("^(conversations|chat|colleagues|search|requests)")

        /** Phones on top of each other, enough for the longest of these lists. */
        const val FOLDS = 5
    }
}
