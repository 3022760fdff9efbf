package org.consilium.app.support

import org.consilium.client.BiometricGate
import org.consilium.ffi.BiometricException

/** A phone's check of a finger, which recognises it until told otherwise. */
class HeldFinger : BiometricGate {
    @Volatile var recognised = true
    @Volatile private var kept: ByteArray? = null

    override fun keep(secret: ByteArray) {
        kept = secret.copyOf()
    }

    override fun ask(): ByteArray? {
        if (!recognised) throw BiometricException.NotRecognised()
        return kept?.copyOf()
    }

    override fun forget() {
        kept = null
    }
}
