package org.consilium.app.desktop.support

import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlinx.coroutines.runBlocking
import org.consilium.app.desktop.SettingsFile
import org.consilium.app.desktop.readPicture
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.port.PictureChoice
import org.consilium.app.presentation.port.Platform
import org.consilium.app.presentation.state.AppState
import org.consilium.client.FolderKeystore
import org.consilium.ffi.ClientConfig

/** A phone with the app on it: opened, killed and opened again on the same files. */
class Phone(private val relay: Relay) : AutoCloseable {
    private val folder: Path = createTempDirectory("phone")
    val platform = HeldPlatform()
    val settings: SettingsFile get() = SettingsFile(folder.resolve("settings.properties"))
    var model: AppModel = open()
        private set

    val state: AppState get() = model.state.value

    private fun open(): AppModel {
        val config = ClientConfig(
            dataDir = folder.resolve("installation").toString(),
            relayFile = relay.relayFile(),
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

    /** Whether any of its files holds [text], readable as it is. */
    fun holds(text: String): Boolean = folder.toFile().walk().filter { it.isFile }
        .any { text in it.readBytes().toString(Charsets.ISO_8859_1) }

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        runBlocking { model.close() }
        folder.deleteRecursively()
    }
}

/** What the person at the phone would choose next; the clipboard and saved reports to look at. */
class HeldPlatform : Platform {
    @Volatile var addressBook: ByteArray? = null
    @Volatile var picture: ByteArray? = null
    @Volatile var clipboard: String = ""
    @Volatile var report: String? = null

    override suspend fun chooseAddressBook(): ByteArray? = addressBook

    override suspend fun choosePicture(): PictureChoice = picture?.let(::readPicture) ?: PictureChoice.None

    override suspend fun saveReport(text: String): Boolean {
        report = text
        return true
    }

    override suspend fun copy(text: String) {
        clipboard = text
    }

    override fun systemLanguage(): String = "en-NL"

    override fun deviceName(): String = "Test phone"

    override fun zone(): String = "Europe/Amsterdam"
}
