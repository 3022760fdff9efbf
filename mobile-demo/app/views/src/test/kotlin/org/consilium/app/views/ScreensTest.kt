package org.consilium.app.views

import java.io.File
import kotlin.test.assertEquals
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

/**
 * Every screen and state, in every language and both themes, at 100 and 200 % text: as a phone shows it,
 * and on a stage so tall that the last row of every list is laid out too. With `-Dscreens.pictures=true`
 * pictures are put into `target/screens`: look at them after a change. `-Dscreens.only=chat.*` draws
 * some of them, `-Dscreens.density=2` draws them finer.
 */
class ScreensTest {
    private val only = Regex(System.getProperty("screens.only", ".*"))
    private val pictures = System.getProperty("screens.pictures", "false").toBoolean()
    private val density = System.getProperty("screens.density", "1").toFloat()

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `every screen is whole, translated and labelled, by light and in the dark`(language: Language) =
        phone(Appearance(language, ThemeChoice.LIGHT), Appearance(language, ThemeChoice.DARK))

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `every screen is whole, translated and labelled at 200 percent text, by light and in the dark`(language: Language) =
        phone(
            Appearance(language, ThemeChoice.LIGHT, TextScale.HUGEST),
            Appearance(language, ThemeChoice.DARK, TextScale.HUGEST),
        )

    @ParameterizedTest
    @EnumSource(Language::class)
    fun `what is below the fold is whole, translated and labelled down to the last row, at both text sizes`(language: Language) {
        val appearances = listOf(
            Appearance(language, ThemeChoice.LIGHT),
            Appearance(language, ThemeChoice.DARK, TextScale.HUGEST),
        )
        nothingIn(appearances.flatMap { appearance -> look(appearance, TALL_HEIGHT) { unreached() } })
    }

    private fun phone(vararg appearances: Appearance) = nothingIn(appearances.flatMap { look(it, PHONE_HEIGHT) })

    private fun nothingIn(problems: List<String>) = assertEquals("", problems.distinct().joinToString("\n"))

    /** The problems of each screen, laid out anew. */
    private fun look(appearance: Appearance, height: Int, more: Stage.() -> List<String> = { emptyList() }): List<String> {
        val problems = mutableListOf<String>()
        Stage.play(density, height) {
            for ((name, state) in catalogue(appearance).filterKeys { only.matches(it) }) {
                show(state)
                problems += (problems(appearance.language) + more()).map { "$name: $it" }
                if (pictures && height == PHONE_HEIGHT) picture(File(folder(appearance), "$name.png"))
            }
        }
        return problems
    }

    private fun folder(appearance: Appearance): File = with(appearance) {
        File("target/screens/${language.tag}/${theme.name.lowercase()}-${textScale.percent}")
    }
}
