package org.consilium.app.desktop

import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import kotlin.io.path.createParentDirectories
import kotlin.io.path.isReadable
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn

/** The address book that the development accounts of one relay share: who can be found is in it. */
class SharedBook(private val file: Path) {
    /** Puts somebody in, once. */
    fun join(name: String, number: String) {
        if (cards().any { number in it }) return
        val card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${escaped(name)}\r\nTEL;TYPE=CELL:$number\r\n$END\r\n"
        file.createParentDirectories()
        file.writeText(card, options = arrayOf(CREATE, APPEND))
    }

    /** Everybody but who has [number], as a vCard file: now, and whenever somebody joined. */
    fun others(number: String): Flow<String> = flow {
        while (true) {
            emit(cards().filter { number !in it }.joinToString(""))
            delay(LOOK_EVERY_MS)
        }
    }.distinctUntilChanged().flowOn(Dispatchers.IO)

    private fun cards(): List<String> =
        if (file.isReadable()) file.readText().split(END).filter { it.isNotBlank() }.map { it.trimStart() + END + "\r\n" } else emptyList()

    private fun escaped(text: String): String =
        text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace(Regex("[\r\n]+"), " ")

    private companion object {
        const val END = "END:VCARD"
        const val LOOK_EVERY_MS = 500L
    }
}
