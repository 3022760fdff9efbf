package org.consilium.app.support

import org.consilium.app.presentation.port.AddressBookChoice
import org.consilium.app.presentation.port.PictureChoice
import org.consilium.app.presentation.port.Platform

/** What the person at the phone would choose next; the clipboard and saved reports to look at. */
open class HeldPlatform : Platform {
    @Volatile var addressBook: AddressBookChoice = AddressBookChoice.None
    @Volatile var picture: PictureChoice = PictureChoice.None
    @Volatile var clipboard: String = ""
    @Volatile var report: String? = null

    val finger = HeldFinger()

    override val biometrics get() = finger

    override suspend fun chooseAddressBook(): AddressBookChoice = addressBook

    override suspend fun choosePicture(): PictureChoice = picture

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

/** A file with this text in it, as the person's choice. */
fun chosen(text: String) = AddressBookChoice.Chosen(text.encodeToByteArray())
