#if canImport(LocalAuthentication) && (os(iOS) || os(macOS))
import Foundation
import LocalAuthentication
import Security

/// The check of finger or face of Apple's devices: an item of the data protection Keychain that the
/// Secure Enclave gives out only to a finger or face that was enrolled when the item was made
/// (`biometryCurrentSet`). The device's passcode is no way round.
///
/// The item leaves this device in no backup, and is gone when the passcode is switched off.
public final class KeychainBiometricGate: BiometricGate, Sendable {
    private let service: String
    private let reason: String

    /// - Parameters:
    ///   - service: names the item of this installation.
    ///   - reason: why the app asks, in the user's language; iOS shows it for a finger, and takes
    ///     the text of `NSFaceIDUsageDescription` for a face.
    public init(service: String = "org.consilium.biometrics", reason: String) {
        self.service = service
        self.reason = reason
    }

    /// Whether a finger or face can be used on this device now; ask before offering to switch on.
    public static var isAvailable: Bool {
        LAContext().canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: nil)
    }

    /// Makes the item anew: fingers and faces are bound to it when it is made. Nobody is asked.
    public func keep(secret: Data) throws {
        // An item could be made without anybody enrolled, and nobody would ever get at it.
        guard Self.isAvailable else { throw BiometricError.Unavailable }
        try forget()
        let access = SecAccessControlCreateWithFlags(
            nil, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, .biometryCurrentSet, nil)
        guard let access else { throw BiometricError.Unavailable }
        let item = query.merging([kSecValueData: secret, kSecAttrAccessControl: access]) { $1 }
        guard SecItemAdd(item as CFDictionary, nil) == errSecSuccess else {
            throw BiometricError.Unavailable
        }
    }

    /// Asks the person. Blocks meanwhile: the core calls it on a thread of its own.
    public func ask() throws -> Data? {
        // A context of its own each time: an old one remembers that it was passed.
        let context = LAContext()
        context.localizedReason = reason
        context.localizedFallbackTitle = ""
        let asked: [CFString: Any] = [
            kSecReturnData: true,
            kSecMatchLimit: kSecMatchLimitOne,
            kSecUseAuthenticationContext: context,
        ]
        var found: CFTypeRef?
        switch SecItemCopyMatching(query.merging(asked) { $1 } as CFDictionary, &found) {
        case errSecSuccess: return found as? Data
        // Also after another enrolment: the item is then as good as gone.
        case errSecItemNotFound: return nil
        case errSecUserCanceled, errSecAuthFailed: throw BiometricError.NotRecognised
        default: throw BiometricError.Unavailable
        }
    }

    /// Removes the item; nobody is asked.
    public func forget() throws {
        switch SecItemDelete(query as CFDictionary) {
        case errSecSuccess, errSecItemNotFound: return
        default: throw BiometricError.Unavailable
        }
    }

    private var query: [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: service,
            kSecAttrAccount: "biometrics",
            kSecAttrSynchronizable: false,
            kSecUseDataProtectionKeychain: true,
        ]
    }
}
#endif
