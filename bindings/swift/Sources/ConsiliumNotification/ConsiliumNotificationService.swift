#if canImport(UserNotifications) && (os(iOS) || os(macOS))
import ConsiliumStandby
import ConsiliumWake
import Foundation
import UserNotifications

/// The notification extension: fetches what waits, sealed, for the next unlocking, and shows the
/// generic text, whatever the push says and whatever was fetched. Of the client core it can do that
/// one thing; it cannot reach the vault or the database, which are not in the app group.
///
/// Name it, or a subclass, as the extension's principal class. In the extension's Info.plist:
/// `ConsiliumAppGroup`, the app group; `ConsiliumKeychainGroup`, the access group of
/// ``KeychainKeystore``. In the group's container the app keeps `relay.json`, its relay file, and the
/// folder `standby`, which is its `ClientConfig.standbyDir`.
open class ConsiliumNotificationService: UNNotificationServiceExtension {
    private var notification: OneNotification?

    open override func didReceive(
        _ request: UNNotificationRequest,
        withContentHandler contentHandler: @escaping (UNNotificationContent) -> Void
    ) {
        // Without the mark the app finds out at its next connection: the text is shown either way.
        try? Self.mark?.set()
        let notification = OneNotification(contentHandler)
        self.notification = notification
        notification.fetch(with: keystore())
    }

    open override func serviceExtensionTimeWillExpire() {
        notification?.show()
    }

    /// The keystore that the app opens its client with: that of ``KeychainKeystore`` in the group
    /// of the Info.plist, unless a subclass says otherwise.
    open func keystore() -> any PlatformKeystore {
        let group = Bundle.main.object(forInfoDictionaryKey: "ConsiliumKeychainGroup") as? String
        return KeychainKeystore(accessGroup: group)
    }

    private static var mark: WakeMark? {
        Shared.folder.map(WakeMark.init(folder:))
    }
}

/// One notification, shown once: when the fetch has ended, or when the system wants it now.
private final class OneNotification: @unchecked Sendable {
    private let lock = NSLock()
    private var handler: ((UNNotificationContent) -> Void)?
    private var fetching: Task<Void, Never>?

    init(_ handler: @escaping (UNNotificationContent) -> Void) {
        self.handler = handler
    }

    func fetch(with keystore: any PlatformKeystore) {
        let task = Task {
            // Whatever becomes of it: the relay has all of it, and the app fetches the rest.
            if let config = Shared.standby {
                _ = try? await Standby.fetch(config: config, keystore: keystore)
            }
            self.show()
        }
        lock.lock()
        fetching = task
        lock.unlock()
    }

    func show() {
        lock.lock()
        let (handler, fetching) = (self.handler, self.fetching)
        self.handler = nil
        lock.unlock()
        fetching?.cancel()
        handler?(Self.generic())
    }

    /// No content, sender or count, also not what the push came with.
    private static func generic() -> UNNotificationContent {
        let content = UNMutableNotificationContent()
        content.body = NSLocalizedString("new-message", bundle: .module, comment: "")
        content.sound = .default
        return content
    }
}

/// What app and extension share.
private enum Shared {
    static var folder: URL? {
        let name = Bundle.main.object(forInfoDictionaryKey: "ConsiliumAppGroup") as? String
        return name.flatMap {
            FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: $0)
        }
    }

    /// Where to fetch and where to; nothing before the app has put its relay file there.
    static var standby: StandbyConfig? {
        guard
            let folder,
            let relayFile = try? String(
                contentsOf: folder.appendingPathComponent("relay.json"), encoding: .utf8)
        else { return nil }
        let standby = folder.appendingPathComponent("standby", isDirectory: true)
        return StandbyConfig(folder: standby.path, relayFile: relayFile)
    }
}
#endif
