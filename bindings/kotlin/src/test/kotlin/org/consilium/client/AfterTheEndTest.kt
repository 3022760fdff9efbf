package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.flow.toList
import org.consilium.client.support.Person
import org.consilium.client.support.Relay
import org.consilium.client.support.callsOf
import org.consilium.client.support.pin
import org.consilium.client.support.story
import org.consilium.ffi.ClientException
import org.consilium.ffi.CodeRequest
import org.consilium.ffi.Event
import org.consilium.ffi.Profile
import org.consilium.ffi.Scheme

/**
 * Whatever is called on a session that is locked, or on a client that is closed, says so. The lists
 * are compared with the classes: none can be forgotten in them.
 */
class AfterTheEndTest {
    private val relay = Relay.start()

    @AfterTest
    fun end(): Unit = relay.close()

    @Test
    fun `whatever is called after the lock fails as locked`() = story {
        val anna = Person.register(relay, "Anna")
        val session = anna.session
        val calls = callsOfASession(anna.account, session.ownAccount().conversation)
        // These have nothing to fail at.
        val others = setOf("lock", "close", "isLocked", "getEvents")
        assertEquals(callsOf<ConsiliumSession>(), calls.keys + others, "every call")
        session.lock()
        session.lock()
        session.close()
        assertTrue(session.isLocked)
        for ((name, call) in calls) {
            val error = runCatching { session.call() }.exceptionOrNull()
            assertTrue(error is ClientException.Locked, "$name: $error")
        }
        assertEquals(listOf<Event>(Event.Locked), session.events.toList())
        anna.close()
    }

    @Test
    fun `whatever is called after the client's end fails as closed`() = story {
        val anna = Person.register(relay, "Anna")
        val calls = callsOfAClient(anna.client.requestCode(anna.number))
        assertEquals(callsOf<ConsiliumClient>(), calls.keys + "close", "every call")
        anna.close()
        anna.client.close()
        for ((name, call) in calls) {
            val error = runCatching { anna.client.call() }.exceptionOrNull()
            assertTrue(error is ClientException.Argument, "$name: $error")
        }
    }
}

/** Every call of a client that can fail. */
private fun callsOfAClient(request: CodeRequest): Map<String, suspend ConsiliumClient.() -> Unit> {
    val nobody = Profile("", "")
    return mapOf(
        "state" to { state() },
        "pinStatus" to { pinStatus() },
        "checkNewPin" to { checkNewPin(pin()) },
        "requestCode" to { requestCode(request.number) },
        "register" to { register(request, "000000", pin(), nobody) },
        "recover" to { recover(charArrayOf(), request, "000000", pin(), nobody) },
        "unlock" to { unlock(pin()) },
        "unlockWithBiometrics" to { unlockWithBiometrics() },
        "biometrics" to { biometrics() },
        "setAutoLock" to { setAutoLock(1.hours) },
        "reopenPinWithRecoveryCode" to { reopenPinWithRecoveryCode(charArrayOf()) },
        "erase" to { erase() },
        "now" to { now() },
        "advanceDevelopmentClock" to { advanceDevelopmentClock(1.hours) },
    )
}

/** Every call of a session that can fail. */
private fun callsOfASession(
    account: AccountId,
    conversation: ConversationId,
): Map<String, suspend ConsiliumSession.() -> Unit> = mapOf(
    "touch" to { touch() },
    "connect" to { connect() },
    "disconnect" to { disconnect() },
    "connectivityChanged" to { connectivityChanged(true) },
    "wake" to { wake() },
    "syncNow" to { syncNow() },
    "status" to { status() },
    "diagnostics" to { diagnostics() },
    "tick" to { tick() },
    "conversations" to { conversations() },
    "conversation" to { conversation(conversation) },
    "messages" to { messages(conversation) },
    "message" to { message(MessageId(1)) },
    "search" to { search("a") },
    "sendText" to { sendText(account, "text") },
    "edit" to { edit(MessageId(1), "text") },
    "deleteForEveryone" to { deleteForEveryone(MessageId(1)) },
    "setBiometrics" to { setBiometrics(true) },
    "biometricsEnabled" to { biometricsEnabled() },
    "deleteHere" to { deleteHere(MessageId(1)) },
    "retry" to { retry(MessageId(1)) },
    "acknowledgeSeen" to { acknowledgeSeen(MessageId(1)) },
    "markRead" to { markRead(conversation) },
    "keep" to { keep(conversation, true) },
    "setDraft" to { setDraft(account, "draft") },
    "importAddressBook" to { importAddressBook(emptyList()) },
    "findContacts" to { findContacts(Scheme.HMAC_SHA1) },
    "contacts" to { contacts() },
    "contact" to { contact(account) },
    "acceptRequest" to { acceptRequest(account) },
    "declineRequest" to { declineRequest(account) },
    "block" to { block(account) },
    "unblock" to { unblock(account) },
    "safetyNumber" to { safetyNumber(account) },
    "qrPayload" to { qrPayload(account) },
    "checkQr" to { checkQr(account, ByteArray(1)) },
    "markCompared" to { markCompared(account) },
    "dismissNewKey" to { dismissNewKey(account) },
    "sendWithoutChecking" to { sendWithoutChecking(account) },
    "ownAccount" to { ownAccount() },
    "setProfile" to { setProfile(Profile("", "")) },
    "changePin" to { changePin(pin(), pin()) },
    "recoveryCode" to { recoveryCode() },
    "confirmRecoveryCode" to { confirmRecoveryCode(emptyMap()) },
    "setDiscoverable" to { setDiscoverable(true) },
    "answerNumberMove" to { answerNumberMove(true) },
    "deleteAccount" to { deleteAccount() },
)
