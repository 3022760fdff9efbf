#if canImport(LocalAuthentication) && (os(iOS) || os(macOS))
import Foundation
import LocalAuthentication

/// Asks for the owner's face or finger before an app shows a session again that is **still
/// unlocked**, for instance after a look at another app.
///
/// It holds no key and opens nothing: a locked installation opens with its PIN alone. The client
/// core has no biometric unlocking yet.
public struct BiometricGate: Sendable {
    /// What came of asking.
    public enum Answer: Sendable {
        /// It is the owner.
        case passed
        /// It is not, or nobody wanted to say: lock the session.
        case refused
        /// There is no sensor, nobody is enrolled, or it is locked out: ask for the PIN.
        case unavailable
    }

    public init() {}

    /// Whether asking has a point on this device now.
    public var isAvailable: Bool {
        Self.context().canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: nil)
    }

    /// Asks, with a reason in the user's language; iOS shows it for a finger, and takes the text of
    /// `NSFaceIDUsageDescription` for a face.
    public func ask(reason: String) async -> Answer {
        // A context of its own each time: an old one remembers that it was passed.
        let context = Self.context()
        guard context.canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: nil) else {
            return .unavailable
        }
        do {
            let passed = try await context.evaluatePolicy(
                .deviceOwnerAuthenticationWithBiometrics, localizedReason: reason)
            return passed ? .passed : .refused
        } catch let error as LAError {
            switch error.code {
            case .biometryLockout, .biometryNotAvailable, .biometryNotEnrolled: return .unavailable
            default: return .refused
            }
        } catch {
            return .refused
        }
    }

    /// Without the device's passcode as a way round: whoever knows it is not the owner yet.
    private static func context() -> LAContext {
        let context = LAContext()
        context.localizedFallbackTitle = ""
        return context
    }
}
#endif
