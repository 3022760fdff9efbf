package org.consilium.app.desktop

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.util.Properties
import kotlin.io.path.createDirectories
import kotlin.io.path.inputStream
import kotlin.io.path.isReadable
import kotlin.io.path.outputStream
import org.consilium.app.presentation.port.MAX_LOCK_MINUTES
import org.consilium.app.presentation.port.Settings
import org.consilium.app.presentation.port.SettingsStore
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice

/** [Settings] in a file of names and values; what cannot be read there counts as not set. */
class SettingsFile(private val file: Path) : SettingsStore {
    private var settings: Settings = read()

    @Synchronized
    override fun load(): Settings = settings

    @Synchronized
    override fun save(settings: Settings) {
        this.settings = settings
        val values = Properties()
        settings.language?.let { values["language"] = it.tag }
        values["theme"] = settings.theme.name
        values["text"] = settings.textScale.percent.toString()
        values["lock"] = settings.lockMinutes.toString()
        file.toAbsolutePath().parent.createDirectories()
        val next = file.resolveSibling("${file.fileName}.new")
        next.outputStream().use { values.store(it, null) }
        Files.move(next, file, REPLACE_EXISTING, ATOMIC_MOVE)
    }

    private fun read(): Settings {
        val values = Properties()
        if (file.isReadable()) file.inputStream().use(values::load)
        return Settings(
            language = Language.entries.firstOrNull { it.tag == values["language"] },
            theme = ThemeChoice.entries.firstOrNull { it.name == values["theme"] } ?: ThemeChoice.SYSTEM,
            textScale = TextScale.entries.firstOrNull { "${it.percent}" == values["text"] } ?: TextScale.NORMAL,
            lockMinutes = (values["lock"] as String?)?.toIntOrNull()?.coerceIn(1, MAX_LOCK_MINUTES) ?: MAX_LOCK_MINUTES,
        )
    }
}
