#if canImport(Security)
import ConsiliumFFI
import Foundation
import Security

/// The keystore of Apple's devices: each slot is an item of the data protection Keychain, which
/// leaves this device in no backup, and where the device has a Secure Enclave the item is encrypted
/// to a key that never leaves it.
///
/// | slot | readable | shared with the notification extension |
/// | --- | --- | --- |
/// | `standby` | after the first unlocking of the screen since the start | by the access group |
/// | every other | while the screen is unlocked | no |
///
/// The standby key works with the app closed, so it must be there while the screen is locked; it
/// opens no content. Everything else is needed only while a person looks at the app.
public final class KeychainKeystore: PlatformKeystore, Sendable {
    private let service: String
    private let accessGroup: String?

    /// - Parameters:
    ///   - service: names the items of this installation.
    ///   - accessGroup: the group, with its team prefix, that the notification extension is in as
    ///     well; only the standby slot is put there.
    public init(service: String = "org.consilium.keystore", accessGroup: String? = nil) {
        self.service = service
        self.accessGroup = accessGroup
    }

    public func store(slot: String, secret: Data) throws {
        let place = place(of: slot)
        let value = try Wrapped.wrap(secret, with: enclaveKey(for: place))
        let update: [CFString: Any] = [
            kSecValueData: value,
            kSecAttrAccessible: place.accessible,
        ]
        // One call of the two changes the item whole. The second round is for an item that another
        // process made between the two calls.
        for _ in 0..<2 {
            switch SecItemUpdate(place.query as CFDictionary, update as CFDictionary) {
            case errSecSuccess: return
            case errSecItemNotFound: break
            case let status: throw KeystoreError(status)
            }
            let item = place.query.merging(update) { _, new in new }
            switch SecItemAdd(item as CFDictionary, nil) {
            case errSecSuccess: return
            case errSecDuplicateItem: continue
            case let status: throw KeystoreError(status)
            }
        }
        throw KeystoreError.Failed
    }

    public func load(slot: String) throws -> Data? {
        let place = place(of: slot)
        var query = place.query
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        switch SecItemCopyMatching(query as CFDictionary, &found) {
        case errSecSuccess: break
        case errSecItemNotFound: return nil
        case let status: throw KeystoreError(status)
        }
        guard let value = found as? Data else { throw KeystoreError.Failed }
        return try Wrapped.unwrap(value, with: enclaveKey(for: place))
    }

    public func delete(slot: String) throws {
        switch SecItemDelete(place(of: slot).query as CFDictionary) {
        case errSecSuccess, errSecItemNotFound: return
        case let status: throw KeystoreError(status)
        }
    }

    /// Whether the Secure Enclave wraps the items; the simulator and older Macs have none.
    public func hardwareBacked() throws -> Bool {
        EnclaveKey.isAvailable
    }

    private func place(of slot: String) -> Place {
        if slot == Place.standby {
            return Place(service, slot, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, accessGroup)
        }
        return Place(service, slot, kSecAttrAccessibleWhenUnlockedThisDeviceOnly, nil)
    }

    /// One key for each way of being readable: a key is readable when its items are.
    private func enclaveKey(for place: Place) -> EnclaveKey? {
        guard EnclaveKey.isAvailable else { return nil }
        let kind = place.slot == Place.standby ? "standby" : "device"
        return EnclaveKey(
            tag: "\(service).enclave.\(kind)", accessible: place.accessible, accessGroup: place.group)
    }
}

/// Where a slot is in the Keychain.
private struct Place {
    /// The one slot that is used while the screen is locked.
    static let standby = "standby"

    let slot: String
    let accessible: CFString
    let group: String?
    let query: [CFString: Any]

    init(_ service: String, _ slot: String, _ accessible: CFString, _ group: String?) {
        self.slot = slot
        self.accessible = accessible
        self.group = group
        var query: [CFString: Any] = [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: service,
            kSecAttrAccount: slot,
            kSecAttrSynchronizable: false,
            kSecUseDataProtectionKeychain: true,
        ]
        if let group {
            query[kSecAttrAccessGroup] = group
        }
        self.query = query
    }
}

/// What an item holds: one byte that says how, then the secret so.
private enum Wrapped {
    private static let plain: UInt8 = 0
    private static let byEnclave: UInt8 = 1

    static func wrap(_ secret: Data, with key: EnclaveKey?) throws -> Data {
        guard let key else { return Data([plain]) + secret }
        return Data([byEnclave]) + (try key.encrypt(secret))
    }

    static func unwrap(_ value: Data, with key: EnclaveKey?) throws -> Data {
        switch value.first {
        case plain:
            return Data(value.dropFirst())
        case byEnclave:
            guard let key else { throw KeystoreError.Failed }
            return try key.decrypt(Data(value.dropFirst()))
        default:
            throw KeystoreError.Failed
        }
    }
}

extension KeystoreError {
    /// What the Keychain's answer means to the core.
    init(_ status: OSStatus) {
        switch status {
        // The screen is locked, or was not unlocked since the start; the user cannot be asked now.
        case errSecInteractionNotAllowed, errSecNotAvailable: self = .Unavailable
        default: self = .Failed
        }
    }
}
#endif
