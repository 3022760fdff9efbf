import ConsiliumFFI
import ConsiliumStandby
import Foundation

/// An installation, locked: one folder with at most one account. Registering, recovering or
/// unlocking gives a ``ConsiliumSession``.
///
/// Every function may be called from any task and any thread; none blocks its caller unless it says
/// so. While a client is held, nothing else may open its folder; letting go of it, and of its
/// session, lets go of the folder.
///
/// If the task is cancelled in the middle of a call over the network, the call throws
/// `CancellationError` once the core has given it up, so that nothing goes on behind its back.
public final class ConsiliumClient: Sendable {
    private let core: Client

    private init(_ core: Client) {
        self.core = core
    }

    /// Opens the folder; nothing in it is decrypted yet. With `biometrics`, a finger or face can be
    /// let open it too: ``ConsiliumSession/setBiometrics(_:)``.
    ///
    /// - Throws: ``ClientError/RelayFile(reason:)`` if the relay file is none,
    ///   ``ClientError/Keystore`` if the keystore failed, ``ClientError/InUse`` if the folder is
    ///   open elsewhere.
    public static func open(
        config: ClientConfig,
        keystore: any PlatformKeystore,
        biometrics: (any BiometricGate)? = nil
    ) async throws -> ConsiliumClient {
        try await crossing {
            ConsiliumClient(
                try await Client.open(config: config, keystore: keystore, biometrics: biometrics))
        }
    }

    /// Where this installation stands.
    public func state() async throws -> ClientState {
        try await crossing { try await core.state() }
    }

    /// What the PIN screen may show before anything is opened.
    public func pinStatus() async throws -> PinStatus {
        try await crossing { try await core.pinStatus() }
    }

    /// Whether a PIN would be accepted as a new one.
    ///
    /// - Throws: ``ClientError/PinRefused(rule:)`` with the rule that it breaks.
    public func checkNewPin(_ pin: Secret) throws {
        try crossingNow { try pin.spendNow { try core.checkNewPin(pin: $0) } }
    }

    /// Asks the relay to send a code by SMS to a number, in any national or international form.
    ///
    /// - Throws: ``ClientError/PhoneNumber`` if it is no phone number,
    ///   ``ClientError/RelayLater(retryAfterMs:)`` if it is too early for another code.
    public func requestCode(phone: String) async throws -> CodeRequest {
        try await stoppable { try await core.requestCode(phone: phone, cancel: $0) }
    }

    /// Makes an account on this device and unlocks it. Show ``ConsiliumSession/recoveryCode()``
    /// next. Can be cancelled until the relay is told of the account; then it ends by itself.
    ///
    /// - Parameters:
    ///   - request: what ``requestCode(phone:)`` answered.
    ///   - code: the six digits that came by SMS.
    /// - Throws: ``ClientError/RelayRefused(refusal:)`` for a wrong code,
    ///   ``ClientError/PinRefused(rule:)`` for a PIN that is too easy,
    ///   ``ClientError/RegistrationUnconfirmed`` if the last answer was lost; everything was kept
    ///   then: unlock, show the recovery code, connect.
    public func register(
        request: CodeRequest,
        code: Secret,
        pin: Secret,
        profile: Profile
    ) async throws -> ConsiliumSession {
        try await stoppable { cancel in
            try await code.spend { code in
                try await pin.spend { pin in
                    let code = PhoneCode(attempt: request.attempt, code: code, number: request.number)
                    return ConsiliumSession(
                        try await core.register(code: code, pin: pin, profile: profile, cancel: cancel))
                }
            }
        }
    }

    /// After the loss of a phone: new keys and a new device for the same account. Other devices are
    /// out; account and safety numbers stay. Can be cancelled as
    /// ``register(request:code:pin:profile:)`` can.
    ///
    /// - Throws: ``ClientError/RecoveryCodeMistyped`` if it cannot be one.
    public func recover(
        recoveryCode: Secret,
        request: CodeRequest,
        code: Secret,
        pin: Secret,
        profile: Profile
    ) async throws -> ConsiliumSession {
        try await stoppable { cancel in
            try await code.spend { code in
                try await pin.spend { pin in
                    try await recoveryCode.spend { recovery in
                        let code = PhoneCode(attempt: request.attempt, code: code, number: request.number)
                        return ConsiliumSession(
                            try await core.recover(
                                recoveryCode: recovery, code: code, pin: pin, profile: profile,
                                cancel: cancel))
                    }
                }
            }
        }
    }

    /// Opens the account with its PIN. The check takes about half a second on purpose.
    ///
    /// - Throws: ``ClientError/WrongPin(triesLeft:waitMs:)`` with the tries left and the time to
    ///   wait, ``ClientError/PinWait(waitMs:)`` if it is too early for another try,
    ///   ``ClientError/PinClosed`` after ten wrong PINs.
    public func unlock(pin: Secret) async throws -> ConsiliumSession {
        try await crossing {
            try await pin.spend { ConsiliumSession(try await core.unlock(pin: $0)) }
        }
    }

    /// Opens the account by finger or face, without the PIN check. The device asks the person
    /// meanwhile. Possible once ``ConsiliumSession/setBiometrics(_:)`` allowed it.
    ///
    /// - Throws: ``ClientError/PinDue`` if only the PIN opens now: seven days after it was last
    ///   entered, after a restart of the device, or since another finger or face was enrolled;
    ///   ``ClientError/NotRecognised`` if the person turned away or was not recognised;
    ///   ``ClientError/NoBiometrics`` if there is no gate, or it cannot be used.
    public func unlockWithBiometrics() async throws -> ConsiliumSession {
        try await crossing { ConsiliumSession(try await core.unlockWithBiometrics()) }
    }

    /// How opening by finger or face stands, for the PIN screen.
    public func biometrics() async throws -> Biometrics {
        try await crossing { try await core.biometrics() }
    }

    /// The session that is open, and those to come, lock themselves after this long without use; at
    /// most an hour.
    public func setAutoLock(afterMs: UInt64) {
        core.setAutoLock(afterMs: afterMs)
    }

    /// Opens PIN entry again after ten wrong PINs. The account stays locked: the recovery code is no
    /// PIN. Whoever forgot the PIN erases this installation and recovers the account.
    ///
    /// - Throws: ``ClientError/RecoveryCodeMistyped`` if it cannot be one,
    ///   ``ClientError/RecoveryCodeWrong`` if it is another account's.
    public func reopenPin(withRecoveryCode recoveryCode: Secret) async throws {
        try await crossing {
            try await recoveryCode.spend { try await core.reopenPinWithRecoveryCode(recoveryCode: $0) }
        }
    }

    /// Erases this installation: keystore first, then vault and database. The account at the relay
    /// stays. Lock the session before.
    public func erase() async throws {
        try await crossing { try await core.erase() }
    }

    /// This installation's clock: what ages and waits on screen are counted by.
    public func now() -> Timestamp {
        core.now()
    }

    /// Moves both clocks of this installation forward, for tests and demonstrations. Call
    /// ``ConsiliumSession/tick()`` after it.
    ///
    /// - Throws: ``ClientError/NotDevelopment`` unless the relay is a development relay on this
    ///   machine.
    public func advanceDevelopmentClock(byMs: UInt64) throws {
        try crossingNow { try core.advanceDevelopmentClock(byMs: byMs) }
    }

    /// Reads a relay file, to show which relay it belongs to before ``open(config:keystore:biometrics:)``.
    ///
    /// - Throws: ``ClientError/RelayFile(reason:)`` with what is wrong and how to mend that.
    public static func readRelayFile(_ json: String) throws -> RelayInfo {
        try crossingNow { try parseRelayFile(json: json) }
    }

    /// Reads an exported address book: vCard 2.1, 3.0 or 4.0, or CSV. Nothing is stored yet and
    /// nothing leaves the device; give its entries to
    /// ``ConsiliumSession/importAddressBook(_:)``.
    ///
    /// - Throws: ``ClientError/NotAnAddressBook`` if it is neither vCard nor CSV.
    public static func readAddressBook(_ file: Data) async throws -> AddressBook {
        try await crossing { try await parseAddressBook(file: file) }
    }

    /// The version of the client core, for an "about" page.
    public static var version: String {
        coreVersion()
    }
}
