package org.consilium.client.android

import android.content.Context
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.util.AtomicFile
import java.io.File
import java.io.FileNotFoundException
import java.security.GeneralSecurityException
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.PrivateKey
import java.security.ProviderException
import java.security.PublicKey
import java.security.spec.MGF1ParameterSpec
import java.security.spec.X509EncodedKeySpec
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import javax.crypto.Cipher
import javax.crypto.spec.OAEPParameterSpec
import javax.crypto.spec.PSource
import org.consilium.client.BiometricGate
import org.consilium.ffi.BiometricException

/**
 * A secret under a key of this device's security hardware that works only after BiometricPrompt
 * recognised the person (Class 3), and ends when another finger or face is enrolled.
 *
 * ```text
 * file = RSA-OAEP(public key, secret): keeping asks nobody, since only the private key is guarded
 * ```
 *
 * The file is in the folder that backups leave out. Needs Android 9 (API 28).
 *
 * @param activity shows the prompt; ask for a new gate's when it was made anew.
 * @param title what the prompt says, in the user's language.
 * @param usePin the label of the button that turns to the PIN.
 */
class AndroidBiometricGate(
    private val activity: () -> Context,
    private val title: String,
    private val usePin: String,
) : BiometricGate {
    private val keys = KeyStore.getInstance(PROVIDER).apply { load(null) }

    @Synchronized
    override fun keep(secret: ByteArray) {
        forget()
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.ENCRYPT_MODE, newKey(), OAEP)
        val sealed = cipher.doFinal(secret)
        val file = file()
        val output = file.startWrite()
        try {
            output.write(sealed)
            file.finishWrite(output)
        } catch (error: Exception) {
            file.failWrite(output)
            throw error
        }
    }

    @Synchronized
    override fun ask(): ByteArray? {
        val sealed = read() ?: return null
        val key = keys.getKey(ALIAS, null) as? PrivateKey ?: return null
        val cipher = Cipher.getInstance(CIPHER)
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, OAEP)
        } catch (_: KeyPermanentlyInvalidatedException) {
            return null
        }
        return recognised(cipher).doFinal(sealed)
    }

    @Synchronized
    override fun forget() {
        // The key first: a file without its key is nothing.
        keys.deleteEntry(ALIAS)
        file().delete()
    }

    /** The same cipher once the person was recognised. Waits, on a thread of the core. */
    private fun recognised(cipher: Cipher): Cipher {
        val context = activity()
        val outcome = CompletableFuture<Cipher>()
        val cancel = CancellationSignal()
        val main = context.mainExecutor
        main.execute {
            BiometricPrompt.Builder(context)
                .setTitle(title)
                .setNegativeButton(usePin, main) { _, _ -> outcome.turnedAway() }
                .build()
                .authenticate(BiometricPrompt.CryptoObject(cipher), cancel, main, Answer(outcome))
        }
        try {
            return outcome.get()
        } catch (failed: ExecutionException) {
            throw failed.cause ?: failed
        } catch (interrupted: InterruptedException) {
            cancel.cancel()
            throw interrupted
        }
    }

    /** A new key, whose private half only a recognised person can use; the public half. */
    private fun newKey(): PublicKey {
        val public = try {
            generate(strongBox = true)
        } catch (_: ProviderException) {
            // There is no StrongBox (StrongBoxUnavailableException), or it is full.
            generate(strongBox = false)
        }
        // Without what the keystore says of it: nobody is asked to encrypt.
        return KeyFactory.getInstance(public.algorithm).generatePublic(X509EncodedKeySpec(public.encoded))
    }

    private fun generate(strongBox: Boolean): PublicKey {
        val builder = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_DECRYPT)
            .setDigests(KeyProperties.DIGEST_SHA256, KeyProperties.DIGEST_SHA1)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_RSA_OAEP)
            .setKeySize(KEY_BITS)
            .setIsStrongBoxBacked(strongBox)
            .setUserAuthenticationRequired(true)
            .setInvalidatedByBiometricEnrollment(true)
        // Each use asks; before Android 11 that, and biometrics alone, is what is assumed.
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            builder.setUserAuthenticationParameters(0, KeyProperties.AUTH_BIOMETRIC_STRONG)
        }
        val generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_RSA, PROVIDER)
        try {
            generator.initialize(builder.build())
        } catch (_: GeneralSecurityException) {
            // Nobody is enrolled.
            throw BiometricException.Unavailable()
        }
        return generator.generateKeyPair().public
    }

    private fun read(): ByteArray? =
        try {
            file().readFully()
        } catch (_: FileNotFoundException) {
            null
        }

    private fun file() = AtomicFile(File(activity().noBackupFilesDir, "consilium-biometrics"))

    /** What came of asking. A finger that was not recognised may be tried again: no answer yet. */
    private class Answer(private val outcome: CompletableFuture<Cipher>) :
        BiometricPrompt.AuthenticationCallback() {
        override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) {
            outcome.complete(result.cryptoObject.cipher)
        }

        override fun onAuthenticationError(code: Int, text: CharSequence) {
            if (code in UNUSABLE) {
                outcome.completeExceptionally(BiometricException.Unavailable())
            } else {
                outcome.turnedAway()
            }
        }
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val ALIAS = "consilium.biometrics"
        const val CIPHER = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"
        const val KEY_BITS = 2048

        /** Android's keystore knows SHA-1 alone for the mask, which nothing depends on. */
        val OAEP = OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT)

        val UNUSABLE = setOf(
            BiometricPrompt.BIOMETRIC_ERROR_HW_NOT_PRESENT,
            BiometricPrompt.BIOMETRIC_ERROR_HW_UNAVAILABLE,
            BiometricPrompt.BIOMETRIC_ERROR_NO_BIOMETRICS,
        )

        fun CompletableFuture<Cipher>.turnedAway() {
            completeExceptionally(BiometricException.NotRecognised())
        }
    }
}
