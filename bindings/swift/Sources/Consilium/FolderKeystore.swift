import ConsiliumFFI
import ConsiliumStandby
import Foundation

/// A keystore in a folder apart, for computers and development: whoever copies both folders needs
/// only the PIN. On Apple's devices use ``KeychainKeystore``.
public enum FolderKeystore {
    /// Opens the folder; it is made if it is not there.
    ///
    /// - Throws: ``ClientError/Keystore`` if that fails.
    public static func open(_ folder: URL) async throws -> any PlatformKeystore {
        try await crossing { try await folderKeystore(folder: folder.path) }
    }
}
