package org.consilium.client.support

import org.consilium.client.BiometricGate

/** A device's check of a finger, which recognises it until told otherwise. */
class Finger : BiometricGate {
    /** Thrown at the next calls. */
    @Volatile var mood: Throwable? = null

    /** What is kept; `null` as after another enrolment. */
    @Volatile var kept: ByteArray? = null

    /** The array that the core handed over last. */
    @Volatile var handed: ByteArray? = null

    /** The array that the core asked for last. */
    @Volatile var given: ByteArray? = null

    override fun keep(secret: ByteArray) {
        mood?.let { throw it }
        handed = secret
        kept = secret.copyOf()
    }

    override fun ask(): ByteArray? {
        mood?.let { throw it }
        return kept?.copyOf().also { given = it }
    }

    override fun forget() {
        mood?.let { throw it }
        kept = null
    }
}
