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
}
