package org.consilium.client

import kotlin.concurrent.thread
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import org.consilium.client.support.Person
import org.consilium.client.support.Phone
import org.consilium.client.support.Relay
import org.consilium.client.support.pin
import org.consilium.client.support.signUp
import org.consilium.client.support.story
import org.consilium.client.support.wrongPin
import org.consilium.ffi.AddressBookEntry
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.ClientException
import org.consilium.ffi.PinRule
import org.consilium.ffi.Profile
import org.junit.jupiter.api.assertThrows

/** An app that does everything wrong gets an answer that says so, and nothing else happens. */
class HostileCallerTest {
    private val relay = Relay.start()
    private val phone = Phone()

    @AfterTest
    fun end() {
        relay.close()
        phone.close()
    }

    @Test
    fun `garbage arguments are refused with a typed error`() = story {
        val anna = Person.register(relay, "Anna")
        val session = anna.session
        val own = anna.account
        for (garbage in listOf("", "zz", "0".repeat(31), "\u0000".repeat(32), "é".repeat(32))) {
            assertThrows<ClientException.Argument> { session.contact(AccountId(garbage)) }
            assertThrows<ClientException.Argument> { session.sendText(AccountId(garbage), "text") }
            assertThrows<ClientException.Argument> { session.conversation(ConversationId(garbage)) }
        }
        val nobody = AccountId("0".repeat(32))
        assertThrows<ClientException.UnknownContact> { session.contact(nobody) }
        for (number in listOf(-1L, 0L, Long.MIN_VALUE, Long.MAX_VALUE)) {
            assertThrows<ClientException.UnknownMessage> { session.message(MessageId(number)) }
            val id = MessageId(number)
            assertThrows<ClientException.UnknownMessage> { session.sendText(own, "text", replyTo = id) }
        }
        assertThrows<ClientException.TextLength> { session.sendText(own, "") }
        assertThrows<ClientException.TextLength> { session.sendText(own, "x".repeat(10_000_000)) }
        assertThrows<ClientException.NameLength> { session.setProfile(Profile("x".repeat(129), "")) }
        val half = "\uD83D"
        assertThrows<ClientException.Argument> { session.sendText(own, "half an emoji: $half") }
        assertThrows<ClientException.Argument> { session.importAddressBook(listOf(AddressBookEntry(half, listOf()))) }
        assertThrows<ClientException.WrongPin> { session.changePin(charArrayOf(), pin()) }
        assertThrows<ClientException.Argument> { session.changePin(half.toCharArray(), pin()) }
        val typed = mapOf(-1 to charArrayOf('A'))
        assertThrows<ClientException.RecoveryGroupsWrong> { session.confirmRecoveryCode(typed) }
        assertEquals(emptyList(), session.messages(session.ownAccount().conversation, limit = -5))
        assertEquals(emptyList(), session.search("", limit = Int.MAX_VALUE))
        anna.close()
    }

    @Test
    fun `a configuration that makes no sense is refused with a typed error`() = story {
        val keystore = phone.keystore()
        suspend fun open(change: (ClientConfig) -> ClientConfig) {
            val config = ClientConfig(phone.data.toString(), relay.file, "NL")
            ConsiliumClient.open(change(config), keystore).close()
        }
        for (text in listOf("", "{}", "null", relay.file.drop(1), "[".repeat(100_000))) {
            assertThrows<ClientException.RelayFile> { open { it.copy(relayFile = text) } }
            assertThrows<ClientException.RelayFile> { ConsiliumClient.readRelayFile(text) }
        }
        assertThrows<ClientException.Argument> { open { it.copy(defaultRegion = "Nederland") } }
        assertThrows<ClientException.Storage> { open { it.copy(dataDir = "/proc/none") } }
        assertThrows<ClientException.NotAnAddressBook> { ConsiliumClient.readAddressBook(ByteArray(64) { 7 }) }
        open { it }
    }

    @Test
    fun `calls at once, and a lock in the middle of them, end or fail as locked`() = story {
        val anna = Person.register(relay, "Anna")
        anna.connect()
        val calls = (1..200).map { place ->
            async(Dispatchers.IO) {
                runCatching {
                    when (place % 4) {
                        0 -> anna.session.syncNow()
                        1 -> anna.session.sendText(anna.account, "note $place")
                        2 -> anna.session.contacts()
                        else -> anna.session.events.collect { }
                    }
                }.exceptionOrNull()
            }
        }
        calls[41].await()
        val lockers = (1..8).map { thread { anna.session.lock() } }
        val failed = calls.awaitAll().filterNotNull()
        lockers.forEach(Thread::join)
        val other = failed.filterNot { it is ClientException.Locked || it is ClientException.Argument }
        assertEquals(emptyList(), other, "nothing but locked, and too many collectors")
        anna.reopen(relay)
        assertTrue(anna.session.messages(anna.session.ownAccount().conversation).isNotEmpty())
        anna.close()
    }

    @Test
    fun `an installation is opened, registered and unlocked once at a time`() = story {
        val client = phone.client(relay.file)
        assertThrows<ClientException.InUse> { phone.client(relay.file) }
        val number = Phone.newNumber()
        val request = client.requestCode(number)
        val code = relay.smsCode(number)
        val made = (1..4).map {
            async { runCatching { client.register(request, code, pin(), Profile("Anna", "")) } }
        }.awaitAll()
        assertEquals(1, made.count { it.isSuccess }, "one account: $made")
        assertTrue(made.mapNotNull { it.exceptionOrNull() }.all { it is ClientException }, "$made")
        assertThrows<ClientException.InUse> { client.unlock(pin()) }
        made.forEach { it.getOrNull()?.lock() }
        val opened = (1..4).map { async { runCatching { client.unlock(pin()) } } }.awaitAll()
        assertEquals(1, opened.count { it.isSuccess }, "one session: $opened")
        assertTrue(opened.mapNotNull { it.exceptionOrNull() }.all { it is ClientException.InUse }, "$opened")
        opened.forEach { it.getOrNull()?.lock() }
        client.close()
        phone.client(relay.file).close()
    }

    @Test
    fun `wrong PINs are counted, waited for and close the entry, which the recovery code opens`() = story {
        phone.client(relay.file).use { client ->
            assertThrows<ClientException.NoAccount> { client.unlock(pin()) }
            val easy = assertThrows<ClientException.PinRefused> { client.checkNewPin("123456".toCharArray()) }
            assertEquals(PinRule.RUN, easy.rule)
            val session = client.signUp(relay, "Anna")
            val code = session.recoveryCode().joinToString(" ")
            assertThrows<ClientException.AccountExists> { client.signUp(relay, "Anna") }
            session.lock()
            val first = assertThrows<ClientException.WrongPin> { client.unlock(wrongPin()) }
            assertEquals(9u, first.triesLeft)
            while (!client.pinStatus().closed) {
                client.advanceDevelopmentClock(1.hours)
                runCatching { client.unlock(wrongPin()) }
            }
            assertThrows<ClientException.PinClosed> { client.unlock(pin()) }
            assertThrows<ClientException.RecoveryCodeMistyped> {
                client.reopenPinWithRecoveryCode("not a code".toCharArray())
            }
            client.reopenPinWithRecoveryCode(code.toCharArray())
            client.unlock(pin()).lock()
        }
    }

    @Test
    fun `every error has a stable code and a text that says what to do`() = story {
        val error = assertThrows<ClientException.NoAccount> { phone.client(relay.file).use { it.unlock(pin()) } }
        assertEquals("NO-ACCOUNT", error.code())
        assertTrue(error.text().endsWith("."), error.text())
    }
}
