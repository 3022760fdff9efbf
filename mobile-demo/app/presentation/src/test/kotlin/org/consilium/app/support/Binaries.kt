package org.consilium.app.support

import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.locks.LockSupport
import kotlin.io.path.Path
import kotlin.io.path.isExecutable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** How long a condition may take on a busy machine before a test gives up. */
val PATIENCE: Duration = Duration.ofSeconds(90)

/** Spinning would take the processor from what is waited for. */
private val LOOK_AGAIN: Duration = Duration.ofMillis(5)

/** A binary of this project, built before. */
fun binary(name: String): Path {
    val folder = checkNotNull(System.getProperty("consilium.bin")) { "consilium.bin names the folder of the binaries" }
    val path = Path(folder).resolve(name)
    check(path.isExecutable()) { "$path is missing; ./dev test app builds it" }
    return path
}

fun json(text: String): JsonObject = Json.parseToJsonElement(text).jsonObject

/** Waits for a condition on another process; looks again every few milliseconds. */
fun <T : Any> until(what: String, look: () -> T?): T {
    val end = Instant.now() + PATIENCE
    while (true) {
        look()?.let { return it }
        check(Instant.now() < end) { "in vain waited for $what" }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos())
    }
}
