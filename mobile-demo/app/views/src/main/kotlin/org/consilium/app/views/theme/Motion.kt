package org.consilium.app.views.theme

import androidx.compose.animation.core.FiniteAnimationSpec
import androidx.compose.animation.core.snap
import androidx.compose.animation.core.tween
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf

/** Whether things move; whoever opens the app turns it off where the system is set to reduced motion. */
val LocalMotion = staticCompositionLocalOf { true }

/** How states change and sheets come: nothing loops. */
object Motion {
    /** Milliseconds in which a control changes its state. */
    private const val STATE = 120

    /** Milliseconds in which a sheet rises. */
    private const val SHEET = 220

    @Composable
    @ReadOnlyComposable
    fun <T> state(): FiniteAnimationSpec<T> = spec(STATE)

    @Composable
    @ReadOnlyComposable
    fun <T> sheet(): FiniteAnimationSpec<T> = spec(SHEET)

    @Composable
    @ReadOnlyComposable
    private fun <T> spec(ms: Int): FiniteAnimationSpec<T> = if (LocalMotion.current) tween(ms) else snap()
}
