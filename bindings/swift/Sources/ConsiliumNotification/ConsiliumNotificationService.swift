#if canImport(UserNotifications) && (os(iOS) || os(macOS))
import ConsiliumWake
import Foundation
import UserNotifications

/// The notification extension: shows the generic text, whatever the push says, and marks that there
/// is something to fetch. It has no key, does not link the client core and never opens the database.
///
/// Name it, or a subclass, as the extension's principal class, and name the app group under
/// `ConsiliumAppGroup` in the extension's Info.plist.
open class ConsiliumNotificationService: UNNotificationServiceExtension {
    open override func didReceive(
        _ request: UNNotificationRequest,
        withContentHandler contentHandler: @escaping (UNNotificationContent) -> Void
    ) {
        // Without the mark the app finds out at its next connection: the text is shown either way.
        try? Self.mark?.set()
        contentHandler(Self.generic())
    }

    /// No content, sender or count, also not what the push came with.
    private static func generic() -> UNNotificationContent {
        let content = UNMutableNotificationContent()
        content.body = NSLocalizedString("new-message", bundle: .module, comment: "")
        content.sound = .default
        return content
    }

    private static var mark: WakeMark? {
        guard
            let group = Bundle.main.object(forInfoDictionaryKey: "ConsiliumAppGroup") as? String,
            let folder = FileManager.default
                .containerURL(forSecurityApplicationGroupIdentifier: group)
        else { return nil }
        return WakeMark(folder: folder)
    }
}
#endif
