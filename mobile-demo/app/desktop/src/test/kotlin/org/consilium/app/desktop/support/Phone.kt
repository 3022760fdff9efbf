package org.consilium.app.desktop.support

import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.readText
import kotlin.time.Duration
import kotlinx.coroutines.runBlocking
import org.consilium.app.desktop.SettingsFile
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.state.AppState
import org.consilium.app.support.HeldPlatform
import org.consilium.app.support.Relay
import org.consilium.client.FolderKeystore
import org.consilium.ffi.ClientConfig

/** A phone with the app on it: opened, killed and opened again on the same files. */
class Phone(private val relayFile: Path, private val folder: Path) : AutoCloseable {
    constructor(relay: Relay) : this(relay.file, createTempDirectory("phone"))

    val platform = HeldPlatform()
    val settings: SettingsFile get() = SettingsFile(folder.resolve("settings.properties"))
    var model: AppModel = open()
        private set

    val state: AppState get() = model.state.value

    private fun open(): AppModel {
        val config = ClientConfig(
            dataDir = folder.resolve("installation").toString(),
            relayFile = relayFile.readText(),
            defaultRegion = "NL",
        )
        val keystore = folder.resolve("keystore")
        return AppModel(config, { FolderKeystore.open(keystore) }, platform, settings).also { it.start() }
    }

    /** Closed as by its person, and opened again. */
    fun reopen() {
        runBlocking { model.close() }
        model = open()
    }

    /** Closed, while something else has its files; then opened again. */
    fun lend(use: (Path) -> Unit) {
        runBlocking { model.close() }
        use(folder)
        model = open()
    }

    /** Its clock goes forward. */
    fun sleep(time: Duration) = runBlocking { model.advanceDevelopmentClock(time) }

    /** Whether any of its files holds [text], readable as it is. */
    fun holds(text: String): Boolean = folder.toFile().walk().filter { it.isFile }
        .any { text in it.readBytes().toString(Charsets.ISO_8859_1) }

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        runBlocking { model.close() }
        folder.deleteRecursively()
    }
}
