package org.consilium.client

import org.consilium.ffi.ClientException
import org.consilium.ffi.Spooled
import org.consilium.ffi.StandbyConfig
import org.consilium.ffi.fetchOnStandby

/**
 * What can be done without the PIN: fetching what came while the app is locked or not running, for
 * example when a push wakes it. What is fetched stays sealed in a folder until the next unlocking,
 * and can be read then without a network.
 */
object ConsiliumStandby {
    /**
     * Fetches what waits at the relay and is not on this device yet, in at most 25 s. Opens neither
     * account nor database, confirms and sends nothing; may run while a [ConsiliumClient] is open,
     * and several times at once. Of [keystore] it needs the slot `standby` alone, which must be
     * readable behind a locked screen.
     *
     * A notification may say that something came, and no more is known: an envelope is not a
     * message, receipts travel in one too. Can be cancelled; what was fetched until then is kept.
     *
     * @throws ClientException.NoAccount if there is nothing to fetch for.
     * @throws ClientException.SignedOut if the relay no longer knows this device.
     * @throws ClientException.RelayFile if [StandbyConfig.relayFile] is none.
     * @throws ClientException.Keystore if the keystore failed, for example before the first
     *   unlocking of the screen.
     * @throws ClientException.Offline if the relay cannot be reached; try again with the next push.
     */
    suspend fun fetch(config: StandbyConfig, keystore: Keystore): Spooled {
        prepareCallbacks()
        return crossing { stoppable { fetchOnStandby(config, keystore.toCore(), it) } }
    }
}
