import ConsiliumFFI

/// Named slots for small secrets, apart from the app's files.
public typealias PlatformKeystore = ConsiliumFFI.PlatformKeystore
/// Which installation is fetched for without its PIN.
public typealias StandbyConfig = ConsiliumFFI.StandbyConfig
/// What a fetch left for the next session. Envelopes are not messages: receipts travel in them too.
public typealias Spooled = ConsiliumFFI.Spooled

/// What can be done without the PIN: fetching what came while the app is locked or not running. What
/// is fetched stays sealed in a folder until the next unlocking, and can be read then without a
/// network.
public enum Standby {
    /// Fetches what waits at the relay and is not on this device yet, in at most 25 s. Opens neither
    /// account nor database, confirms and sends nothing; may run beside the open app, in another
    /// process, and several times at once. Of the keystore it needs the slot `standby` alone.
    ///
    /// If this task is cancelled the call is given up; what was fetched until then is kept.
    ///
    /// - Throws: ``ClientError/NoAccount`` if there is nothing to fetch for,
    ///   ``ClientError/SignedOut`` if the relay no longer knows this device,
    ///   ``ClientError/Keystore`` before the first unlocking of the screen,
    ///   ``ClientError/Offline`` if the relay cannot be reached.
    public static func fetch(
        config: StandbyConfig,
        keystore: any PlatformKeystore
    ) async throws -> Spooled {
        try await stoppable {
            try await fetchOnStandby(config: config, keystore: keystore, cancel: $0)
        }
    }
}
