#if canImport(Security)
import ConsiliumFFI
import CryptoKit
import Foundation
import Security

/// A P-256 key in the Secure Enclave that encrypts small secrets to itself (ECIES, AES-GCM). Made
/// when it is first needed.
struct EnclaveKey {
    /// Names the key in the Keychain.
    let tag: String
    /// When it can be used: a constant `kSecAttrAccessible…ThisDeviceOnly`.
    let accessible: CFString
    /// The Keychain access group, if not the app's own.
    let accessGroup: String?

    private static var algorithm: SecKeyAlgorithm {
        .eciesEncryptionCofactorVariableIVX963SHA256AESGCM
    }

    /// Whether this device has a Secure Enclave.
    static var isAvailable: Bool {
        SecureEnclave.isAvailable
    }

    func encrypt(_ secret: Data) throws -> Data {
        guard let publicKey = SecKeyCopyPublicKey(try find() ?? make()) else {
            throw KeystoreError.Failed
        }
        var failure: Unmanaged<CFError>?
        let sealed = SecKeyCreateEncryptedData(
            publicKey, Self.algorithm, secret as CFData, &failure)
        guard let sealed else { throw Self.error(failure) }
        return sealed as Data
    }

    func decrypt(_ sealed: Data) throws -> Data {
        guard let key = try find() else { throw KeystoreError.Failed }
        var failure: Unmanaged<CFError>?
        let secret = SecKeyCreateDecryptedData(key, Self.algorithm, sealed as CFData, &failure)
        guard let secret else { throw Self.error(failure) }
        return secret as Data
    }

    private func find() throws -> SecKey? {
        var query: [CFString: Any] = [
            kSecClass: kSecClassKey,
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrTokenID: kSecAttrTokenIDSecureEnclave,
            kSecAttrApplicationTag: Data(tag.utf8),
            kSecReturnRef: true,
            kSecUseDataProtectionKeychain: true,
        ]
        if let accessGroup {
            query[kSecAttrAccessGroup] = accessGroup
        }
        var found: CFTypeRef?
        switch SecItemCopyMatching(query as CFDictionary, &found) {
        case errSecSuccess: break
        case errSecItemNotFound: return nil
        case let status: throw KeystoreError(status)
        }
        guard let found, CFGetTypeID(found) == SecKeyGetTypeID() else { throw KeystoreError.Failed }
        return unsafeDowncast(found, to: SecKey.self)
    }

    private func make() throws -> SecKey {
        var failure: Unmanaged<CFError>?
        let access = SecAccessControlCreateWithFlags(nil, accessible, .privateKeyUsage, &failure)
        guard let access else { throw Self.error(failure) }
        var own: [CFString: Any] = [
            kSecAttrIsPermanent: true,
            kSecAttrApplicationTag: Data(tag.utf8),
            kSecAttrAccessControl: access,
        ]
        if let accessGroup {
            own[kSecAttrAccessGroup] = accessGroup
        }
        let attributes: [CFString: Any] = [
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrKeySizeInBits: 256,
            kSecAttrTokenID: kSecAttrTokenIDSecureEnclave,
            kSecUseDataProtectionKeychain: true,
            kSecPrivateKeyAttrs: own,
        ]
        let key = SecKeyCreateRandomKey(attributes as CFDictionary, &failure)
        guard let key else { throw Self.error(failure) }
        return key
    }

    /// Takes over what a call left, so that it is let go of.
    private static func error(_ failure: Unmanaged<CFError>?) -> KeystoreError {
        guard let error = failure?.takeRetainedValue() else { return .Failed }
        return KeystoreError(OSStatus(truncatingIfNeeded: CFErrorGetCode(error)))
    }
}
#endif
