package org.consilium.client.android

import android.content.Context
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyInfo
import android.security.keystore.KeyProperties
import android.util.AtomicFile
import java.io.File
import java.io.FileNotFoundException
import java.nio.ByteBuffer
import java.security.KeyStore
import java.security.ProviderException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.SecretKeyFactory
import javax.crypto.spec.GCMParameterSpec
import org.consilium.client.Keystore
import org.consilium.ffi.KeystoreException

/**
 * Slots as files that only a key of this device's security hardware opens: StrongBox where there is
 * one, else the trusted environment.
 *
 * ```text
 * slot file = u8 generation ‖ IV 12 ‖ AES-256-GCM(key of slot and generation, aad = slot, secret)
 * ```
 *
 * Each store makes a new key and destroys the one before, so that a file that flash memory still
 * holds somewhere opens no more. Files are in the folder that backups leave out: without the key
 * they would be of no use elsewhere. Needs Android 9 (API 28).
 */
class AndroidKeystore(context: Context) : Keystore {
    private val folder = File(context.noBackupFilesDir, "consilium-keystore").apply { mkdirs() }
    private val keys = KeyStore.getInstance(PROVIDER).apply { load(null) }

    @Synchronized
    override fun store(slot: String, secret: ByteArray) {
        val before = generation(slot)
        val generation = if (before == 0) 1 else 0
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.ENCRYPT_MODE, newKey(slot, generation))
        cipher.updateAAD(slot.toByteArray())
        val sealed = cipher.doFinal(secret)
        val file = file(slot)
        val output = file.startWrite()
        try {
            output.write(byteArrayOf(generation.toByte()) + cipher.iv + sealed)
            file.finishWrite(output)
        } catch (error: Exception) {
            file.failWrite(output)
            throw error
        }
        before?.let { keys.deleteEntry(alias(slot, it)) }
    }

    @Synchronized
    override fun load(slot: String): ByteArray? {
        val bytes = read(slot) ?: return null
        val buffer = ByteBuffer.wrap(bytes)
        val generation = buffer.get().toInt()
        val iv = ByteArray(IV_BYTES).also(buffer::get)
        // Gone with a reset of the hardware: the secret is lost, which is not the same as never there.
        val key = keys.getKey(alias(slot, generation), null) ?: throw KeystoreException.Failed()
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, iv))
        cipher.updateAAD(slot.toByteArray())
        return cipher.doFinal(bytes, buffer.position(), buffer.remaining())
    }

    @Synchronized
    override fun delete(slot: String) {
        // The keys first: a file without its key is nothing.
        GENERATIONS.forEach { keys.deleteEntry(alias(slot, it)) }
        file(slot).delete()
    }

    /** Whether a key made as these are is inside the hardware. */
    override val hardwareBacked: Boolean
        @Synchronized get() {
            val key = newKey(PROBE, 0)
            val info = SecretKeyFactory.getInstance(key.algorithm, PROVIDER)
                .getKeySpec(key, KeyInfo::class.java) as KeyInfo
            keys.deleteEntry(alias(PROBE, 0))
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.S) {
                @Suppress("DEPRECATION")
                return info.isInsideSecureHardware
            }
            return info.securityLevel in HARDWARE
        }

    private fun newKey(slot: String, generation: Int): SecretKey =
        try {
            generate(slot, generation, strongBox = true)
        } catch (_: ProviderException) {
            // There is no StrongBox (StrongBoxUnavailableException), or it is full.
            generate(slot, generation, strongBox = false)
        }

    private fun generate(slot: String, generation: Int, strongBox: Boolean): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(alias(slot, generation), purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)
            .setIsStrongBoxBacked(strongBox)
            // The standby key acts on orders while the screen is locked; it protects no content.
            .setUnlockedDeviceRequired(slot != STANDBY)
            .build()
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER)
        return generator.apply { init(spec) }.generateKey()
    }

    private fun generation(slot: String): Int? = read(slot)?.first()?.toInt()

    private fun read(slot: String): ByteArray? =
        try {
            file(slot).readFully()
        } catch (_: FileNotFoundException) {
            null
        }

    private fun file(slot: String) = AtomicFile(File(folder, slot))

    private fun alias(slot: String, generation: Int) = "consilium.$slot.$generation"

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val CIPHER = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val IV_BYTES = 12
        const val TAG_BITS = 128
        const val STANDBY = "standby"
        const val PROBE = "probe"
        val GENERATIONS = listOf(0, 1)
        val HARDWARE = listOf(
            KeyProperties.SECURITY_LEVEL_STRONGBOX,
            KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT,
            KeyProperties.SECURITY_LEVEL_UNKNOWN_SECURE,
        )
    }
}
