import Foundation

/// A mark in a folder that app and notification extension share: a push came while the app could
/// not look. It says nothing else, so it may lie outside the vault.
///
/// The extension sets it; the app takes it, wakes its session and clears it. A push that comes in
/// between sets it anew, and nothing is lost if either process ends at any point.
public struct WakeMark: Sendable {
    private let wanted: URL
    private let taken: URL

    /// The mark in an app group's container, or in any folder that is there.
    public init(folder: URL) {
        wanted = folder.appendingPathComponent("wake-wanted", isDirectory: false)
        taken = folder.appendingPathComponent("wake-taken", isDirectory: false)
    }

    /// Sets the mark. It can be set while the screen is locked, once it was unlocked after a start.
    public func set() throws {
        try Data().write(to: wanted, options: WakeMark.options)
    }

    /// Whether a wake-up is due; it then is until ``clear()``, however often this is asked.
    public func take() -> Bool {
        let files = FileManager.default
        if files.fileExists(atPath: wanted.path) {
            // If only one of the two happens, the mark is there in the one place or the other.
            try? files.removeItem(at: taken)
            try? files.moveItem(at: wanted, to: taken)
            return true
        }
        return files.fileExists(atPath: taken.path)
    }

    /// The wake-up that was due has succeeded.
    public func clear() {
        try? FileManager.default.removeItem(at: taken)
    }

    private static var options: Data.WritingOptions {
        #if os(iOS)
        return [.atomic, .completeFileProtectionUntilFirstUserAuthentication]
        #else
        return [.atomic]
        #endif
    }
}
