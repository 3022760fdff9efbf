package org.consilium.client

import java.nio.file.Path
import org.consilium.ffi.ClientException
import org.consilium.ffi.KeystoreException
import org.consilium.ffi.PlatformKeystore
import org.consilium.ffi.folderKeystore

/**
 * Named slots for small secrets, apart from the app's files; on Android made with its Keystore
 * (README: "On Android").
 *
 * Called from threads of the core, never from the main thread, and may take its time. Whatever is
 * thrown, an [Error] included, counts as a failure: the core then answers
 * [ClientException.Keystore].
 */
interface Keystore {
    /**
     * Stores [secret] in [slot], in place of what was there, whole or not at all; it is on disk
     * when this returns. A slot's name is 1 to 32 lower-case letters, digits and hyphens. The array
     * is overwritten after the call: copy what is kept.
     */
    fun store(slot: String, secret: ByteArray)

    /**
     * What [slot] holds, or `null`. The core takes a copy, and the array is overwritten after the
     * call: give one that nobody else needs.
     */
    fun load(slot: String): ByteArray?

    /** Empties [slot] for good; that it was empty is no error. */
    fun delete(slot: String)

    /**
     * Whether security hardware holds the secrets, so that they do not leave the device even with
     * its storage. Asked once, by [ConsiliumClient.open].
     */
    val hardwareBacked: Boolean
}

/**
 * A keystore in a folder apart, for computers and development: whoever copies both folders needs
 * only the PIN.
 */
class FolderKeystore private constructor(internal val core: PlatformKeystore) : Keystore {
    override fun store(slot: String, secret: ByteArray): Unit = core.store(slot, secret)

    override fun load(slot: String): ByteArray? = core.load(slot)

    override fun delete(slot: String): Unit = core.delete(slot)

    override val hardwareBacked: Boolean get() = core.hardwareBacked()

    companion object {
        /**
         * Opens the folder; it is made if it is not there.
         *
         * @throws ClientException.Keystore if that fails.
         */
        suspend fun open(folder: Path): FolderKeystore {
            prepareCallbacks()
            return crossing { FolderKeystore(folderKeystore(folder.toString())) }
        }
    }
}

internal fun Keystore.toCore(): PlatformKeystore = if (this is FolderKeystore) core else Guarded(this)

/**
 * A keystore of the app, as the core calls it. Only an [Exception] would be told to the core; an
 * [Error] would look like success.
 */
private class Guarded(private val keystore: Keystore) : PlatformKeystore {
    override fun store(slot: String, secret: ByteArray): Unit =
        guarded { try { keystore.store(slot, secret) } finally { secret.fill(0) } }

    override fun load(slot: String): ByteArray? = guarded { Lent.lend(keystore.load(slot)) }

    override fun delete(slot: String): Unit = guarded { keystore.delete(slot) }

    override fun hardwareBacked(): Boolean = guarded { keystore.hardwareBacked }

    private inline fun <T> guarded(block: () -> T): T =
        try {
            block()
        } catch (error: KeystoreException) {
            throw error
        } catch (_: Throwable) {
            throw KeystoreException.Failed()
        }
}
