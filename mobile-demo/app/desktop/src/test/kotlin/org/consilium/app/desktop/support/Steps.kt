package org.consilium.app.desktop.support

import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.app.presentation.state.PinEntry
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.presentation.state.Requests
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.You
import org.consilium.app.support.Clinician
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.support.bookOf
import org.consilium.app.support.chosen
import org.consilium.app.views.Tags

/** From the first screen to the recovery code. */
fun Hands.signUpToCode(relay: Relay, who: Clinician): List<String> {
    tap(Tags.CREATE_ACCOUNT)
    type(Tags.NUMBER, who.number)
    tap(Tags.CONTINUE)
    sees<SignUp> { it.step is SignUpStep.Code }
    type(Tags.CODE, relay.code(who.number))
    tap(Tags.CONTINUE)
    type(Tags.NAME, who.name)
    type(Tags.PROFESSION, who.profession)
    tap(Tags.CONTINUE)
    sees<SignUp> { it.step is SignUpStep.NewPin }
    pin(PIN)
    sees<SignUp> { (it.step as? SignUpStep.NewPin)?.repeat == true }
    pin(PIN)
    return (sees<SignUp> { it.step is SignUpStep.WriteDown }.step as SignUpStep.WriteDown).groups
}

/** Signs up, types the recovery code back, and lets colleagues find the number; the code's groups. */
fun Hands.signUp(phone: Phone, relay: Relay, who: Clinician): List<String> {
    hold(phone)
    val groups = signUpToCode(relay, who)
    typeBack(groups)
    sees<Conversations>()
    beFound()
    return groups
}

/** Opens an installation that was signed up before. */
fun Hands.unlock(phone: Phone) {
    hold(phone)
    sees<PinEntry>()
    pin(PIN)
    sees<Conversations>()
}

fun Hands.typeBack(groups: List<String>) {
    tap(Tags.CONTINUE)
    val asked = sees<SignUp> { it.step is SignUpStep.TypeBack }.step as SignUpStep.TypeBack
    type(Tags.GROUP_FIRST, groups[asked.first - 1])
    type(Tags.GROUP_SECOND, groups[asked.second - 1])
    tap(Tags.CONTINUE)
}

fun Hands.openPage(page: YouPage) {
    tap(Tags.tab(Tab.YOU))
    sees<You>()
    tap(Tags.page(page))
}

fun Hands.beFound() {
    openPage(YouPage.PRIVACY)
    tap(Tags.DISCOVERABLE)
    sees<Privacy> { it.discoverable }
    tap(Tags.BACK)
    tap(Tags.tab(Tab.CONVERSATIONS))
    sees<Conversations>()
}

/** Finds these people by an address book; on the result. */
fun Hands.find(phone: Phone, vararg people: Clinician): FindStep.Result {
    hold(phone)
    phone.platform.addressBook = chosen(bookOf(*people))
    tap(Tags.tab(Tab.COLLEAGUES))
    sees<Colleagues>()
    tap(Tags.FIND)
    tap(Tags.CHOOSE_FILE)
    tap(Tags.SEND_FINGERPRINTS)
    return sees<FindColleagues> { it.step is FindStep.Result }.step as FindStep.Result
}

/** The account of a person whom this phone knows. */
fun Hands.accountOf(who: Clinician): String {
    tap(Tags.tab(Tab.COLLEAGUES))
    val people = sees<Colleagues> { list -> list.rows.any { it.name == who.name } }
    return people.rows.first { it.name == who.name }.account
}

/** Finds somebody and opens the conversation with them; their account. */
fun Hands.findAndOpen(phone: Phone, who: Clinician): String {
    val account = find(phone, who).rows.first { it.name == who.name }.account
    tap(Tags.person(account))
    tap(Tags.MESSAGE_PERSON)
    sees<Chat> { it.account == account && !it.loading }
    return account
}

/** Accepts the one request that waits; in its conversation. */
fun Hands.acceptRequest(phone: Phone) {
    hold(phone)
    sees<Conversations> { it.requests == 1 }
    tap(Tags.REQUESTS)
    tap(Tags.person(sees<Requests> { it.rows.size == 1 }.rows.single().account))
    tap(Tags.ACCEPT)
    sees<Chat> { it.warning == null }
}

fun Hands.write(text: String) {
    type(Tags.MESSAGE_FIELD, text)
    tap(Tags.SEND)
    wait("$text in the conversation") { messages().any { it.own && it.says(text) } }
}

fun Hands.messages(): List<ChatRow.Message> =
    (state.screen as? Chat)?.rows.orEmpty().filterIsInstance<ChatRow.Message>()

fun Hands.message(text: String): ChatRow.Message {
    wait(text) { messages().any { it.says(text) } }
    return messages().last { it.says(text) }
}

fun Hands.dialOf(text: String, dial: Dial) = wait("$text: $dial") { messages().lastOrNull { it.says(text) }?.dial == dial }

fun ChatRow.Message.says(text: String): Boolean =
    (body as? org.consilium.app.presentation.state.Body.Text)?.text == text

/** Back to the list of conversations, from any conversation. */
fun Hands.toList() {
    while (state.canGoBack) {
        val before = state.stack.size
        tap(Tags.BACK)
        wait("one screen back") { state.stack.size < before }
    }
    tap(Tags.tab(Tab.CONVERSATIONS))
    sees<Conversations>()
}
