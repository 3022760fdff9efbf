package org.consilium.app.views.parts

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier

/** Where the keyboard is while no control has it, so that keys are heard: around everything, or further inside. */
internal class KeyboardHomes {
    val around = Foothold()
    private val further = mutableListOf<Foothold>()

    fun add(home: Foothold) {
        further += home
    }

    fun remove(home: Foothold) {
        further -= home
    }

    /** The one that came last has it: a sheet and not the page under it. */
    fun takeIfNobodyInside() {
        if (!around.inside) (further.asReversed() + around).any { it.take() }
    }
}

private val LocalKeyboardHomes = staticCompositionLocalOf<KeyboardHomes?> { null }

/** Around everything. A control that goes, or that cannot be pressed any more, leaves the keyboard to a home. */
@Composable
internal fun KeyboardHome(modifier: Modifier, content: @Composable BoxScope.() -> Unit) {
    val homes = remember { KeyboardHomes() }
    var lost by remember { mutableStateOf(0) }
    val around = homes.around.modifier { lost++ }
    LaunchedEffect(lost) { homes.takeIfNobodyInside() }
    CompositionLocalProvider(LocalKeyboardHomes provides homes) {
        Box(modifier.then(around), content = content)
    }
}

/** Has the keyboard from the beginning, and again whenever no control has it. */
@Composable
internal fun Modifier.keyboardHome(): Modifier {
    val homes = LocalKeyboardHomes.current
    val home = remember { Foothold() }
    DisposableEffect(homes) {
        homes?.add(home)
        onDispose { homes?.remove(home) }
    }
    val place = home.modifier()
    LaunchedEffect(Unit) { if (!home.inside) home.take() }
    return then(place)
}
