@file:OptIn(ExperimentalTestApi::class)

package org.consilium.app.desktop

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.test.waitUntilExactlyOneExists
import java.nio.file.Path
import kotlin.io.path.appendText
import kotlin.io.path.createTempFile
import kotlin.io.path.deleteExisting
import kotlin.test.AfterTest
import kotlin.test.Test
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG
import org.consilium.app.support.PATIENCE

/** What the strip above the app tells, and when it is gone. */
class DevelopmentStripTest {
    private val file: Path = createTempFile("outbox")

    @AfterTest
    fun delete() = file.deleteExisting()

    private fun sent(number: String, code: String) = file.appendText("{\"phone\":\"$number\",\"code\":\"$code\"}\n")

    @Test
    fun `the newest code of this number stands there while it is asked for, the PIN while the app is locked`() =
        runDesktopComposeUiTest {
            var screen by mutableStateOf<Screen>(SignUp(SignUpGoal.NEW, SignUpStep.Code(AMINA.number)))
            setContent { DevelopmentStrip(AppState(stack = listOf(screen)), Outbox(file), "395172") }
            fun strip() = onNodeWithTag(DEVELOPMENT_STRIP)
            waitForIdle()
            strip().assertDoesNotExist()
            sent(AMINA.number, "111111")
            sent(JORG.number, "222222")
            waitUntilExactlyOneExists(hasText("The code: 111111", substring = true), PATIENCE.toMillis())
            sent(AMINA.number, "333333")
            waitUntilExactlyOneExists(hasText("The code: 333333", substring = true), PATIENCE.toMillis())
            screen = PinEntry()
            waitForIdle()
            strip().assertTextContains("Its PIN: 395172", substring = true)
            screen = Conversations()
            waitForIdle()
            strip().assertDoesNotExist()
        }
}
