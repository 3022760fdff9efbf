import Foundation

/// Longest wait for anything. Far above what anything takes; reaching it is a failure.
let patience: TimeInterval = 60

/// Between two looks at a condition that cannot announce itself.
private let lookAgain: UInt64 = 10_000_000

/// Looks until there is something to see.
func until<T>(_ what: String, _ look: () async throws -> T?) async throws -> T {
    let deadline = Date(timeIntervalSinceNow: patience)
    while Date() < deadline {
        if let found = try await look() {
            return found
        }
        try await Task.sleep(nanoseconds: lookAgain)
    }
    throw Missing(what: "within \(patience) seconds: \(what)")
}

/// What a call throws, or nothing.
func failure<T>(of call: () async throws -> T) async -> (any Error)? {
    do {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}
