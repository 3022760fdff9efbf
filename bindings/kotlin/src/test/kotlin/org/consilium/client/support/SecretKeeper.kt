package org.consilium.client.support

import java.nio.file.Path
import java.security.SecureRandom
import kotlin.io.path.readText
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.FolderKeystore
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.Profile

/**
 * An app in a process of its own, whose memory is searched from outside. It makes its PIN itself
 * and tells it masked: nothing but the PIN's own way through the app may hold it.
 *
 * It says where it stands, a line each, and waits for a line before it goes on. With `own` its
 * keystore is the app's, else the core's.
 */
fun main(arguments: Array<String>) {
    val (relayFile, folder) = arguments.map(Path::of)
    val masked = ByteArray(PIN_LETTERS).also(SecureRandom()::nextBytes)
        .map { (('a'.code + Math.floorMod(it.toInt(), 26)) xor MASK).toByte() }
        .toByteArray()
    runBlocking(Dispatchers.Default) {
        val own = MaskedKeystore(folder.resolve("own")) { say("lent $it") }
        val ofCore = FolderKeystore.open(folder.resolve("keystore"))
        val config = ClientConfig("${folder.resolve("data")}", relayFile.readText(), "NL")
        val client = ConsiliumClient.open(config, if ("own" in arguments) own else ofCore, own)
        val pin = unmasked(masked)
        say("held ${masked.joinToString(",")}")
        val request = client.requestCode("+31612345678")
        val code = say("code")
        client.register(request, code, pin, Profile("Anna", "")).use {
            it.use()
            it.setBiometrics(true)
            say("registered")
        }
        // An SMS code is no PIN, but the same care is taken.
        client.unlock(unmasked(masked)).use { it.changePin(unmasked(masked), unmasked(masked)) }
        val wrong = unmasked(masked).apply { reverse() }
        runCatching { client.unlock(wrong) }
        own.telling = true
        client.unlock(unmasked(masked)).lock()
        val session = client.unlockWithBiometrics()
        own.telling = false
        session.use()
        say("unlocked")
        session.lock()
        say("locked")
        client.close()
    }
}

/** Writes, sends, receives and reads: each with keys. */
private suspend fun ConsiliumSession.use() {
    val own = ownAccount()
    sendText(own.account, "a note")
    syncNow()
    check(messages(own.conversation).isNotEmpty())
}

private fun unmasked(masked: ByteArray) = CharArray(masked.size) { (masked[it].toInt() xor MASK).toChar() }

private fun say(what: String): String {
    println(what)
    return readln()
}

/** A passphrase. */
private const val PIN_LETTERS = 40

/** What a told PIN is masked with. */
const val MASK = 0x55
