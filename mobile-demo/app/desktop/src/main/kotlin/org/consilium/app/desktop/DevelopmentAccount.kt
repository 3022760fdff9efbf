package org.consilium.app.desktop

import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeoutOrNull
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.ListIntent
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.SignUpIntent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.port.AddressBookChoice
import org.consilium.app.presentation.port.Platform
import org.consilium.app.presentation.state.AppState
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.presentation.state.Screen
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Welcome
import org.consilium.app.presentation.state.You
import org.consilium.client.BiometricGate

/** The PIN of every development account; of no use against any other. */
const val DEVELOPMENT_PIN = "395172"

/** The desktop, except that a development account is not asked for the file of its colleagues. */
class DevelopmentPlatform(
    private val desktop: Platform,
    override val biometrics: BiometricGate?,
) : Platform by desktop {
    /** What is read in place of a file that the person would choose. */
    @Volatile
    var book: String? = null

    override suspend fun chooseAddressBook(): AddressBookChoice =
        book?.let { AddressBookChoice.Chosen(it.encodeToByteArray()) } ?: desktop.chooseAddressBook()
}

/** Does by itself what a person would do until the app is ready to chat: on a development relay only. */
class DevelopmentAccount(
    private val model: AppModel,
    private val outbox: Outbox,
    private val name: String,
    private val number: String,
) {
    /** Signs up, or opens what was signed up before; then the account can be found. */
    suspend fun prepare() {
        when (await<Screen> { it is Welcome || it is PinEntry }) {
            is PinEntry -> enterPin()
            else -> {
                signUp()
                beFound()
            }
        }
        await<Conversations>()
    }

    /** Looks for everybody in [book], now and whenever somebody joined it; while the person does nothing else. */
    suspend fun meet(book: SharedBook, platform: DevelopmentPlatform) {
        book.join(name, number)
        book.others(number).collect { others ->
            if (others.isEmpty()) return@collect
            do {
                val before = model.state.first(::isAtRest).screen
                val looked = withTimeoutOrNull(GIVE_UP_MS) { look(others, platform, before) } == true
                if (!looked) delay(AGAIN_MS)
            } while (!looked)
        }
    }

    private suspend fun signUp() {
        model.dispatch(SignUpIntent.Start)
        step<SignUpStep.Number>()
        send(SignUpIntent.Number(number), SignUpIntent.Continue)
        val sent = step<SignUpStep.Code>()
        send(SignUpIntent.Code(outbox.codes(sent.number).first()), SignUpIntent.Continue)
        step<SignUpStep.Profile>()
        send(SignUpIntent.Name(name), SignUpIntent.Continue)
        step<SignUpStep.NewPin>()
        enterPin()
        step<SignUpStep.NewPin> { it.repeat }
        enterPin()
        step<SignUpStep.WriteDown>()
        send(SignUpIntent.ConfirmLater)
        await<Conversations>()
    }

    private suspend fun beFound() {
        send(Intent.OpenTab(Tab.YOU), YouIntent.Open(YouPage.PRIVACY))
        await<Privacy>()
        send(YouIntent.SetDiscoverable(true))
        await<Privacy> { it.discoverable || it.failure != null }
        send(Intent.OpenTab(Tab.CONVERSATIONS))
    }

    /** Whether the relay answered. Whoever is found first is talked to at once. */
    private suspend fun look(others: String, platform: DevelopmentPlatform, before: Screen): Boolean {
        platform.book = others
        send(Intent.OpenTab(Tab.COLLEAGUES), PeopleIntent.OpenFind, PeopleIntent.ChooseAddressBook)
        val read = await<FindColleagues> { it.step is FindStep.Imported || it.failure != null }
        platform.book = null
        if (read.failure == null) send(PeopleIntent.Find)
        val found = await<FindColleagues> { it.step is FindStep.Result || it.failure != null }
        send(Intent.OpenTab(tabOf(before)))
        val rows = (found.step as? FindStep.Result)?.rows ?: return false
        val first = rows.singleOrNull()
        if (first != null && (before as? Conversations)?.rows?.isEmpty() == true) {
            send(Intent.OpenTab(Tab.CONVERSATIONS), ListIntent.OpenConversation(first.account))
        }
        return true
    }

    /** On one of the three pages at the bottom, where nothing is being typed. */
    private fun isAtRest(state: AppState) = !state.canGoBack && with(state.screen) { this is Conversations || this is Colleagues || this is You }

    private fun tabOf(screen: Screen) = when (screen) {
        is Colleagues -> Tab.COLLEAGUES
        is You -> Tab.YOU
        else -> Tab.CONVERSATIONS
    }

    private fun enterPin() {
        for (digit in DEVELOPMENT_PIN) model.dispatch(PinIntent.Digit(digit.digitToInt()))
        model.dispatch(PinIntent.Submit)
    }

    private fun send(vararg intents: Intent) = intents.forEach(model::dispatch)

    private suspend inline fun <reified S : SignUpStep> step(crossinline fits: (S) -> Boolean = { true }): S {
        val screen = await<SignUp> { (it.step as? S)?.let(fits) == true || it.failure != null }
        return checkNotNull(screen.step as? S) { "sign-up stopped: ${screen.failure?.code?.text}" }
    }

    private suspend inline fun <reified S : Screen> await(crossinline fits: (S) -> Boolean = { true }): S =
        model.state.first { (it.screen as? S)?.let(fits) == true }.screen as S

    private companion object {
        const val AGAIN_MS = 2_000L

        /** The person went somewhere else meanwhile. */
        const val GIVE_UP_MS = 30_000L
    }
}
