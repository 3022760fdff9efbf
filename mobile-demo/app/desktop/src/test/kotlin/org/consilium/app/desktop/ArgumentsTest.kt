package org.consilium.app.desktop

import java.nio.file.Path
import kotlin.io.path.createTempFile
import kotlin.io.path.deleteExisting
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.ThemeChoice

class ArgumentsTest {
    private val relay: Path = createTempFile("relay", ".json")

    @AfterTest
    fun delete() = relay.deleteExisting()

    private fun read(vararg more: String) = readArguments(arrayOf("--relay", "$relay", "--data", "phone", *more))

    private fun refused(vararg arguments: String): String =
        assertFailsWith<UnusableArguments> { readArguments(arrayOf(*arguments)) }.message.orEmpty()

    @Test
    fun `a folder and a relay are enough`() {
        assertEquals(Arguments(data = Path.of("phone"), relay = relay), read())
    }

    @Test
    fun `language, theme and a prepared account`() {
        val given = read(
            "--language", "ar", "--theme", "dark", "--as", "Amina", "--number", "+31612345671",
            "--outbox", "codes", "--book", "people.vcf", "--ready",
        )
        assertEquals(Language.ARABIC to ThemeChoice.DARK, given.language to given.theme)
        assertEquals(listOf("Amina", "+31612345671", true), listOf(given.name, given.number, given.ready))
    }

    @Test
    fun `what cannot be used is told with how to mend it`() {
        assertTrue("--relay relay.json" in refused("--data", "phone"))
        assertTrue("cannot be read" in refused("--relay", "nowhere.json", "--data", "phone"))
        assertTrue("--data DIR" in refused("--relay", "$relay"))
        assertTrue("usage:" in refused("--colour", "red"))
        assertTrue("needs a value" in refused("--data"))
        assertTrue("[en, fr, nl, de, ar]" in refused("--relay", "$relay", "--data", "phone", "--language", "tlh"))
        assertTrue("light or dark" in refused("--relay", "$relay", "--data", "phone", "--theme", "pink"))
        assertTrue("--ready needs" in refused("--relay", "$relay", "--data", "phone", "--ready"))
    }
}
