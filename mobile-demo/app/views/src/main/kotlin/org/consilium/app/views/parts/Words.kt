package org.consilium.app.views.parts

import androidx.compose.foundation.text.BasicText
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.text.SpanStyle
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.buildAnnotatedString
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.LayoutDirection
import org.consilium.app.presentation.strings.BOLD_END
import org.consilium.app.presentation.strings.BOLD_START
import org.consilium.app.presentation.strings.named
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.grown
import org.consilium.app.views.theme.strings

/** Whose words a text is made of. */
enum class Origin {
    APP,
    PERSON,

    /** Codes, reports, licences: the same in every language. */
    VERBATIM,
}

/** Hears of every text that was laid out; tests look for cut ones with it. */
fun interface TextProbe {
    /** [mayBeCut] for names and previews in lists, which a tap shows whole. */
    fun laidOut(result: TextLayoutResult, origin: Origin, mayBeCut: Boolean)
}

/** None outside tests. */
val LocalTextProbe = staticCompositionLocalOf<TextProbe?> { null }

/**
 * A text of this app. Runs in the language's direction; a word that no line has room for is
 * divided where the language allows it.
 *
 * @param boldColor of the parts in bold, if they have another colour.
 * @param origin [Origin.VERBATIM] for what is not the app's to word.
 */
@Composable
fun Words(
    text: String,
    modifier: Modifier = Modifier,
    style: TextStyle = Type.text,
    color: Color = colors.text,
    align: TextAlign = TextAlign.Start,
    boldColor: Color = Color.Unspecified,
    origin: Origin = Origin.APP,
    onLayout: ((TextLayoutResult) -> Unit)? = null,
) {
    val direction = if (LocalLayoutDirection.current == LayoutDirection.Rtl) TextDirection.Rtl else TextDirection.Ltr
    val scale = LocalDensity.current.fontScale
    val language = strings.language
    var divided by remember(text, scale) { mutableStateOf(text) }
    val written = remember(divided, boldColor) { bold(divided, boldColor) }
    val look = Letters(style.copy(color = color, textAlign = align, textDirection = direction), Int.MAX_VALUE, origin)
    Lettering(written, modifier, look) { result ->
        onLayout?.invoke(result)
        divided = Hyphens.divide(divided, result, language)
    }
}

/**
 * What a person wrote: runs in its own direction, whatever the language of the app.
 *
 * @param maxLines only for names and previews in lists: the rest is cut with an ellipsis.
 */
@Composable
fun Typed(
    text: String,
    modifier: Modifier = Modifier,
    style: TextStyle = Type.text,
    color: Color = colors.text,
    maxLines: Int = Int.MAX_VALUE,
    onLayout: ((TextLayoutResult) -> Unit)? = null,
) {
    val look = Letters(style.copy(color = color, textDirection = TextDirection.Content), maxLines, Origin.PERSON)
    Lettering(AnnotatedString(text), modifier, look) { onLayout?.invoke(it) }
}

/**
 * Somebody's name or profession, on a line of its own. Runs in its own direction, but stands where
 * lines of the app's language begin. Without a name it says so.
 */
@Composable
fun Named(
    name: String,
    modifier: Modifier = Modifier,
    style: TextStyle = Type.text,
    color: Color = colors.text,
    maxLines: Int = Int.MAX_VALUE,
) {
    val side = if (LocalLayoutDirection.current == LayoutDirection.Rtl) TextAlign.Right else TextAlign.Left
    val look = Letters(style.copy(color = color, textAlign = side, textDirection = TextDirection.Content), maxLines, Origin.PERSON)
    Lettering(AnnotatedString(strings.named(name)), modifier, look) {}
}

private class Letters(val style: TextStyle, val maxLines: Int, val origin: Origin)

@Composable
private fun Lettering(text: AnnotatedString, modifier: Modifier, look: Letters, onLayout: (TextLayoutResult) -> Unit) {
    val probe = LocalTextProbe.current
    val whole = look.maxLines == Int.MAX_VALUE
    BasicText(
        text = text,
        modifier = modifier,
        style = look.style.grown(LocalDensity.current.fontScale),
        maxLines = look.maxLines,
        overflow = if (whole) TextOverflow.Clip else TextOverflow.Ellipsis,
        onTextLayout = {
            onLayout(it)
            probe?.laidOut(it, look.origin, mayBeCut = !whole)
        },
    )
}

/** The heading of a page or part. */
@Composable
fun Heading(
    text: String,
    modifier: Modifier = Modifier,
    style: TextStyle = Type.heading,
    color: Color = colors.text,
    align: TextAlign = TextAlign.Start,
) = Words(text, modifier.semantics { heading() }, style, color, align)

/** Words that a screen reader says when they appear. */
fun Modifier.announced(assertive: Boolean = false): Modifier =
    semantics { liveRegion = if (assertive) LiveRegionMode.Assertive else LiveRegionMode.Polite }

private fun bold(text: String, color: Color): AnnotatedString {
    if (BOLD_START !in text) return AnnotatedString(text)
    return buildAnnotatedString {
        val style = SpanStyle(fontWeight = FontWeight.SemiBold, color = color)
        for (char in text) {
            when (char) {
                BOLD_START -> pushStyle(style)
                BOLD_END -> pop()
                else -> append(char)
            }
        }
    }
}
