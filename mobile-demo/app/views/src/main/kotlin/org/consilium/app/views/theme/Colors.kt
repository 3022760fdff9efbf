package org.consilium.app.views.theme

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color

/**
 * The colours of the design. Each has one meaning: accent acts, ok is proved, warn asks to look,
 * danger is urgent or cannot be undone, kept does not expire. Never alone: a word or a shape too.
 *
 * @property line decorative rules. [lineStrong]: edges of controls, 3:1.
 * @property ink the ground of the PIN screen.
 */
@Immutable
data class Colors(
    val dark: Boolean,
    val bg: Color,
    val surface: Color,
    val sunken: Color,
    val line: Color,
    val lineStrong: Color,
    val text: Color,
    val text2: Color,
    val accent: Color,
    val accentHover: Color,
    val onAccent: Color,
    val accentSoft: Color,
    val ok: Color,
    val okSoft: Color,
    val warn: Color,
    val warnSoft: Color,
    val danger: Color,
    val dangerFill: Color,
    val dangerHover: Color,
    val onDanger: Color,
    val dangerSoft: Color,
    val kept: Color,
    val keptSoft: Color,
    val ink: Color,
    val inkRaise: Color,
    val onInk: Color,
    val onInk2: Color,
    val focus: Color,
    val scrim: Color,
)

/** For light surroundings. */
val LightColors = Colors(
    dark = false,
    bg = Color(0xfff3f6f6),
    surface = Color(0xffffffff),
    sunken = Color(0xffeaf0f0),
    line = Color(0xffd5dedf),
    lineStrong = Color(0xff72858a),
    text = Color(0xff12262b),
    text2 = Color(0xff495d62),
    accent = Color(0xff0b5766),
    accentHover = Color(0xff08434f),
    onAccent = Color(0xffffffff),
    accentSoft = Color(0xffd9ebee),
    ok = Color(0xff17683a),
    okSoft = Color(0xffe0f1e6),
    warn = Color(0xff865000),
    warnSoft = Color(0xfffcefd7),
    danger = Color(0xffb01e1c),
    dangerFill = Color(0xffb01e1c),
    dangerHover = Color(0xff8c1413),
    onDanger = Color(0xffffffff),
    dangerSoft = Color(0xfffce8e5),
    kept = Color(0xff5a3fa0),
    keptSoft = Color(0xffece7f8),
    ink = Color(0xff0c3741),
    inkRaise = Color(0xff18505c),
    onInk = Color(0xffeef7f8),
    onInk2 = Color(0xffafcdd2),
    focus = Color(0xff1659c7),
    scrim = Color(0x85081c21),
)

/** For dark surroundings. */
val DarkColors = Colors(
    dark = true,
    bg = Color(0xff0d1416),
    surface = Color(0xff151e21),
    sunken = Color(0xff1d292c),
    line = Color(0xff2b393d),
    lineStrong = Color(0xff74888c),
    text = Color(0xffe6eeef),
    text2 = Color(0xffa7b7ba),
    accent = Color(0xff74c7d4),
    accentHover = Color(0xff9adae3),
    onAccent = Color(0xff06252b),
    accentSoft = Color(0xff173b43),
    ok = Color(0xff7fce9a),
    okSoft = Color(0xff14301f),
    warn = Color(0xfff0ba66),
    warnSoft = Color(0xff33270f),
    danger = Color(0xffff9e94),
    dangerFill = Color(0xffcf332d),
    dangerHover = Color(0xffb32621),
    onDanger = Color(0xffffffff),
    dangerSoft = Color(0xff3d1816),
    kept = Color(0xffc5b2f6),
    keptSoft = Color(0xff2a2144),
    ink = Color(0xff0a2329),
    inkRaise = Color(0xff163841),
    onInk = Color(0xffe6eeef),
    onInk2 = Color(0xffa3bcc1),
    focus = Color(0xff9cc2ff),
    scrim = Color(0xa8000000),
)

internal val LocalColors = staticCompositionLocalOf { LightColors }

/** The colours of where we are. */
val colors: Colors
    @Composable
    @ReadOnlyComposable
    get() = LocalColors.current
