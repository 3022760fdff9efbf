import ConsiliumFFI

/// A call of the core: whatever goes wrong ends as ``ClientError``, or as `CancellationError`.
package func crossing<T>(_ call: () async throws -> T) async throws -> T {
    do {
        return try await call()
    } catch {
        throw outcome(of: error)
    }
}

/// A call of the core that does not wait.
package func crossingNow<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch {
        throw outcome(of: error)
    }
}

/// A call that the core can give up. If this task is cancelled, the core is told, and the task goes
/// on when the call has ended.
package func stoppable<T>(_ call: (CancelToken) async throws -> T) async throws -> T {
    let token = CancelToken()
    return try await withTaskCancellationHandler {
        try await crossing { try await call(token) }
    } onCancel: {
        token.cancel()
    }
}

private func outcome(of error: any Error) -> any Error {
    switch error {
    case ClientError.Cancelled where Task.isCancelled:
        return CancellationError()
    case is ClientError, is CancellationError:
        return error
    default:
        // What a panic says is not passed on: it may hold anything.
        return ClientError.Internal(what: "a call failed unexpectedly")
    }
}
