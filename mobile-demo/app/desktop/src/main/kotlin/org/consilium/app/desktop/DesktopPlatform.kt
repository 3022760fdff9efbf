package org.consilium.app.desktop

import java.awt.EventQueue
import java.awt.FileDialog
import java.awt.Frame
import java.awt.Toolkit
import java.awt.datatransfer.StringSelection
import java.io.File
import java.io.IOException
import java.time.ZoneId
import java.util.Locale
import kotlin.coroutines.resume
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import org.consilium.app.presentation.port.AddressBookChoice
import org.consilium.app.presentation.port.Platform
import org.consilium.app.presentation.port.PictureChoice

/** A desktop's files, clipboard and locale. [window] owns the dialogs. */
class DesktopPlatform(private val window: () -> Frame?) : Platform {
    override suspend fun chooseAddressBook(): AddressBookChoice {
        val file = choose(FileDialog.LOAD, null) ?: return AddressBookChoice.None
        return withContext(Dispatchers.IO) { readAddressBook(file) }
    }

    override suspend fun choosePicture(): PictureChoice {
        val file = choose(FileDialog.LOAD, null) ?: return PictureChoice.None
        return withContext(Dispatchers.IO) { readPicture(file) }
    }

    override suspend fun saveReport(text: String): Boolean {
        val file = choose(FileDialog.SAVE, "consilium-diagnostics.txt") ?: return false
        return withContext(Dispatchers.IO) {
            try {
                file.writeText(text)
                true
            } catch (_: IOException) {
                false
            }
        }
    }

    override suspend fun copy(text: String) = withContext(Dispatchers.IO) {
        Toolkit.getDefaultToolkit().systemClipboard.setContents(StringSelection(text), null)
    }

    override fun systemLanguage(): String = Locale.getDefault().toLanguageTag()

    override fun deviceName(): String = System.getProperty("os.name").orEmpty()

    override fun zone(): String = ZoneId.systemDefault().id

    /** The system's dialog; it blocks its own event loop only. */
    private suspend fun choose(mode: Int, name: String?): File? = suspendCancellableCoroutine { waiting ->
        EventQueue.invokeLater {
            val dialog = FileDialog(window(), null, mode)
            dialog.file = name
            dialog.isVisible = true
            // A name that was typed is not among the files of every system's dialog.
            waiting.resume(dialog.files.firstOrNull() ?: dialog.file?.let { File(dialog.directory, it) })
        }
    }
}
