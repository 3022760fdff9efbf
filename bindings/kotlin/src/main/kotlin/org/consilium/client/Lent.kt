package org.consilium.client

import org.consilium.ffi.RustBuffer
import org.consilium.ffi.UniffiCallbackInterfaceBiometricGateMethod1 as Ask
import org.consilium.ffi.UniffiCallbackInterfacePlatformKeystoreMethod1 as Load
import org.consilium.ffi.UniffiLib
import org.consilium.ffi.UniffiRustCallStatus
import org.consilium.ffi.uniffiCallbackInterfaceBiometricGate as gate
import org.consilium.ffi.uniffiCallbackInterfacePlatformKeystore as keystore

/**
 * Secrets that the app's code gives to the core. The generated callbacks copy an array after that
 * code has returned it, and leave the array to the garbage collector, which would keep it past the
 * lock: these callbacks overwrite it when the copy is made.
 */
internal object Lent {
    private val array = ThreadLocal<ByteArray>()

    val load = object : Load {
        override fun callback(
            uniffiHandle: Long,
            slot: RustBuffer.ByValue,
            uniffiOutReturn: RustBuffer,
            uniffiCallStatus: UniffiRustCallStatus,
        ) = wiping { keystore.load.callback(uniffiHandle, slot, uniffiOutReturn, uniffiCallStatus) }
    }

    val ask = object : Ask {
        override fun callback(
            uniffiHandle: Long,
            uniffiOutReturn: RustBuffer,
            uniffiCallStatus: UniffiRustCallStatus,
        ) = wiping { gate.ask.callback(uniffiHandle, uniffiOutReturn, uniffiCallStatus) }
    }

    /** The core calls these from now on; what it was told of the others stays. */
    fun register() {
        keystore.vtable.load = load
        keystore.register(UniffiLib)
        gate.vtable.ask = ask
        gate.register(UniffiLib)
    }

    /** Gives [secret] to the callback that runs on this thread. */
    fun lend(secret: ByteArray?): ByteArray? = secret.also(array::set)

    private inline fun wiping(callback: () -> Unit) {
        try {
            callback()
        } finally {
            array.get()?.fill(0)
            array.remove()
        }
    }
}
