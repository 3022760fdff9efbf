package org.consilium.client

import java.nio.file.Path
import kotlin.io.path.readText
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.Event

/** Answers everybody who writes for the first time. README shows the lines between the marks. */
suspend fun answerRequests(home: Path, readPin: () -> CharArray) {
    // sample
    val keystore = FolderKeystore.open(home.resolve("keystore"))
    val config = ClientConfig("$home/data", home.resolve("relay.json").readText(), defaultRegion = "NL")
    ConsiliumClient.open(config, keystore).use { client ->
        val session = client.unlock(pin = readPin())
        session.connect()
        session.events.collect { event ->
            if (event is Event.RequestArrived) session.sendText(event.account, "I am at work until six.")
        }
    }
    // end of sample
}
