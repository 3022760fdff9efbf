package org.consilium.client

import kotlin.time.Duration
import org.consilium.ffi.AddressBook
import org.consilium.ffi.Biometrics
import org.consilium.ffi.Client
import org.consilium.ffi.ClientConfig
import org.consilium.ffi.ClientException
import org.consilium.ffi.ClientState
import org.consilium.ffi.CodeRequest
import org.consilium.ffi.PhoneCode
import org.consilium.ffi.PinStatus
import org.consilium.ffi.Profile
import org.consilium.ffi.RelayInfo
import org.consilium.ffi.coreVersion
import org.consilium.ffi.parseAddressBook
import org.consilium.ffi.parseRelayFile

/**
 * An installation, locked: one folder with at most one account. Registering, recovering or
 * unlocking gives a [ConsiliumSession].
 *
 * Records, enums, events and [ClientException] are those of `org.consilium.ffi`. Every function
 * may be called from any thread and any dispatcher; none blocks the caller's thread unless it says
 * so. PINs and recovery codes are given as [CharArray] and **overwritten** before the call
 * returns, whatever becomes of it; give a copy if they are needed again.
 *
 * A coroutine that is cancelled in the middle of a call over the network ends when the core has
 * given the call up, so that nothing goes on behind its back.
 */
class ConsiliumClient private constructor(private val core: Client) : AutoCloseable {
    /** Where this installation stands. */
    suspend fun state(): ClientState = call { core.state() }

    /** What the PIN screen may show before anything is opened: tries left, time to wait. */
    suspend fun pinStatus(): PinStatus = call { core.pinStatus() }

    /**
     * Whether [pin] would be accepted as a new one.
     *
     * @throws ClientException.PinRefused with the rule that it breaks.
     */
    fun checkNewPin(pin: CharArray): Unit = call { pin.spent { core.checkNewPin(it) } }

    /**
     * Asks the relay to send a code by SMS to [phone], in any national or international form.
     *
     * @throws ClientException.PhoneNumber if it is no phone number.
     * @throws ClientException.RelayLater if it is too early for another code.
     */
    suspend fun requestCode(phone: String): CodeRequest =
        call { stoppable { core.requestCode(phone, it) } }

    /**
     * Makes an account on this device and unlocks it. Show [ConsiliumSession.recoveryCode] next.
     *
     * Can be cancelled until the relay is told of the account. If it was too late, the account
     * exists and is locked again.
     *
     * @param request what [requestCode] answered.
     * @param code the six digits that came by SMS.
     * @throws ClientException.RelayRefused for a wrong code.
     * @throws ClientException.PinRefused for a PIN that is too easy.
     * @throws ClientException.RegistrationUnconfirmed if the last answer was lost; everything was
     *   kept: unlock, show the recovery code, connect.
     */
    suspend fun register(
        request: CodeRequest,
        code: String,
        pin: CharArray,
        profile: Profile,
    ): ConsiliumSession = call {
        pin.spent { pinBytes ->
            stoppable(ConsiliumSession::close) {
                ConsiliumSession(core.register(request.with(code), pinBytes, profile, it))
            }
        }
    }

    /**
     * After the loss of a phone: new keys and a new device for the same account. Other devices are
     * out; account and safety numbers stay. Can be cancelled as [register] can.
     *
     * @throws ClientException.RecoveryCodeMistyped if [recoveryCode] cannot be one.
     */
    suspend fun recover(
        recoveryCode: CharArray,
        request: CodeRequest,
        code: String,
        pin: CharArray,
        profile: Profile,
    ): ConsiliumSession = call {
        pin.spent { pinBytes ->
            recoveryCode.spent { recovery ->
                stoppable(ConsiliumSession::close) {
                    ConsiliumSession(core.recover(recovery, request.with(code), pinBytes, profile, it))
                }
            }
        }
    }

    /**
     * Opens the account with its PIN. The check takes about half a second on purpose.
     *
     * @throws ClientException.WrongPin with the tries left and the time to wait.
     * @throws ClientException.PinWait if it is too early for another try.
     * @throws ClientException.PinClosed after ten wrong PINs: see [reopenPinWithRecoveryCode].
     * @throws ClientException.InUse if it is unlocked already: lock that session first.
     */
    suspend fun unlock(pin: CharArray): ConsiliumSession =
        call { pin.spent { ConsiliumSession(core.unlock(it)) } }

    /**
     * Opens the account by finger or face, without the PIN check. The device asks the person
     * meanwhile. Possible once [ConsiliumSession.setBiometrics] allowed it.
     *
     * @throws ClientException.PinDue if only the PIN opens now: seven days after it was last
     *   entered, after a restart of the device, or since another finger or face was enrolled.
     * @throws ClientException.NotRecognised if the person turned away or was not recognised.
     * @throws ClientException.NoBiometrics if there is no gate, or it cannot be used.
     * @throws ClientException.InUse if it is unlocked already: lock that session first.
     */
    suspend fun unlockWithBiometrics(): ConsiliumSession =
        call { ConsiliumSession(core.unlockWithBiometrics()) }

    /**
     * How opening by finger or face stands, for the PIN screen.
     *
     * @throws ClientException.NoAccount if there is nothing to open.
     */
    suspend fun biometrics(): Biometrics = call { core.biometrics() }

    /**
     * The session that is open, and those to come, lock themselves after this long without use; at
     * most an hour.
     */
    fun setAutoLock(after: Duration): Unit = call { core.setAutoLock(after.milliseconds()) }

    /**
     * Opens PIN entry again after ten wrong PINs. The account stays locked: the recovery code is no
     * PIN. Whoever forgot the PIN erases this installation and recovers the account.
     *
     * @throws ClientException.RecoveryCodeMistyped if it cannot be one.
     * @throws ClientException.RecoveryCodeWrong if it is another account's.
     */
    suspend fun reopenPinWithRecoveryCode(recoveryCode: CharArray): Unit =
        call { recoveryCode.spent { core.reopenPinWithRecoveryCode(it) } }

    /**
     * Erases this installation: keystore first, then vault and database. The account at the relay
     * stays. A session that is open is locked.
     */
    suspend fun erase(): Unit = call { core.erase() }

    /** This installation's clock: what ages and waits on screen are counted by. */
    fun now(): Timestamp = call { core.now() }

    /**
     * Moves both clocks of this installation forward, for tests and demonstrations. Call
     * [ConsiliumSession.tick] after it.
     *
     * @throws ClientException.NotDevelopment unless the relay is a development relay on this
     *   machine.
     */
    fun advanceDevelopmentClock(by: Duration): Unit =
        call { core.advanceDevelopmentClock(by.milliseconds()) }

    /** Lets go of the folder, once its session is locked too. */
    override fun close(): Unit = core.destroy()

    private inline fun <T> call(block: () -> T): T = crossing(core::uniffiIsDestroyed, ::closed, block)

    companion object {
        /**
         * Opens the folder; nothing in it is decrypted yet. While a client is open, nothing else
         * may open its folder. With [biometrics], a finger or face can be let open it too: see
         * [ConsiliumSession.setBiometrics].
         *
         * @throws ClientException.RelayFile if [ClientConfig.relayFile] is none.
         * @throws ClientException.Keystore if the keystore failed.
         * @throws ClientException.InUse if the folder is open elsewhere.
         */
        suspend fun open(
            config: ClientConfig,
            keystore: Keystore,
            biometrics: BiometricGate? = null,
        ): ConsiliumClient {
            prepareCallbacks()
            return crossing {
                ConsiliumClient(Client.open(config, keystore.toCore(), biometrics?.toCore()))
            }
        }

        /**
         * Reads a relay file, to show which relay it belongs to before [open].
         *
         * @throws ClientException.RelayFile with what is wrong and how to mend that.
         */
        fun readRelayFile(json: String): RelayInfo = crossing { parseRelayFile(json) }

        /**
         * Reads an exported address book: vCard 2.1, 3.0 or 4.0, or CSV. Nothing is stored yet and
         * nothing leaves the device; give its entries to [ConsiliumSession.importAddressBook].
         *
         * @throws ClientException.NotAnAddressBook if it is neither vCard nor CSV.
         */
        suspend fun readAddressBook(file: ByteArray): AddressBook {
            prepareCallbacks()
            return crossing { parseAddressBook(file) }
        }

        /** The version of the client core, for an "about" page. */
        val version: String get() = crossing { coreVersion() }
    }
}

private fun closed() = ClientException.Argument("a client that is open")

private fun Duration.milliseconds(): ULong = inWholeMilliseconds.coerceAtLeast(0).toULong()

private fun CodeRequest.with(code: String) = PhoneCode(attempt, code.encodeToByteArray(), number)
