package org.consilium.app.presentation

import kotlin.random.Random
import kotlin.time.Duration
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.consilium.app.presentation.logic.Calls
import org.consilium.app.presentation.logic.Installed
import org.consilium.app.presentation.logic.Store
import org.consilium.app.presentation.mapping.toFailure
import org.consilium.app.presentation.port.Platform
import org.consilium.app.presentation.port.SettingsStore
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Appearance
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.Notice
import org.consilium.client.ConsiliumClient
import org.consilium.client.Keystore
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.ClientException

/**
 * The app without its views: [state] says what is seen, [dispatch] takes what the person did.
 *
 * @param config where the installation is, and its relay.
 * @param dispatcher runs everything here, one thing at a time.
 * @param random chooses which groups of a recovery code are asked for.
 */
class AppModel(
    private val config: ClientConfig,
    private val keystore: suspend () -> Keystore,
    private val platform: Platform,
    private val settings: SettingsStore,
    dispatcher: CoroutineDispatcher = Dispatchers.Default.limitedParallelism(1),
    private val random: Random = Random.Default,
) {
    private val scope = CoroutineScope(SupervisorJob() + dispatcher)
    private val store = Store(AppState(appearance = firstAppearance(), zone = platform.zone(), nowMs = System.currentTimeMillis()))

    @Volatile
    private var opening: Job? = null

    @Volatile
    private var installed: Installed? = null

    /** What is seen. */
    val state: StateFlow<AppState> get() = store.state

    /** Opens the installation. */
    fun start() {
        scope.launch { fadeNotices() }
        opening = scope.launch {
            try {
                val client = ConsiliumClient.open(config, keystore(), platform.biometrics)
                installed = Installed(client, config, store, Calls(scope, store), platform, settings, random)
                installed?.open()
            } catch (error: ClientException) {
                store.notice(error.toFailure())
            }
        }
    }

    /** The person did something. From any thread; taken in order. */
    fun dispatch(intent: Intent) {
        scope.launch {
            when (intent) {
                Intent.DismissNotice -> store.change { it.copy(notice = null) }
                is YouIntent.SetLanguage -> look { it.copy(language = intent.language) }
                is YouIntent.SetTheme -> look { it.copy(theme = intent.theme) }
                is YouIntent.SetTextScale -> look { it.copy(textScale = intent.scale) }
                else -> installed?.accept(intent)
            }
        }
    }

    /**
     * Moves both clocks of the installation forward, for tests and demonstrations.
     *
     * @throws ClientException.NotDevelopment unless the relay is a development relay on this machine.
     */
    suspend fun advanceDevelopmentClock(by: Duration) = checkNotNull(installed) { "an open installation" }.advance(by)

    /** Keeps what is typed, locks, and lets go of the installation. */
    suspend fun close() {
        // Given up half-way, it would keep the installation in use.
        opening?.join()
        withContext(scope.coroutineContext.minusKey(Job)) { installed?.close() }
        scope.coroutineContext.job.cancelAndJoin()
        scope.cancel()
    }

    private fun look(change: (Appearance) -> Appearance) {
        store.change { it.copy(appearance = change(it.appearance)) }
        val now = store.value.appearance
        settings.save(settings.load().copy(language = now.language, theme = now.theme, textScale = now.textScale))
    }

    private fun firstAppearance(): Appearance {
        val saved = settings.load()
        val language = saved.language ?: Language.of(platform.systemLanguage())
        return Appearance(language, saved.theme, saved.textScale)
    }

    /** A line at the bottom goes by itself; one that tells of a failure stays longer. */
    private suspend fun fadeNotices() {
        state.map { it.notice }.distinctUntilChanged().collectLatest { notice ->
            if (notice == null) return@collectLatest
            delay(if (notice is Notice.Failed) FAILURE_MS else DONE_MS)
            store.change { if (it.notice === notice) it.copy(notice = null) else it }
        }
    }

    private companion object {
        const val DONE_MS = 4_000L
        const val FAILURE_MS = 12_000L
    }
}
