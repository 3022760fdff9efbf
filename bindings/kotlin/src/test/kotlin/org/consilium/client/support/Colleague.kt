package org.consilium.client.support

import java.nio.file.Path
import kotlin.io.path.readText
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.consilium.client.AccountId
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.FolderKeystore
import org.consilium.client.MessageId
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.ContactState
import org.consilium.ffi.Profile

/**
 * A colleague in a process of their own, to whom another language's tests talk over the relay: see
 * `bindings/python/tests/test_kotlin.py`. Connected from the beginning; does for each line that it
 * reads one thing, and answers with one line:
 *
 * | line | answer |
 * |---|---|
 * | `register NUMBER` | `code`, and then reads the SMS code; the account |
 * | `write ACCOUNT TEXT` | the number of the message |
 * | `delivery NUMBER` | how far it has come, for example `AtRelay` |
 * | `read ACCOUNT` | their texts, parted by tabs; accepts and reads them |
 * | `safety-number ACCOUNT` | its groups |
 *
 * Ends with its input.
 */
fun main(arguments: Array<String>): Unit = runBlocking(Dispatchers.Default) {
    val (relayFile, folder) = arguments.map(Path::of)
    val config = ClientConfig("${folder.resolve("data")}", relayFile.readText(), "NL")
    ConsiliumClient.open(config, FolderKeystore.open(folder.resolve("keystore"))).use { client ->
        val (_, number) = readln().split(' ')
        val request = client.requestCode(number)
        println("code")
        client.register(request, readln(), pin(), Profile("Ben", "cardiologist")).use { session ->
            session.setDiscoverable(true)
            session.connect()
            println(session.ownAccount().account)
            for (line in generateSequence(::readLine)) println(session.obey(line))
        }
    }
}

private suspend fun ConsiliumSession.obey(line: String): Any {
    val (what, whom) = line.split(' ', limit = 3)
    return when (what) {
        "write" -> sendText(AccountId(whom), line.substringAfter("$whom "))
        "delivery" -> message(MessageId(whom.toLong())).delivery.javaClass.simpleName
        "read" -> read(AccountId(whom))
        "safety-number" -> safetyNumber(AccountId(whom)).groups.joinToString(" ")
        else -> error("what is $line?")
    }
}

private suspend fun ConsiliumSession.read(whom: AccountId): String {
    val contact = contacts().find { it.account == whom } ?: return ""
    if (contact.state == ContactState.REQUESTED) acceptRequest(whom)
    markRead(contact.conversation)
    return messages(contact.conversation).filter { !it.own }.mapNotNull { it.text }.joinToString("\t")
}
