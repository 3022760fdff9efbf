package org.consilium.client

import com.sun.jna.Callback
import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native
import org.consilium.ffi.uniffiCallbackInterfaceBiometricGate as gate
import org.consilium.ffi.uniffiCallbackInterfaceEventListener as listener
import org.consilium.ffi.uniffiCallbackInterfacePlatformKeystore as keystore
import org.consilium.ffi.uniffiRustFutureContinuationCallbackImpl as continuation

/**
 * Lets the core's threads stay known to the virtual machine between two callbacks; they are let go
 * of when they end. Otherwise each callback would make and end a Java thread, which costs more than
 * the call itself.
 */
internal fun prepareCallbacks(): Unit = Prepared.run { }

private object Prepared {
    init {
        Lent.register()
        val callbacks: List<Callback> = listOf(
            continuation,
            listener.onEvents, listener.uniffiFree, listener.uniffiClone,
            keystore.store, Lent.load, keystore.delete, keystore.hardwareBacked,
            keystore.uniffiFree, keystore.uniffiClone,
            gate.keep, Lent.ask, gate.forget, gate.uniffiFree, gate.uniffiClone,
        )
        val kept = CallbackThreadInitializer(true, false, "consilium")
        callbacks.forEach { Native.setCallbackThreadInitializer(it, kept) }
    }
}
