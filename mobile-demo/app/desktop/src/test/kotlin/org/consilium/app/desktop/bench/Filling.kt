package org.consilium.app.desktop.bench

import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.consilium.app.desktop.support.signedUp
import org.consilium.app.support.AMINA
import org.consilium.app.support.Clinician
import org.consilium.app.support.Relay
import org.consilium.app.support.Terminal
import org.consilium.app.support.bookOf
import org.consilium.app.support.until
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.Contact
import org.consilium.ffi.Delivery

/** A conversation that is read to its end, and how long the core takes for each page of it. */
internal class Filled(val account: String, val messages: Int, val corePagesMs: List<Double>)

/** Every so many messages one of them answers another. */
private const val ANSWERS_EVERY = 8

/** As many as the app asks for at a time. */
private const val PAGE = 100

private val TEXTS = listOf(
    "Bed 12 stable",
    "Creatinine of bed 4 came back from the laboratory: 112, yesterday it was 98",
    "On my way",
    "Could you have a look at the ECG of the patient in room 7 before the ward round? I am not sure about the ST segments in V2 and V3, " +
        "and the troponin of two hours ago was just below the limit.",
    "Yes",
    "Potassium 5.9, not haemolysed. Repeat sent, monitor on, cardiology knows.",
    "Thank you, that helps",
)

/** A text as colleagues write them: most short, some of several lines. */
private fun text(number: Int) = "${TEXTS[number % TEXTS.size]} ($number)"

/**
 * Signs Amina up on the files of a phone, and fills a conversation with each of [others]: half of as
 * many messages as asked for is theirs.
 */
internal fun fill(folder: Path, relay: Relay, others: List<Pair<Clinician, Int>>): List<Filled> =
    signedUp(folder, relay, AMINA) { session ->
        session.setDiscoverable(true)
        session.connect()
        others.map { (who, messages) -> Terminal(relay).use { talk(session, it, who, messages) } }
    }

private suspend fun talk(amina: ConsiliumSession, terminal: Terminal, who: Clinician, messages: Int): Filled {
    terminal.register(who.name, who.number)
    terminal.find(bookOf(AMINA))
    amina.importAddressBook(ConsiliumClient.readAddressBook(bookOf(who).encodeToByteArray()).entries)
    amina.findContacts()
    val contact = amina.contacts().first { it.name == who.name }
    amina.sendText(contact.account, "Hello")
    terminal.until("the request") { "Hello" in terminal.texts(AMINA.name) }
    terminal.ask("accept", "who" to AMINA.name)
    exchange(amina, terminal, contact, messages - 1)
    amina.markRead(contact.conversation)
    corePages(amina, contact.conversation)
    // Not the first time: nothing of it was compiled then.
    return Filled(contact.account.hex, messages, corePages(amina, contact.conversation))
}

/** In turns, until everything arrived on both sides. */
private suspend fun exchange(amina: ConsiliumSession, terminal: Terminal, contact: Contact, messages: Int) {
    var last: MessageId? = null
    for (number in 1..messages) {
        if (number % 2 == 0) {
            terminal.send(AMINA.name, text(number))
        } else {
            val answered = last.takeIf { number % ANSWERS_EVERY == 1 }
            last = amina.sendText(contact.account, text(number), replyTo = answered)
        }
    }
    until("what ${contact.name} wrote") { if (unread(amina, contact) >= messages / 2) Unit else null }
    last?.let { until("that all was delivered") { if (delivered(amina, it)) Unit else null } }
}

private fun unread(amina: ConsiliumSession, contact: Contact): Int =
    runBlocking { amina.conversation(contact.conversation).unread.toInt() }

private fun delivered(amina: ConsiliumSession, message: MessageId): Boolean =
    runBlocking { amina.message(message).delivery == Delivery.Delivered }

/** Milliseconds of each page from the newest to the oldest, without an app around. */
private suspend fun corePages(amina: ConsiliumSession, conversation: ConversationId): List<Double> {
    val taken = ArrayList<Double>()
    var before: MessageId? = null
    do {
        val start = System.nanoTime()
        val page = amina.messages(conversation, before, PAGE)
        taken += (System.nanoTime() - start) / MILLI
        before = page.firstOrNull()?.id
    } while (page.size == PAGE)
    return taken
}
