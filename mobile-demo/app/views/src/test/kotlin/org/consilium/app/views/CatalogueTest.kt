package org.consilium.app.views

import kotlin.reflect.KClass
import kotlin.test.assertEquals
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.app.presentation.state.LineState
import org.consilium.app.presentation.state.NumberCheck
import org.consilium.app.presentation.state.RecoveryCode
import org.consilium.app.presentation.state.RecoveryStep
import org.consilium.app.presentation.state.ScanResult
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpStep
import org.junit.jupiter.api.Test

/** A new screen or state is drawn by [ScreensTest], or this fails. */
class CatalogueTest {
    private val screens = catalogue(Appearance()).values.map { it.screen }

    private fun every(sealed: KClass<*>, shown: List<Any?>) {
        val missing = kindsOf(sealed) - shown.filterNotNull().map { it::class }.toSet()
        assertEquals(emptySet(), missing.map { it.simpleName }.toSet())
    }

    private fun kindsOf(type: KClass<*>): Set<KClass<*>> =
        if (type.isSealed) type.sealedSubclasses.flatMap { kindsOf(it) }.toSet() else setOf(type)

    @Test
    fun `every screen is in the catalogue`() = every(Screen::class, screens)

    @Test
    fun `every step of sign-up, of finding and of the recovery code is in the catalogue`() {
        every(SignUpStep::class, screens.filterIsInstance<SignUp>().map { it.step })
        every(FindStep::class, screens.filterIsInstance<FindColleagues>().map { it.step })
        every(RecoveryStep::class, screens.filterIsInstance<RecoveryCode>().map { it.step })
    }

    @Test
    fun `every sheet, warning and row of a conversation is in the catalogue`() {
        val chats = screens.filterIsInstance<Chat>()
        every(ChatSheet::class, chats.map { it.sheet })
        every(ChatWarning::class, chats.map { it.warning })
        every(ChatRow::class, chats.flatMap { it.rows })
    }

    @Test
    fun `every state of the line, of a key and of a scan is in the catalogue`() {
        val lines = screens.filterIsInstance<Conversations>().map { it.line.state } +
            screens.filterIsInstance<Colleagues>().map { it.line.state }
        every(LineState::class, lines)
        every(NumberCheck::class, screens.filterIsInstance<Contact>().map { it.number })
        assertEquals(ScanResult.entries.toSet(), screens.filterIsInstance<CompareNumber>().mapNotNull { it.result }.toSet())
    }
}
