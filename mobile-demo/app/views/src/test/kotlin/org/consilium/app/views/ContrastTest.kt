package org.consilium.app.views

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import kotlin.reflect.KProperty1
import kotlin.test.assertEquals
import org.consilium.app.views.theme.Colors
import org.consilium.app.views.theme.DarkColors
import org.consilium.app.views.theme.LightColors
import org.junit.jupiter.api.Test

private typealias Token = KProperty1<Colors, Color>

/** The contrasts of WCAG 2.2 AA, for every colour on every ground that the views put it on. */
class ContrastTest {
    private val pages: List<Token> = listOf(Colors::bg, Colors::surface, Colors::sunken)
    private val strips: List<Token> = listOf(Colors::okSoft, Colors::warnSoft, Colors::dangerSoft, Colors::keptSoft)
    private val grounds = pages + strips + Colors::accentSoft

    /** Words; signs beside them have their colour. */
    private val texts: Map<Token, List<Token>> = mapOf(
        Colors::text to grounds,
        Colors::text2 to grounds,
        Colors::accent to grounds,
        Colors::ok to pages + Colors::okSoft,
        Colors::warn to pages + listOf(Colors::warnSoft, Colors::accentSoft),
        Colors::danger to pages + listOf(Colors::dangerSoft, Colors::accentSoft),
        Colors::kept to pages + Colors::keptSoft,
        Colors::onAccent to listOf(Colors::accent, Colors::accentHover),
        Colors::onDanger to listOf(Colors::dangerFill, Colors::dangerHover),
        Colors::onInk to listOf(Colors::ink, Colors::inkRaise),
        Colors::onInk2 to listOf(Colors::ink, Colors::inkRaise),
    )

    /** Edges of controls, the ring of what has the focus, the edge of an urgent message. */
    private val shapes: Map<Token, List<Token>> = mapOf(
        Colors::lineStrong to pages,
        Colors::focus to grounds,
        Colors::dangerFill to listOf(Colors::bg, Colors::surface),
    )

    @Test
    fun `every text has a contrast of at least 4,5 in both themes`() = assertEquals(emptyList(), below(4.5, texts))

    @Test
    fun `every shape that carries meaning has a contrast of at least 3 in both themes`() =
        assertEquals(emptyList(), below(3.0, shapes))

    @Test
    fun `contrast is what WCAG says it is`() {
        assertEquals(21.0, contrast(Color.White, Color.Black), 0.01)
        // The lightest grey of which white is told to be enough.
        assertEquals(4.54, contrast(Color(0xff767676), Color.White), 0.01)
    }

    private fun below(least: Double, pairs: Map<Token, List<Token>>): List<String> =
        listOf(LightColors, DarkColors).flatMap { colors ->
            pairs.flatMap { (front, backs) -> backs.map { front to it } }
                .map { (front, back) -> Triple(front, back, contrast(front.get(colors), back.get(colors))) }
                .filter { (_, _, measured) -> measured < least }
                .map { (front, back, measured) -> "${front.name} on ${back.name}, dark ${colors.dark}: %.2f".format(measured) }
        }
}

/** As WCAG measures it. */
internal fun contrast(one: Color, other: Color): Double {
    val (darker, lighter) = listOf(one, other).map { it.luminance() + 0.05 }.sorted()
    return lighter / darker
}
