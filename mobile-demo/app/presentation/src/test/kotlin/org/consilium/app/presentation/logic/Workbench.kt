package org.consilium.app.presentation.logic

import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.random.Random
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.consilium.app.presentation.mapping.People
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.Screen
import org.consilium.app.support.AMINA
import org.consilium.app.support.Clinician
import org.consilium.app.support.HeldPlatform
import org.consilium.app.support.PATIENCE
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.support.bookOf
import org.consilium.client.AccountId
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.FolderKeystore
import org.consilium.client.MessageId
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.Profile

/** A real installation for a relay, and a store: what a presenter before the PIN needs. */
internal class Installation(private val relay: Relay) : AutoCloseable {
    private val folder: Path = createTempDirectory("installation")
    private val dispatcher = Dispatchers.Default.limitedParallelism(1)
    val scope = CoroutineScope(SupervisorJob() + dispatcher)
    val store = Store(AppState(stack = listOf(Conversations()), zone = "Europe/Amsterdam"))
    val calls = Calls(scope, store)
    val client: ConsiliumClient = runBlocking {
        val config = ClientConfig(folder.resolve("data").toString(), relay.relayFile(), "NL")
        ConsiliumClient.open(config, FolderKeystore.open(folder.resolve("keystore")))
    }

    suspend fun register(who: Clinician): ConsiliumSession {
        val request = client.requestCode(who.number)
        return client.register(request, relay.code(who.number), PIN.toCharArray(), Profile(who.name, who.profession))
    }

    /** Does something where presenters do everything. */
    fun <T> act(block: suspend () -> T): T = runBlocking(dispatcher) { block() }

    /** Waits until an open screen is a certain one. */
    inline fun <reified S : Screen> sees(crossinline fits: (S) -> Boolean = { true }): S =
        awaits { state -> state.stack.filterIsInstance<S>().lastOrNull()?.let(fits) == true }
            .stack.filterIsInstance<S>().last()

    fun awaits(fits: (AppState) -> Boolean): AppState = runBlocking {
        try {
            withTimeout(PATIENCE.toMillis() / 3) { store.state.first(fits) }
        } catch (late: TimeoutCancellationException) {
            throw AssertionError("in vain waited; ${store.value}", late)
        }
    }

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        scope.cancel()
        client.close()
        folder.deleteRecursively()
    }
}

/** An account on a real relay, unlocked, with a desk on it: a presenter is tried alone on it. */
internal class Workbench(relay: Relay, val who: Clinician) : AutoCloseable {
    val installation = Installation(relay)
    val session: ConsiliumSession = runBlocking { installation.register(who) }
    val platform = HeldPlatform()
    val store get() = installation.store
    val desk: Desk = runBlocking {
        val own = session.ownAccount()
        Desk(installation.client, session, store, platform, installation.calls, own, People(own.account), emptyList(), session.status())
    }
    val routes = RecordedRoutes(desk)

    fun <T> act(block: suspend () -> T): T = installation.act(block)

    inline fun <reified S : Screen> sees(crossinline fits: (S) -> Boolean = { true }): S = installation.sees(fits)

    /** Knows [others] by their numbers, whom they let be found. */
    fun find(vararg others: Workbench) = act {
        val book = ConsiliumClient.readAddressBook(bookOf(*others.map { it.who }.toTypedArray()).encodeToByteArray())
        session.importAddressBook(book.entries)
        session.findContacts()
        routes.refreshPeople()
        others.forEach { check(desk.people[it.account] != null) { "${it.who.name} was not found" } }
    }

    val account: AccountId get() = desk.own.account

    override fun close() {
        session.close()
        installation.close()
    }
}

/** Where a presenter led to. */
internal class RecordedRoutes(private val desk: Desk) : Routes {
    val led = mutableListOf<String>()

    override fun openChat(account: AccountId, focus: MessageId?) {
        led += "chat $account" + focus?.let { " at $it" }.orEmpty()
    }

    override fun openContact(account: AccountId) {
        led += "contact $account"
    }

    override fun openCompare(account: AccountId) {
        led += "compare $account"
    }

    override fun openFind() {
        led += "find"
    }

    override fun openNewConversation() {
        led += "new conversation"
    }

    override fun openRecoveryCode() {
        led += "recovery code"
    }

    override suspend fun refresh(account: AccountId) {
        if (!desk.isOwn(account)) desk.readPerson(account)
        desk.conversations = desk.session.conversations()
    }

    override suspend fun refreshPeople() {
        desk.people = desk.people.with(desk.session.contacts())
        desk.conversations = desk.session.conversations()
    }

    override fun erase(deleted: Boolean, failed: (Failure) -> Unit) {
        led += if (deleted) "delete account" else "erase"
    }
}

/** One account. */
internal fun bench(who: Clinician = AMINA, scene: Workbench.() -> Unit) = Relay().use { relay -> Workbench(relay, who).use(scene) }

/** Two who know each other, connected. */
internal fun twoBenches(first: Clinician, second: Clinician, scene: (Workbench, Workbench) -> Unit) = Relay().use { relay ->
    Workbench(relay, first).use { one ->
        Workbench(relay, second).use { other ->
            for (each in listOf(one, other)) {
                each.session.connect()
                each.act { each.session.setDiscoverable(true) }
            }
            one.find(other)
            other.find(one)
            scene(one, other)
        }
    }
}

/** Always the same groups of a recovery code. */
internal fun sameGroups() = Random(4)
