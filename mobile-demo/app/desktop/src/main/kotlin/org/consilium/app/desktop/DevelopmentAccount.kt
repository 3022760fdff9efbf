package org.consilium.app.desktop

import java.nio.file.Path
import kotlinx.coroutines.flow.first
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.SignUpIntent
import org.consilium.app.presentation.YouIntent
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.Intent
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

/** The PIN of every development account; of no use against any other. */
const val DEVELOPMENT_PIN = "395172"

/** Does by itself what a person would do until the app is ready to chat: on a development relay only. */
class DevelopmentAccount(private val model: AppModel, private val outbox: Outbox) {
    /** Signs [name] up, or opens what was signed up before; can be found, and has looked in [book]. */
    suspend fun prepare(name: String, number: String, book: Path?) {
        when (await<Screen> { it is Welcome || it is PinEntry }) {
            is PinEntry -> enterPin()
            else -> {
                signUp(name, number)
                beFound()
            }
        }
        if (book != null) look()
        model.dispatch(Intent.OpenTab(Tab.CONVERSATIONS))
    }

    private suspend fun signUp(name: String, number: String) {
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
    }

    private suspend fun look() {
        await<Screen> { it !is PinEntry }
        send(Intent.OpenTab(Tab.COLLEAGUES), PeopleIntent.OpenFind, PeopleIntent.ChooseAddressBook)
        val read = await<FindColleagues> { it.step is FindStep.Imported || it.failure != null }
        if (read.failure != null) return
        send(PeopleIntent.Find)
        await<FindColleagues> { it.step is FindStep.Result || it.failure != null }
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
}
