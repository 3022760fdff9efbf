package org.consilium.app.desktop.journey

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.consilium.app.desktop.readAddressBook
import org.consilium.app.desktop.readPicture
import org.consilium.app.desktop.support.Hands
import org.consilium.app.desktop.support.Phone
import org.consilium.app.desktop.support.accountOf
import org.consilium.app.desktop.support.blankPicture
import org.consilium.app.desktop.support.find
import org.consilium.app.desktop.support.message
import org.consilium.app.desktop.support.openPage
import org.consilium.app.desktop.support.signUp
import org.consilium.app.desktop.support.toList
import org.consilium.app.presentation.YouPage
import org.consilium.app.presentation.state.Chat
import org.consilium.app.presentation.state.ChatWarning
import org.consilium.app.presentation.state.Colleagues
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.Contact
import org.consilium.app.presentation.state.Conversations
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.FindColleagues
import org.consilium.app.presentation.state.FindStep
import org.consilium.app.presentation.state.Licence
import org.consilium.app.presentation.state.NumberCheck
import org.consilium.app.presentation.state.Privacy
import org.consilium.app.presentation.state.Requests
import org.consilium.app.presentation.state.ScanResult
import org.consilium.app.presentation.state.Tab
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG
import org.consilium.app.support.LOTTE
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.support.chosen
import org.consilium.app.views.Tags

class PeopleTest {
    @Test
    fun `colleagues are found by a vCard or CSV file, after the honest sentence, and only who allows it`() =
        Hands.play {
            Relay().use { relay ->
                Phone(relay).use { aminas ->
                    Terminal(relay).use { lottes ->
                        signUp(aminas, relay, AMINA)
                        lottes.register(LOTTE.name, LOTTE.number)
                        tap(Tags.tab(Tab.COLLEAGUES))
                        tap(Tags.FIND)
                        reads("Whoever runs the relay could work out numbers from it.")
                        tap(Tags.NOT_NOW)
                        sees<Colleagues> { it.rows.isEmpty() }
                        tap(Tags.FIND)
                        aminas.platform.addressBook = readAddressBook(File("no such folder", "contacts.vcf"))
                        tap(Tags.CHOOSE_FILE)
                        sees<FindColleagues> { it.failure?.code == FailureCode.IMPORT_UNREADABLE }
                        reads("This file cannot be read. Choose another one")
                        aminas.platform.addressBook = chosen("Not an address book at all")
                        tap(Tags.CHOOSE_FILE)
                        sees<FindColleagues> { it.failure?.code == FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK }
                        aminas.platform.addressBook = chosen(CSV)
                        tap(Tags.CHOOSE_FILE)
                        val read = sees<FindColleagues> { it.step is FindStep.Imported }.step as FindStep.Imported
                        assertEquals(2, read.people)
                        reads("Names never leave your phone.")
                        tap(Tags.SEND_FINGERPRINTS)
                        val found = sees<FindColleagues> { it.step is FindStep.Result }.step as FindStep.Result
                        assertEquals(listOf("Lotte of the practice"), found.rows.map { it.name })
                        assertFalse(relay.holds("Lotte of the practice"), "names never leave the phone")
                        lottes.ask("discoverable", "on" to "off")
                        Phone(relay).use { jorgs ->
                            signUp(jorgs, relay, JORG)
                            assertTrue(find(jorgs, LOTTE).rows.isEmpty(), "who is not to be found is not found")
                            reads("0 colleagues found")
                        }
                    }
                }
            }
        }

    @Test
    fun `discovery is left again, and nobody finds the number`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { aminas ->
                Phone(relay).use { jorgs ->
                    signUp(aminas, relay, AMINA)
                    openPage(YouPage.PRIVACY)
                    sees<Privacy> { it.discoverable }
                    tap(Tags.DISCOVERABLE)
                    sees<Privacy> { !it.discoverable && !it.busy }
                    signUp(jorgs, relay, JORG)
                    assertTrue(find(jorgs, AMINA).rows.isEmpty())
                }
            }
        }
    }

    @Test
    fun `safety numbers are the same on both phones, and a picture of the other's code proves it`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { jorgs ->
                Phone(relay).use { aminas ->
                    signUp(jorgs, relay, JORG)
                    signUp(aminas, relay, AMINA)
                    find(jorgs, AMINA)
                    find(aminas, JORG)
                    hold(jorgs)
                    toList()
                    val his = compare(accountOf(AMINA))
                    val ofJorgs = picture()
                    hold(aminas)
                    toList()
                    val hers = compare(accountOf(JORG))
                    assertEquals(his.safety.groups, hers.safety.groups)
                    assertEquals(12, hers.safety.groups.size)
                    notACode(aminas)
                    aminas.platform.picture = readPicture(picture().inputStream())
                    tap(Tags.READ_PICTURE)
                    sees<CompareNumber> { it.result == ScanResult.MISMATCH }
                    reads("Do not send.")
                    tap(Tags.RESULT_DONE)
                    aminas.platform.picture = readPicture(ofJorgs.inputStream())
                    tap(Tags.READ_PICTURE)
                    sees<CompareNumber> { it.result == ScanResult.MATCH && it.number == NumberCheck.Compared }
                    tap(Tags.RESULT_DONE)
                    tap(Tags.BACK)
                    val contact = sees<Contact> { it.number == NumberCheck.Compared }
                    assertEquals(Licence.NotChecked, contact.licence)
                    hold(jorgs)
                    tap(Tags.SAME_NUMBERS)
                    sees<CompareNumber> { it.number == NumberCheck.Compared }
                }
            }
        }
    }

    private fun Hands.compare(account: String): CompareNumber {
        tap(Tags.person(account))
        sees<Contact> { it.safety != null && it.number == NumberCheck.NotCompared }
        tap(Tags.COMPARE)
        val screen = sees<CompareNumber>()
        sees(Tags.QR)
        return screen
    }

    private fun Hands.notACode(phone: Phone) {
        phone.platform.picture = readPicture("no picture".byteInputStream())
        tap(Tags.READ_PICTURE)
        sees<CompareNumber> { it.failure?.code == FailureCode.PICTURE_UNREADABLE }
        phone.platform.picture = readPicture(blankPicture().inputStream())
        tap(Tags.READ_PICTURE)
        sees<CompareNumber> { it.result == ScanResult.NO_CODE_IN_PICTURE }
        tap(Tags.RESULT_DONE)
    }

    @Test
    fun `a stranger's request is declined, another is blocked, and blocked is unblocked`() = Hands.play {
        Relay().use { relay ->
            Phone(relay).use { aminas ->
                Terminal(relay).use { lottes ->
                    signUp(aminas, relay, AMINA)
                    lottes.register(LOTTE.name, LOTTE.number)
                    lottes.find(bookOf(AMINA))
                    lottes.send(AMINA.name, "Do you know me?")
                    val account = request()
                    tap(Tags.decline(account))
                    sees<Requests> { it.rows.isEmpty() }
                    tap(Tags.BACK)
                    sees<Conversations> { it.rows.isEmpty() && it.requests == 0 }

                    lottes.send(AMINA.name, "Please answer")
                    tap(Tags.person(request()))
                    message("Please answer")
                    sees<Chat> { it.warning == ChatWarning.Request }
                    tap(Tags.BLOCK)
                    tapInSheet(Tags.BLOCK)
                    sees<Chat> { it.warning == ChatWarning.Blocked && it.sheet == null }
                    toList()
                    sees<Conversations> { it.rows.isEmpty() && it.requests == 0 }
                    openPage(YouPage.PRIVACY)
                    sees<Privacy> { page -> page.blocked.map { it.account } == listOf(account) }
                    tap(Tags.unblock(account))
                    sees<Privacy> { it.blocked.isEmpty() }
                }
            }
        }
    }

    private fun Hands.request(): String {
        sees<Conversations> { it.requests == 1 }
        tap(Tags.REQUESTS)
        return sees<Requests> { it.rows.size == 1 }.rows.single().account
    }

    private companion object {
        const val CSV = "First Name,Last Name,Mobile Phone\r\nLotte of the practice,,06 12345673\r\nNobody,Known,06 12345699\r\n"
    }
}
