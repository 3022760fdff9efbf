package org.consilium.app.desktop

import java.io.File
import java.io.IOException
import org.consilium.app.presentation.port.AddressBookChoice

/** What an address book may have at most; the core says so of a file that has more. */
const val LARGEST_ADDRESS_BOOK = 64 * 1024 * 1024

/** An address book file's bytes. Of one that is too large only so many that it is seen to be. */
fun readAddressBook(file: File): AddressBookChoice = try {
    AddressBookChoice.Chosen(file.inputStream().use { it.readNBytes(LARGEST_ADDRESS_BOOK + 1) })
} catch (_: IOException) {
    AddressBookChoice.Unreadable
}
