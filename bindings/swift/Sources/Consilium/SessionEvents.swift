import ConsiliumFFI
import Foundation

/// What happens in a session, in order, from the moment it was asked for. The last is
/// ``Event/locked``. For one loop; ask ``ConsiliumSession/events()`` again for another.
///
/// A loop that falls far behind gets ``Event/resync`` in place of what it missed.
public struct SessionEvents: AsyncSequence {
    /// What changed.
    public typealias Element = Event

    private let stream: AsyncStream<Event>
    private let channel: EventChannel

    init(of session: Session) throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Event.self)
        let channel = EventChannel(continuation)
        self.stream = stream
        self.channel = channel
        do {
            let subscription = try session.subscribe(listener: channel)
            continuation.onTermination = { _ in
                subscription.end()
                channel.end()
            }
        } catch ClientError.Locked {
            try channel.onEvents(events: [.locked])
        }
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(inner: stream.makeAsyncIterator(), channel: channel)
    }

    /// One loop's place.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var inner: AsyncStream<Event>.Iterator
        fileprivate let channel: EventChannel

        public mutating func next() async -> Event? {
            guard let event = await inner.next() else { return nil }
            channel.taken()
            return event
        }
    }
}

/// Takes events on the core's own thread for this listener. When as many wait as may, that thread
/// waits as well: the core's bounded queue then fills, and nothing else is held up.
private final class EventChannel: EventListener, @unchecked Sendable {
    /// Events that may wait in Swift; more wait in the core.
    private static let limit = 256

    private let continuation: AsyncStream<Event>.Continuation
    private let condition = NSCondition()
    private var waiting = 0
    private var ended = false

    init(_ continuation: AsyncStream<Event>.Continuation) {
        self.continuation = continuation
    }

    func onEvents(events: [Event]) throws {
        for event in events {
            guard makeRoom() else { return }
            continuation.yield(event)
            if event == .locked {
                continuation.finish()
            }
        }
    }

    /// The loop has taken an event.
    func taken() {
        condition.lock()
        waiting -= 1
        condition.signal()
        condition.unlock()
    }

    /// Nobody takes any more.
    func end() {
        condition.lock()
        ended = true
        condition.broadcast()
        condition.unlock()
    }

    private func makeRoom() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while waiting >= Self.limit && !ended {
            condition.wait()
        }
        waiting += 1
        return !ended
    }
}
