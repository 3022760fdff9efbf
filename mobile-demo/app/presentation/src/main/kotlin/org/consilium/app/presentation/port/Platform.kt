package org.consilium.app.presentation.port

import org.consilium.client.BiometricGate

/** What only the platform can do. Each call may take as long as a person needs. */
interface Platform {
    /**
     * An address book file that the person chose. One that is larger than the core takes, 64 MiB, need not be
     * read to its end: one byte more is enough for the core to refuse it.
     */
    suspend fun chooseAddressBook(): AddressBookChoice

    /** A picture that the person chose or took. */
    suspend fun choosePicture(): PictureChoice

    /** Puts a report where the person says; whether it was put anywhere. */
    suspend fun saveReport(text: String): Boolean

    /** Puts a text on the clipboard. */
    suspend fun copy(text: String)

    /** The device's check of finger or face; none if it has none. */
    val biometrics: BiometricGate? get() = null

    /** The system's language, BCP 47. */
    fun systemLanguage(): String

    /** What kind of device this is, in a few words of its own. */
    fun deviceName(): String

    /** The system's time zone, for example `Europe/Amsterdam`. */
    fun zone(): String
}

/** What came of asking for an address book. */
sealed interface AddressBookChoice {
    data object None : AddressBookChoice

    /** A file that the platform does not hand out: of no permission, gone, a folder. */
    data object Unreadable : AddressBookChoice
    class Chosen(val file: ByteArray) : AddressBookChoice
}

/** What came of asking for a picture. */
sealed interface PictureChoice {
    data object None : PictureChoice

    /** A file that is no picture this platform can read. */
    data object Unreadable : PictureChoice
    data class Chosen(val picture: Picture) : PictureChoice
}

/** Pixels, row by row from the top left, `0xAARRGGBB` each. */
class Picture(val width: Int, val height: Int, val pixels: IntArray) {
    init {
        require(pixels.size == width * height) { "a picture has width × height pixels" }
    }
}
