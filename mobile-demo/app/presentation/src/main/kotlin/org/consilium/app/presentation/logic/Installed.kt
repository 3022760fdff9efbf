package org.consilium.app.presentation.logic

import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.job
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.SignUpIntent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.mapping.People
import org.consilium.app.presentation.port.MAX_LOCK_MINUTES
import org.consilium.app.presentation.port.Platform
import org.consilium.app.presentation.port.SettingsStore
import org.consilium.app.presentation.state.Erased
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.state.PinClosed
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.app.presentation.state.Welcome
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.ClientException
import org.consilium.ffi.ClientState

/** The app on an installation: without an account, locked, or unlocked. */
internal class Installed(
    private val client: ConsiliumClient,
    config: ClientConfig,
    private val store: Store,
    private val calls: Calls,
    private val platform: Platform,
    private val settings: SettingsStore,
    private val random: Random,
) : SessionHost, SignUpEnd, PinEnd {
    override val relayName: String = ConsiliumClient.readRelayFile(config.relayFile).name
    override val lockMinutes: Int get() = settings.load().lockMinutes

    private val signUp = SignUpPresenter(client, store, calls, random, this)
    private val pin = PinPresenter(client, store, calls, this)
    private val clock = Clock({ client.now().ms }, store)
    private var open: Open? = null

    /** Held while a session is being locked. */
    private val locking = Mutex()

    /** An unlocked session, and its end. */
    private class Open(val session: ConsiliumSession, val scope: CoroutineScope, val app: Unlocked)

    /** Shows the first screen. */
    suspend fun open() {
        client.setAutoLock(lockMinutes.minutes)
        clock.show()
        when (client.state()) {
            ClientState.EMPTY -> store.reset(Welcome(relayName))
            ClientState.LOCKED, ClientState.CLOSED -> pin.show(LockReason.Opened)
        }
    }

    fun accept(intent: Intent) {
        val screen = store.screen
        when {
            intent == Intent.Active -> calls.launch { open?.session?.touch() }
            intent == Intent.LockNow -> calls.launch { lock(LockReason.ByHand) }
            intent == YouIntent.StartAgain -> store.reset(Welcome(relayName))
            intent is YouIntent.SetLockMinutes -> setLockMinutes(intent.minutes)
            intent == SignUpIntent.Start -> signUp.start(SignUpGoal.NEW)
            intent == SignUpIntent.StartRecovery -> signUp.start(SignUpGoal.RECOVER)
            screen is SignUp -> acceptSignUp(intent)
            screen is PinEntry || screen is PinClosed -> if (intent is PinIntent) pin.accept(intent) else pin.back()
            else -> open?.app?.accept(intent)
        }
    }

    private fun acceptSignUp(intent: Intent) {
        when (intent) {
            is SignUpIntent -> signUp.accept(intent)
            is PinIntent -> signUp.accept(intent)
            Intent.Back -> signUp.back()
            else -> Unit
        }
    }

    override suspend fun unlocked(session: ConsiliumSession) {
        begin(session)
        open?.app?.home()
    }

    override suspend fun signedUp(session: ConsiliumSession, isNew: Boolean) = begin(session)

    override suspend fun unconfirmed(failure: Failure) = pin.show(LockReason.Opened, failure)

    override suspend fun finished() {
        open?.app?.let {
            it.readAll()
            it.home()
        }
    }

    override suspend fun startAgain(goal: SignUpGoal) {
        store.reset(Welcome(relayName))
        signUp.start(goal)
    }

    private suspend fun begin(session: ConsiliumSession) {
        val scope = CoroutineScope(calls.scope.coroutineContext + SupervisorJob(calls.scope.coroutineContext.job))
        val own = session.ownAccount()
        val desk = Desk(
            client, session, store, platform, Calls(scope, store),
            own, People(own.account), emptyList(), session.status(),
        )
        val app = Unlocked(desk, this, random)
        open = Open(session, scope, app)
        app.start()
        clock.run(scope, app::tick)
    }

    private fun setLockMinutes(minutes: Int) {
        settings.save(settings.load().copy(lockMinutes = minutes.coerceIn(1, MAX_LOCK_MINUTES)))
        client.setAutoLock(lockMinutes.minutes)
        open?.app?.show()
    }

    /** The core locked: the time without use went by, or the PIN is due again. */
    override fun locked() {
        if (open != null) calls.launch { lock(LockReason.ByTime(lockMinutes)) }
    }

    private suspend fun lock(reason: LockReason) {
        val ending = end() ?: return
        locking.withLock {
            pin.show(reason)
            // Blocks for as long as calls are under way.
            withContext(Dispatchers.IO) { ending.lock() }
        }
    }

    override suspend fun ready() = locking.withLock { }

    /** Ends what is unlocked; its session is still to be locked. */
    private suspend fun end(): ConsiliumSession? {
        val ending = open ?: return null
        ending.app.saveDraft()
        if (open !== ending) return null
        open = null
        ending.scope.cancel()
        return ending.session
    }

    override fun erase(deleted: Boolean, failed: (Failure) -> Unit) {
        val ending = open ?: return
        calls.launch(failed) {
            if (deleted) {
                open = null
                try {
                    ending.session.deleteAccount()
                } catch (error: ClientException) {
                    open = ending
                    throw error
                }
            }
            open = null
            ending.scope.cancel()
            withContext(Dispatchers.IO) { ending.session.lock() }
            client.erase()
            store.reset(Erased(deleted))
        }
    }

    suspend fun advance(by: Duration) {
        client.advanceDevelopmentClock(by)
        // Locks, if that was long enough.
        attempt({}) { open?.session?.tick() }
    }

    suspend fun close() {
        val ending = end()
        withContext(Dispatchers.IO) {
            ending?.lock()
            client.close()
        }
    }
}
