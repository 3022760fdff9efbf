package org.consilium.app.desktop

import java.nio.file.Path
import kotlin.io.path.isReadable
import kotlin.io.path.readLines
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn

/** The file in which a development relay puts codes in place of sending them. */
class Outbox(private val file: Path) {
    /** The newest code that was sent to [number], as soon as there is one, and each one after it. */
    fun codes(number: String): Flow<String> = flow {
        while (true) {
            newest(number)?.let { emit(it) }
            delay(LOOK_EVERY_MS)
        }
    }.distinctUntilChanged().flowOn(Dispatchers.IO)

    /** The newest code that was sent to [number]. */
    fun newest(number: String): String? {
        if (!file.isReadable()) return null
        return file.readLines().mapNotNull { line -> LINE.find(line)?.destructured }
            .lastOrNull { (phone, _) -> phone == number }
            ?.let { (_, code) -> code }
    }

    private companion object {
        const val LOOK_EVERY_MS = 300L
        val LINE = Regex("\"phone\":\"([^\"]*)\",\"code\":\"([^\"]*)\"")
    }
}
