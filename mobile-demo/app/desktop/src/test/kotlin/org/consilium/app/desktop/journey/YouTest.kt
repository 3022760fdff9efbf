package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.openPage
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.About
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Devices
import org.consilium.app.presentation.state.Diagnostics
import org.consilium.app.presentation.state.EditProfile
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.LicenceText
import org.consilium.app.presentation.state.LookAndLanguage
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.state.You
import org.consilium.app.presentation.strings.Strings
import org.consilium.app.support.AMINA
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.views.Tags

class YouTest {
    @Test
    fun `language, theme and text size show at once and are there after a restart, before the PIN`() = onePhone { phone ->
        openPage(YouPage.LOOK)
        sees<LookAndLanguage>()
        for (language in Language.entries) {
            tap(Tags.language(language))
            wait(language.ownName) { state.appearance.language == language }
            reads(Strings.of(language).you.language)
        }
        tap(Tags.theme(ThemeChoice.DARK))
        tap(Tags.textScale(TextScale.LARGER))
        val chosen = Appearance(Language.ARABIC, ThemeChoice.DARK, TextScale.LARGER)
        wait("what was chosen") { state.appearance == chosen }
        phone.reopen()
        hold(phone)
        sees<PinEntry>()
        assertEquals(chosen, state.appearance)
        reads(Strings.of(Language.ARABIC).pin.title)
        pin(PIN)
        sees<Conversations>()
        reads(Strings.of(Language.ARABIC).list.title)
    }

    @Test
    fun `name and profession are changed, and empty ones refused`() = onePhone { _ ->
        openPage(YouPage.PROFILE)
        sees<EditProfile> { it.name == AMINA.name }
        type(Tags.NAME, "  ")
        tap(Tags.SAVE)
        reads("Colleagues need a name to know you by.")
        type(Tags.NAME, "Dr. Amina Khelifi")
        type(Tags.PROFESSION, "cardiologist, ward 3")
        tap(Tags.SAVE)
        sees<You> { it.name == "Dr. Amina Khelifi" && it.profession == "cardiologist, ward 3" }
        reads("Dr. Amina Khelifi")
    }

    @Test
    fun `diagnostics are read before they are shared, and tell nothing personal`() = onePhone { phone ->
        openPage(YouPage.DIAGNOSTICS)
        val report = sees<Diagnostics>().report
        reads("connection: online")
        for (personal in listOf(AMINA.name, AMINA.number, AMINA.profession)) assertFalse(personal in report)
        tap(Tags.COPY_REPORT)
        wait("the clipboard") { phone.platform.clipboard == report }
        tap(Tags.SAVE_REPORT)
        sees<Diagnostics> { it.saved }
        assertEquals(report, phone.platform.report)
    }

    @Test
    fun `devices, notes, about and licences are there`() = onePhone { _ ->
        openPage(YouPage.DEVICES)
        assertTrue(sees<Devices>().rows.single().thisOne)
        tap(Tags.BACK)
        openPage(YouPage.ABOUT)
        val about = sees<About>()
        assertTrue(about.components.size > 50, "every component is named")
        assertTrue(about.components.all { it.version.isNotBlank() && it.licence.isNotBlank() })
        tap(Tags.OWN_LICENCE)
        assertTrue("Apache License" in sees<LicenceText>().text)
        tap(Tags.BACK)
        tap(Tags.BACK)
        openPage(YouPage.NOTES)
        sees<Chat> { it.self && it.composer.recipients == 0 }
        write("Ask about the echo")
        tap(Tags.BACK)
        tap(Tags.tab(Tab.CONVERSATIONS))
        sees<Conversations> { list -> list.rows.single().self }
    }

    private fun onePhone(scene: Hands.(Phone) -> Unit) = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                signUp(phone, relay, AMINA)
                scene(phone)
            }
        }
    }
}
