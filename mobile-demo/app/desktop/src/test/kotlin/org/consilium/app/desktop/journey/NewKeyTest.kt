package org.consilium.app.desktop.journey

import kotlin.test.Test
import kotlin.test.assertEquals
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.acceptRequest
import org.consilium.app.desktop.support.dialOf
import org.consilium.app.desktop.support.find
import org.consilium.app.desktop.support.findAndOpen
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.openPage
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.toList
import org.consilium.app.desktop.support.write
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatRow
import org.consilium.app.presentation.state.ChatSheet
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.Erased
import org.consilium.app.presentation.state.NumberCheck
import org.consilium.app.presentation.state.Requests
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpGoal
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.presentation.state.SignedOut
import org.consilium.app.presentation.state.Welcome
import org.consilium.app.support.AMINA
import org.consilium.app.support.Clinician
import org.consilium.app.support.JORG
import org.consilium.app.support.LOTTE
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.views.Tags

class NewKeyTest {
    @Test
    fun `who lost a phone comes back with the recovery code, and contacts see the new key`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { lost ->
                Phone(relay).use { aminas ->
                    val code = signUp(lost, relay, JORG)
                    signUp(aminas, relay, AMINA)
                    val account = findAndOpen(aminas, JORG)
                    write("Before the loss")
                    acceptRequest(lost)
                    hold(aminas)
                    dialOf("Before the loss", Dial.READ)
                    Phone(relay).use { found ->
                        makeAgain(found, relay, code)
                        hold(lost)
                        sees<SignedOut>()
                        newKeyIsSeen(aminas, found, account)
                    }
                }
            }
        }
    }

    private fun Hands.makeAgain(phone: Phone, relay: Relay, code: List<String>) {
        hold(phone)
        tap(Tags.MAKE_AGAIN)
        type(Tags.RECOVERY_CODE, code.joinToString(" ").lowercase())
        tap(Tags.CONTINUE)
        val before = relay.newestCode(JORG.number)
        type(Tags.NUMBER, JORG.number)
        tap(Tags.CONTINUE)
        sees<SignUp> { it.step is SignUpStep.Code }
        wait("another code") { relay.newestCode(JORG.number) != before }
        type(Tags.CODE, relay.code(JORG.number))
        tap(Tags.CONTINUE)
        type(Tags.NAME, JORG.name)
        tap(Tags.CONTINUE)
        sees<SignUp> { it.step is SignUpStep.NewPin }
        pin(PIN)
        sees<SignUp> { (it.step as? SignUpStep.NewPin)?.repeat == true }
        pin(PIN)
        sees<Conversations> { !it.recoveryOpen }
    }

    private fun Hands.newKeyIsSeen(aminas: Phone, found: Phone, account: String) {
        hold(aminas)
        write("Are you back?")
        dialOf("Are you back?", Dial.AT_RELAY)
        hold(found)
        sees<Conversations> { it.requests == 1 }
        tap(Tags.REQUESTS)
        val request = sees<Requests> { it.rows.size == 1 }.rows.single()
        tap(Tags.person(request.account))
        message("Are you back?")
        tap(Tags.ACCEPT)
        sees<Chat> { it.warning == null }
        write("Yes, on a new phone")
        hold(aminas)
        message("Yes, on a new phone")
        sees<Chat> { chat -> chat.account == account && chat.warning is ChatWarning.NewKey }
        wait("the row of the new key") { (state.screen as Chat).rows.any { it is ChatRow.NewKey } }
        tap(Tags.WARNING_ACTION)
        sees<Chat> { it.sheet == ChatSheet.NewKey(JORG.name, wasCompared = false) }
        reads("Is it really them?")
        tapInSheet(Tags.NOT_NOW)
        sees<Chat> { it.warning == null && it.sheet == null }
    }

    @Test
    fun `a new account behind a compared number pauses sending until it is compared or waived`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { aminas ->
                Terminal(relay).use { lottes ->
                    signUp(aminas, relay, AMINA)
                    lottes.register(LOTTE.name, LOTTE.number)
                    findAndOpen(aminas, LOTTE)
                    tap(Tags.CHAT_HEAD)
                    tap(Tags.COMPARE)
                    tap(Tags.SAME_NUMBERS)
                    sees<CompareNumber> { it.number == NumberCheck.Compared }
                    tap(Tags.RESULT_DONE)
                    toList()
                    Terminal(relay).use { stranger ->
                        takeOver(relay, lottes, stranger, LOTTE)
                        sendingPauses(aminas, stranger)
                    }
                }
            }
        }
    }

    /** The number goes to another account, and the account that had it agrees. */
    private fun takeOver(relay: Relay, from: Terminal, to: Terminal, who: Clinician) {
        to.register(who.name, who.number, relay.newestCode(who.number), canBeFound = false)
        from.until("the question about the number") { "${from.ask("status")["number_leaves_at"]}" != "null" }
        from.ask("number", "answer" to "allow")
        // Whose number it is is asked at each login, and connected there is none.
        to.ask("disconnect")
        to.until("the number") { "${to.ask("sync")["number_arrives_at"]}" == "null" }
        to.ask("connect")
        to.ask("discoverable", "on" to "on")
        to.find(bookOf(AMINA))
    }

    private fun Hands.sendingPauses(aminas: Phone, stranger: Terminal) {
        val mine = stranger.ask("me").getValue("account").toString().trim('"')
        assertEquals(listOf(mine), find(aminas, LOTTE).rows.map { it.account })
        tap(Tags.person(mine))
        reads("Sending is paused.")
        tap(Tags.MESSAGE_PERSON)
        sees<Chat> { it.warning == ChatWarning.NewKeyPaused && it.composer.paused }
        tap(Tags.WARNING_ACTION)
        sees<Chat> { (it.sheet as? ChatSheet.NewKey)?.wasCompared == true }
        tapInSheet(Tags.SCAN)
        sees<CompareNumber> { it.number == NumberCheck.Paused }
        tap(Tags.BACK)
        sees<Chat>()
        tap(Tags.WARNING_ACTION)
        tapInSheet(Tags.SEND_WITHOUT)
        sees<Chat> { it.warning == null && !it.composer.paused }
        write("Is that you, Lotte?")
        stranger.until("the message") { "Is that you, Lotte?" in stranger.texts(AMINA.name) }
    }

    @Test
    fun `the installation is erased, the account deleted, and the phone begins anew`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { phone ->
                signUp(phone, relay, AMINA)
                leave(YouPage.DELETE_ACCOUNT)
                sees<Erased> { it.accountDeleted }
                readsNo(AMINA.name)
                tap(Tags.START_AGAIN)
                sees<Welcome>()
                signUp(phone, relay, LOTTE)
                leave(YouPage.ERASE)
                sees<Erased> { !it.accountDeleted }
                phone.reopen()
                hold(phone)
                sees<Welcome>()
                tap(Tags.MAKE_AGAIN)
                type(Tags.RECOVERY_CODE, "not a recovery code")
                tap(Tags.CONTINUE)
                sees<SignUp> { it.goal == SignUpGoal.RECOVER && it.step is SignUpStep.Number }
            }
        }
    }

    private fun Hands.leave(page: YouPage) {
        openPage(page)
        tap(Tags.UNDERSTOOD)
        tap(Tags.DESTROY)
    }
}
