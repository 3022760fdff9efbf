package org.consilium.client.support

import java.nio.file.Path
import java.util.concurrent.atomic.AtomicInteger
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import org.consilium.client.BiometricGate
import org.consilium.client.Keystore

/**
 * An app's own keystore and check of finger or face, in files. They hold what they are given masked,
 * so that in a search of memory nothing is theirs but the arrays at the border; and they keep all
 * that they were ever given, so that a search can look for that too.
 *
 * @param lent is told which secret's array is at the border just now, and returns when that may go.
 */
class MaskedKeystore(private val folder: Path, private val lent: (String) -> Unit) : Keystore, BiometricGate {
    private val given = AtomicInteger()

    /** Whether [lent] is told. */
    @Volatile var telling = false

    init {
        for (part in listOf(NOW, EVER)) folder.resolve(part).createDirectories()
    }

    override fun store(slot: String, secret: ByteArray) {
        val masked = masked(secret)
        file(slot).writeBytes(masked)
        if (slot == COUNTER) return
        folder.resolve("$EVER/$slot.${given.incrementAndGet()}").writeBytes(masked)
    }

    override fun load(slot: String): ByteArray? {
        if (!file(slot).exists()) return null
        val secret = masked(file(slot).readBytes())
        if (telling && slot != COUNTER) lent(slot)
        return secret
    }

    override fun delete(slot: String) {
        file(slot).deleteIfExists()
    }

    override val hardwareBacked: Boolean = false

    override fun keep(secret: ByteArray): Unit = store(GATE, secret)

    override fun ask(): ByteArray? = load(GATE)

    override fun forget(): Unit = delete(GATE)

    private fun file(slot: String) = folder.resolve("$NOW/$slot")

    companion object {
        private const val NOW = "now"
        private const val EVER = "ever"

        /** A slot that holds no secret: how many PINs were wrong. */
        const val COUNTER = "pin-tries"

        /** The name under which the gate keeps its secret. */
        const val GATE = "gate"

        private fun masked(secret: ByteArray) = ByteArray(secret.size) { (secret[it].toInt() xor MASK).toByte() }

        /** The secrets that a keystore in [folder] holds, read by another process. */
        fun secrets(folder: Path): Map<String, ByteArray> = read(folder.resolve(NOW))

        /** Every secret that it was ever given. */
        fun everySecret(folder: Path): Map<String, ByteArray> = read(folder.resolve(EVER))

        private fun read(folder: Path) = folder.listDirectoryEntries().filter { it.name != COUNTER }
            .associate { it.name to masked(it.readBytes()) }
    }
}
