package org.consilium.app.presentation

import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.consilium.app.presentation.port.Settings
import org.consilium.app.presentation.port.SettingsStore
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.state.Notice
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.state.Welcome
import org.consilium.app.support.AMINA
import org.consilium.app.support.HeldPlatform
import org.consilium.app.support.PATIENCE
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.client.FolderKeystore
import org.consilium.ffi.ClientConfig

/** The whole app without a view, on the real core and a real relay. */
class AppModelTest {
    private val folder: Path = createTempDirectory("app")
    private val settings = Remembered()
    private val relay = Relay()
    private val models = mutableListOf<AppModel>()

    private class Remembered : SettingsStore {
        @Volatile var saved = Settings()

        override fun load() = saved

        override fun save(settings: Settings) {
            saved = settings
        }
    }

    @OptIn(ExperimentalPathApi::class)
    @AfterTest
    fun close() {
        runBlocking { models.forEach { it.close() } }
        relay.close()
        folder.deleteRecursively()
    }

    private fun open(data: String = "installation"): AppModel {
        val config = ClientConfig(folder.resolve(data).toString(), relay.relayFile(), "NL")
        val keystore = folder.resolve("keystore")
        return AppModel(config, { FolderKeystore.open(keystore) }, HeldPlatform(), settings).also {
            models += it
            it.start()
        }
    }

    private fun AppModel.sees(fits: (AppState) -> Boolean): AppState =
        runBlocking { withTimeout(PATIENCE.toMillis()) { state.first(fits) } }

    private inline fun <reified S : SignUpStep> AppModel.step(crossinline fits: (S) -> Boolean = { true }) =
        sees { ((it.screen as? SignUp)?.step as? S)?.let(fits) == true }

    private fun AppModel.does(vararg intents: Intent) = intents.forEach(::dispatch)

    private fun AppModel.enterPin() = does(PinIntent.Words(PIN), PinIntent.Submit)

    private fun AppModel.signUp() {
        sees { it.screen is Welcome }
        does(SignUpIntent.Start, SignUpIntent.Number(AMINA.number), SignUpIntent.Continue)
        step<SignUpStep.Code>()
        does(SignUpIntent.Code(relay.code(AMINA.number)), SignUpIntent.Continue, SignUpIntent.Name(AMINA.name), SignUpIntent.Continue)
        step<SignUpStep.NewPin>()
        enterPin()
        step<SignUpStep.NewPin> { it.repeat }
        enterPin()
        step<SignUpStep.WriteDown>()
        does(SignUpIntent.ConfirmLater)
        sees { it.screen is Conversations }
    }

    @Test
    fun `an empty installation welcomes, in the system's language and by its relay's name`() {
        val state = open().sees { it.screen is Welcome }
        assertEquals(Appearance(Language.ENGLISH), state.appearance)
        assertTrue((state.screen as Welcome).relayName.isNotBlank())
        assertEquals("Europe/Amsterdam", state.zone)
        assertFalse(state.canGoBack)
    }

    @Test
    fun `looks are changed at once, remembered, and there again before anything is opened`() {
        val app = open()
        app.sees { it.screen is Welcome }
        app.does(YouIntent.SetLanguage(Language.ARABIC), YouIntent.SetTheme(ThemeChoice.DARK), YouIntent.SetTextScale(TextScale.HUGE))
        val chosen = Appearance(Language.ARABIC, ThemeChoice.DARK, TextScale.HUGE)
        app.sees { it.appearance == chosen }
        runBlocking { app.close() }
        models.clear()
        assertEquals(chosen, open("another").state.value.appearance)
    }

    @Test
    fun `a second app on the same installation is told that it is in use`() {
        open().sees { it.screen is Welcome }
        val second = open()
        val notice = second.sees { it.notice != null }.notice as Notice.Failed
        assertEquals(FailureCode.IN_USE, notice.failure.code)
        second.does(Intent.DismissNotice)
        assertNull(second.sees { it.notice == null }.notice)
    }

    @Test
    fun `closed while it still opens, it lets go of the installation`() {
        repeat(10) {
            runBlocking { open().close() }
            models.clear()
        }
        val app = open()
        val state = app.sees { it.screen is Welcome || it.notice != null }
        assertNull(state.notice)
    }

    @Test
    fun `signed up, locked by hand, opened by the PIN, closed and there again`() {
        val app = open()
        app.signUp()
        app.does(Intent.LockNow)
        val locked = app.sees { it.screen is PinEntry }
        assertEquals(listOf(PinEntry(LockReason.ByHand)), locked.stack)
        app.does(Intent.OpenTab(Tab.YOU), ListIntent.OpenSearch)
        app.enterPin()
        val open = app.sees { it.screen is Conversations }
        assertEquals(1, open.stack.size, "what was asked for at the PIN screen is not done after it")
        runBlocking { app.close() }
        models.clear()
        assertEquals(LockReason.Opened, (open().sees { it.screen is PinEntry }.screen as PinEntry).reason)
    }

    @Test
    fun `a PIN that is entered before the session before has ended is waited with, not refused`() {
        val app = open()
        app.signUp()
        holdingDiskThreads {
            app.does(Intent.LockNow)
            app.sees { it.screen is PinEntry }
            app.enterPin()
            app.sees { (it.screen as PinEntry).let { entry -> entry.busy || entry.failure != null } }
        }
        val opened = app.sees { it.screen is Conversations || (it.screen as? PinEntry)?.failure != null }
        assertTrue(opened.screen is Conversations, "${opened.screen}")
    }

    /** What blocks, as a lock does, waits for its turn meanwhile. */
    private fun holdingDiskThreads(block: () -> Unit) = runBlocking {
        val release = CountDownLatch(1)
        val held = CountDownLatch(DISK_THREADS)
        repeat(DISK_THREADS) {
            launch(Dispatchers.IO) {
                held.countDown()
                release.await()
            }
        }
        held.await()
        try {
            block()
        } finally {
            release.countDown()
        }
    }

    @Test
    fun `without the relay a number cannot be confirmed, and that is said`() {
        relay.kill()
        val app = open()
        app.sees { it.screen is Welcome }
        app.does(SignUpIntent.Start, SignUpIntent.Number(AMINA.number), SignUpIntent.Continue)
        val failed = app.sees { (it.screen as? SignUp)?.failure != null }.screen as SignUp
        assertEquals(FailureCode.OFFLINE, failed.failure?.code)
        assertTrue(failed.step is SignUpStep.Number)
    }

    private companion object {
        /** As many as [Dispatchers.IO] has. */
        const val DISK_THREADS = 64
    }
}
