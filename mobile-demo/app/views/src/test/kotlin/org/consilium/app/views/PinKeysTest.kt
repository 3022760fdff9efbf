package org.consilium.app.views

import androidx.compose.ui.input.key.Key
import kotlin.test.assertEquals
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.PinEntry
import org.junit.jupiter.api.Test

/** A PIN that is typed, on the pad or with a keyboard. */
class PinKeysTest {
    private val pin = catalogue(Appearance()).getValue("pin")
    private val entry = pin.screen as PinEntry

    private fun with(entry: PinEntry) = pin.copy(stack = listOf(entry))

    @Test
    fun `a PIN is typed as soon as the screen is there, and after a wrong one again`() = Keyboard.play {
        open(pin)
        press(Key.Three)
        becomes(with(entry.copy(busy = true, length = 1)))
        becomes(with(entry.copy(wrong = true)))
        press(Key.NumPad9)
        assertEquals(listOf<Intent>(PinIntent.Digit(3), PinIntent.Digit(9)), sent)
    }

    @Test
    fun `digits are heard after a wrong PIN that was sent with a key of the pad`() = Keyboard.play {
        open(with(entry.copy(length = 6)))
        goTo(Tags.PIN_SUBMIT)
        press(Key.Enter)
        becomes(with(entry.copy(busy = true, length = 6)))
        sent.clear()
        press(Key.One)
        becomes(with(entry.copy(wrong = true)))
        press(Key.NumPad9)
        assertEquals(listOf<Intent>(PinIntent.Digit(9)), sent)
    }

    @Test
    fun `digits are heard after the last one was taken back, and after a sheet`() = Keyboard.play {
        open(with(entry.copy(length = 1)))
        goTo(Tags.PIN_DELETE)
        becomes(pin)
        press(Key.One)
        becomes(with(entry.copy(forgot = true)))
        press(Key.Two)
        becomes(pin)
        press(Key.Three)
        assertEquals(listOf<Intent>(PinIntent.Digit(1), PinIntent.Digit(3)), sent)
    }

    @Test
    fun `the pad takes the keyboard from no control that was gone to while a PIN was checked`() = Keyboard.play {
        open(with(entry.copy(busy = true, length = 6)))
        goTo(Tags.PIN_FORGOT)
        becomes(with(entry.copy(wrong = true)))
        assertEquals(Tags.PIN_FORGOT, at()?.tag)
    }
}
