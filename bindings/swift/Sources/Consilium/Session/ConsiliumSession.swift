import ConsiliumFFI
import ConsiliumStandby

/// An unlocked installation. It ends with ``lock()``, by itself after a time without use, and when
/// it is let go of; after that every call fails with ``ClientError/Locked``.
///
/// May be used from any task, by several at once. Every call may fail with
/// ``ClientError/Storage``; what else can go wrong is said at each. Its calls are in the files
/// beside, by topic.
public final class ConsiliumSession: Sendable {
    let core: Session

    init(_ core: Session) {
        self.core = core
    }

    /// Everything that happens from now on. Ask for it before ``connect()``. At most 16 at once.
    ///
    /// - Throws: ``ClientError/Argument(what:)`` for a seventeenth.
    public func events() throws -> SessionEvents {
        try crossingNow { try SessionEvents(of: core) }
    }

    /// Whether the session has ended.
    public var isLocked: Bool {
        core.isLocked()
    }

    /// Locks: keys zeroised, database closed, line dropped. From any thread, as often as wanted.
    /// **Blocks** until calls that are under way have ended, about a second at most.
    public func lock() {
        core.lock()
    }

    /// The user did something: the time until the automatic lock begins anew.
    public func touch() {
        core.touch()
    }
}
