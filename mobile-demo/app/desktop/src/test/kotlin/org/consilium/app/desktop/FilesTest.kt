package org.consilium.app.desktop

import java.io.RandomAccessFile
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.consilium.app.presentation.port.AddressBookChoice
import org.consilium.app.presentation.port.PictureChoice
import org.consilium.app.presentation.port.Settings
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.client.ConsiliumClient
import org.consilium.ffi.ClientException

/** The small files beside an installation. */
class FilesTest {
    private val folder: Path = createTempDirectory("files")

    @OptIn(ExperimentalPathApi::class)
    @AfterTest
    fun delete() = folder.deleteRecursively()

    @Test
    fun `settings are there again after a restart`() {
        val file = folder.resolve("deep/settings.properties")
        val chosen = Settings(Language.DUTCH, ThemeChoice.DARK, TextScale.LARGER, lockMinutes = 5)
        SettingsFile(file).save(chosen)
        assertEquals(chosen, SettingsFile(file).load())
    }

    @Test
    fun `what cannot be read in settings counts as not set`() {
        val file = folder.resolve("settings.properties")
        assertEquals(Settings(), SettingsFile(file).load())
        file.writeText("language=tlh\ntheme=PINK\ntext=1000\nlock=never\n")
        assertEquals(Settings(), SettingsFile(file).load())
        file.writeText("lock=100000\n")
        assertEquals(60, SettingsFile(file).load().lockMinutes)
    }

    @Test
    fun `the newest code of a number is taken from the outbox, whatever else is in it`() {
        val file = folder.resolve("sms-outbox.jsonl")
        val outbox = Outbox(file)
        assertNull(outbox.newest("+31612345671"))
        file.writeText(
            """
            {"phone":"+31612345671","code":"111111"}
            {"phone":"+31612345672","code":"222222"}
            {"phone":"+31612345671","code":"333333"}
            not a line
            """.trimIndent(),
        )
        assertEquals("333333", outbox.newest("+31612345671"))
        assertEquals("222222", runBlocking { outbox.codes("+31612345672").first() })
    }

    @Test
    fun `an address book that is a folder, or gone, cannot be read, and one that can is whole`() {
        val file = folder.resolve("contacts.vcf").toFile()
        assertEquals(AddressBookChoice.Unreadable, readAddressBook(file))
        assertEquals(AddressBookChoice.Unreadable, readAddressBook(folder.toFile()))
        file.writeText("BEGIN:VCARD")
        assertEquals("BEGIN:VCARD", assertIs<AddressBookChoice.Chosen>(readAddressBook(file)).file.decodeToString())
    }

    @Test
    fun `of a file that no memory would hold so much is read that the core calls it too large`() {
        val file = folder.resolve("film.vcf").toFile()
        RandomAccessFile(file, "rw").use { it.setLength(8L * Int.MAX_VALUE) }
        val read = assertIs<AddressBookChoice.Chosen>(readAddressBook(file)).file
        assertFailsWith<ClientException.AddressBookTooLarge> { runBlocking { ConsiliumClient.readAddressBook(read) } }
        assertFailsWith<ClientException.NotAnAddressBook> {
            runBlocking { ConsiliumClient.readAddressBook(read.copyOf(LARGEST_ADDRESS_BOOK)) }
        }
    }

    @Test
    fun `a picture that is a folder, or gone, cannot be read`() {
        assertEquals(PictureChoice.Unreadable, readPicture(folder.toFile()))
        assertEquals(PictureChoice.Unreadable, readPicture(folder.resolve("code.png").toFile()))
    }

    @Test
    fun `the shared address book has everybody once, and the core reads it`() {
        val file = folder.resolve("people.vcf")
        val book = SharedBook(file)
        book.join("Amina", "+31612345671")
        book.join("Weber, Jörg; nurse", "+31612345672")
        val before = file.readText()
        book.join("Amina", "+31612345671")
        assertEquals(before, file.readText())
        val others = runBlocking { book.others("+31612345671").first() }
        val read = runBlocking { ConsiliumClient.readAddressBook(others.encodeToByteArray()) }
        assertEquals(listOf("Weber, Jörg; nurse"), read.entries.map { it.name })
        assertEquals("", runBlocking { SharedBook(folder.resolve("none.vcf")).others("+31612345671").first() })
    }
}
