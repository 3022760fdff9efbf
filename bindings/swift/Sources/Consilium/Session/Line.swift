import ConsiliumFFI
import ConsiliumStandby
import ConsiliumWake

/// The line to the relay.
extension ConsiliumSession {
    /// Connects, and stays so: receives, sends, reconnects and does what is due in the background,
    /// until ``disconnect()`` or the lock.
    public func connect() throws {
        try crossingNow { try core.connect() }
    }

    /// Stops the line. What is queued stays queued.
    public func disconnect() {
        core.disconnect()
    }

    /// Tells the core that the device's network came or went, so that it need not find out.
    public func connectivityChanged(online: Bool) throws {
        try crossingNow { try core.connectivityChanged(online: online) }
    }

    /// A push woke the app: as ``syncNow()``, but counts as no use by a person.
    ///
    /// - Throws: ``ClientError/Offline`` if nothing moves for 20 seconds.
    public func wake() async throws {
        try await stoppable { try await core.wake(cancel: $0) }
    }

    /// ``wake()`` if the notification extension left a mark since the last time, and nothing
    /// otherwise. The mark stays until a wake-up has succeeded.
    ///
    /// - Returns: whether there was a mark.
    @discardableResult
    public func wake(ifMarkedIn mark: WakeMark) async throws -> Bool {
        guard mark.take() else { return false }
        try await wake()
        mark.clear()
        return true
    }

    /// Receives everything that the relay has for this device now and sends everything that is due.
    /// Connects for as long as that takes, if need be. Cancel it at any time: what was received is
    /// kept.
    ///
    /// - Throws: ``ClientError/Offline`` if nothing moves for 20 seconds.
    public func syncNow() async throws {
        try await stoppable { try await core.syncNow(cancel: $0) }
    }

    /// What the status line shows.
    public func status() async throws -> Status {
        try await crossing { try await core.status() }
    }

    /// A report that the user can read before sharing it: states, counts and codes, nothing
    /// personal.
    public func diagnostics() async throws -> String {
        try await crossing { try await core.diagnostics() }
    }

    /// Does what is due by the clock, without the relay: erasure, destruction of prekeys, the
    /// automatic lock. The line in the background does it too.
    public func tick() async throws {
        try await crossing { try await core.tick() }
    }
}
