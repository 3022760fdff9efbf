package org.consilium.app.presentation.qr

import org.consilium.app.presentation.port.Picture
import org.consilium.app.presentation.state.QrMatrix

private const val MODULE = 4
private const val MARGIN = 4
internal const val BLACK = 0xff000000.toInt()
internal const val WHITE = 0xffffffff.toInt()

/** A code as a photograph of a screen would show it, straight and sharp. */
internal fun pictureOf(code: QrMatrix, dark: Int = BLACK, light: Int = WHITE): Picture {
    val side = (code.size + 2 * MARGIN) * MODULE
    return Picture(
        side,
        side,
        IntArray(side * side) { at ->
            val column = at % side / MODULE - MARGIN
            val row = at / side / MODULE - MARGIN
            val inside = column in 0 until code.size && row in 0 until code.size
            if (inside && code.isDark(column, row)) dark else light
        },
    )
}
