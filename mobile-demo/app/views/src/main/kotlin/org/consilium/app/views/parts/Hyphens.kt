package org.consilium.app.views.parts

import androidx.compose.ui.text.TextLayoutResult
import org.consilium.app.presentation.state.Language

/**
 * Where the app's own long words may be divided when large text leaves no line with room for one.
 * Without this they break at any letter.
 */
internal object Hyphens {
    private const val POINT = '|'

    private val WORDS: Map<Language, List<String>> = mapOf(
        Language.ENGLISH to listOf("conver|sa|tions", "diag|nos|tics"),
        Language.FRENCH to listOf("conver|sa|tions", "confi|den|tia|lité", "récu|pé|ra|tion", "dia|gnos|tic", "verrouil|lage"),
        Language.DUTCH to listOf("veilig|heids|nummer", "telefoon|nummer", "vergren|de|ling", "ge|sprek|ken"),
        Language.GERMAN to listOf(
            "unter|hal|tun|gen", "unter|hal|tung", "wieder|her|stel|lungs|code", "sicher|heits|num|mer", "tele|fon|num|mer",
            "berufs|erlaub|nis",
        ),
    )

    /** [text] with a hyphen in the first word that [result] breaks inside, or [text] itself. */
    fun divide(text: String, result: TextLayoutResult, language: Language): String {
        val words = WORDS[language] ?: return text
        val shown = result.layoutInput.text.text
        for (line in 0 until result.lineCount - 1) {
            val end = result.getLineEnd(line)
            if (!insideWord(shown, end)) continue
            val start = shown.substring(0, end).indexOfLast { !it.isLetter() } + 1
            val stop = (end until shown.length).firstOrNull { !shown[it].isLetter() } ?: shown.length
            val word = shown.substring(start, stop)
            val point = pointBefore(word, end - start, words) ?: continue
            return text.replaceFirst(word, word.substring(0, point) + "-" + word.substring(point))
        }
        return text
    }

    /** Whether a line that ends before [offset] leaves the rest of a word for the next one. */
    fun insideWord(text: String, offset: Int): Boolean =
        offset in 1 until text.length && text[offset - 1].isLetter() && text[offset].isLetter()

    private fun pointBefore(word: String, limit: Int, words: List<String>): Int? {
        val lower = word.lowercase()
        val points = words.flatMap { divided ->
            val at = lower.indexOf(divided.filter { it != POINT })
            if (at < 0) emptyList() else pointsOf(divided).map { it + at }
        }
        return points.filter { it in 1 until limit }.maxOrNull()
    }

    private fun pointsOf(divided: String): List<Int> =
        divided.indices.filter { divided[it] == POINT }.mapIndexed { before, index -> index - before }
}
