package org.consilium.app.presentation.port

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice

/**
 * What the app remembers outside the encrypted database, since it is needed before the PIN: looks
 * and the lock, nothing about people.
 *
 * @property language none until one is chosen: the system's.
 */
data class Settings(
    val language: Language? = null,
    val theme: ThemeChoice = ThemeChoice.SYSTEM,
    val textScale: TextScale = TextScale.NORMAL,
    val lockMinutes: Int = MAX_LOCK_MINUTES,
)

/** Where [Settings] are kept. */
interface SettingsStore {
    /** What was saved last; the defaults if nothing can be read. */
    fun load(): Settings

    /** Replaces what was saved. */
    fun save(settings: Settings)
}

/** The longest time without use before the app locks itself. */
const val MAX_LOCK_MINUTES = 60
