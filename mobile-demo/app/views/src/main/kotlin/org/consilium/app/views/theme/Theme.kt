package org.consilium.app.views.theme

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.text.selection.LocalTextSelectionColors
import androidx.compose.foundation.text.selection.TextSelectionColors
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.remember
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.strings.Formats
import org.consilium.app.presentation.strings.Strings

private val LocalStrings = staticCompositionLocalOf<Strings> { error("no language outside ConsiliumTheme") }
private val LocalFormats = staticCompositionLocalOf<Formats> { error("no formats outside ConsiliumTheme") }

/** From this text size on, headers and strips scroll along and rows become columns. */
private const val LARGE_TEXT = 1.45f

/** Every text, in the chosen language. */
val strings: Strings
    @Composable
    @ReadOnlyComposable
    get() = LocalStrings.current

/** Times, dates and counts, as the chosen language writes them. */
val formats: Formats
    @Composable
    @ReadOnlyComposable
    get() = LocalFormats.current

/** Whether the text is so large that headers scroll along and rows become columns. */
val largeText: Boolean
    @Composable
    @ReadOnlyComposable
    get() = LocalDensity.current.fontScale >= LARGE_TEXT

/** Colours, language, direction and text size for all that is inside. */
@Composable
fun ConsiliumTheme(state: AppState, content: @Composable () -> Unit) {
    val appearance = state.appearance
    val palette = when (appearance.theme) {
        ThemeChoice.SYSTEM -> if (isSystemInDarkTheme()) DarkColors else LightColors
        ThemeChoice.LIGHT -> LightColors
        ThemeChoice.DARK -> DarkColors
    }
    val density = LocalDensity.current
    val scaled = Density(density.density, density.fontScale * appearance.textScale.percent / 100f)
    val direction = if (appearance.language.rightToLeft) LayoutDirection.Rtl else LayoutDirection.Ltr
    // By the day: new formats compose every text on the screen anew.
    val today = Formats.dayOf(state.nowMs, state.zone)
    val formats = remember(appearance.language, state.zone, today) {
        Formats(appearance.language, state.zone, state.nowMs)
    }
    CompositionLocalProvider(
        LocalColors provides palette,
        LocalStrings provides Strings.of(appearance.language),
        LocalFormats provides formats,
        LocalDensity provides scaled,
        LocalLayoutDirection provides direction,
        LocalTextSelectionColors provides TextSelectionColors(palette.accent, palette.accent.copy(alpha = 0.3f)),
        content = content,
    )
}
