package org.consilium.client

import org.consilium.ffi.BiometricException
import org.consilium.ffi.BiometricGate as CoreGate
import org.consilium.ffi.ClientException

/**
 * The device's own check of finger or face: a small secret that it gives out only after that. On
 * Android a key of its Keystore that asks for BiometricPrompt (README: "On Android").
 *
 * Called from threads of the core, never from the main thread; [keep] and [ask] may wait for the
 * person. Whatever is thrown that is no [BiometricException], an [Error] included, counts as
 * [BiometricException.Unavailable].
 */
interface BiometricGate {
    /**
     * Keeps [secret] under a key that is bound to the fingers and faces enrolled now, in place of
     * what was there. The array is overwritten after the call: copy what is kept.
     *
     * @throws BiometricException.Unavailable if nothing is enrolled or there is no such hardware.
     */
    fun keep(secret: ByteArray)

    /**
     * Asks the person, then gives the secret; `null` when there is none any more, for instance
     * since another finger or face was enrolled. The core takes a copy, and the array is
     * overwritten after the call: give one that nobody else needs.
     *
     * @throws BiometricException.NotRecognised if the person turned away or was not recognised.
     *   The call that asked then ends with [ClientException.NotRecognised].
     */
    fun ask(): ByteArray?

    /** Forgets the secret for good; that there was none is no error. */
    fun forget()
}

internal fun BiometricGate.toCore(): CoreGate = GuardedGate(this)

/** A gate of the app, as the core calls it: an [Error] would look like success. */
private class GuardedGate(private val gate: BiometricGate) : CoreGate {
    override fun keep(secret: ByteArray): Unit =
        guarded { try { gate.keep(secret) } finally { secret.fill(0) } }

    override fun ask(): ByteArray? = guarded { Lent.lend(gate.ask()) }

    override fun forget(): Unit = guarded(gate::forget)

    private inline fun <T> guarded(block: () -> T): T =
        try {
            block()
        } catch (error: BiometricException) {
            throw error
        } catch (_: Throwable) {
            throw BiometricException.Unavailable()
        }
}
