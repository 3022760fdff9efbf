package org.consilium.app.desktop.support

import java.nio.file.Path
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking
import org.consilium.app.support.Clinician
import org.consilium.app.support.PIN
import org.consilium.app.support.Relay
import org.consilium.client.ConsiliumClient
import org.consilium.client.ConsiliumSession
import org.consilium.client.FolderKeystore
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.Profile

/** Signs somebody up on the files of a phone, and does what would take an app's hands too long. */
fun <T> signedUp(folder: Path, relay: Relay, who: Clinician, block: suspend (ConsiliumSession) -> T): T = runBlocking {
    val config = ClientConfig(folder.resolve("installation").toString(), relay.file.readText(), "NL")
    ConsiliumClient.open(config, FolderKeystore.open(folder.resolve("keystore"))).use { client ->
        val asked = client.requestCode(who.number)
        val profile = Profile(who.name, who.profession)
        client.register(asked, relay.code(who.number), PIN.toCharArray(), profile).use { block(it) }
    }
}
