import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A PIN, SMS code or recovery code on its way into the client core. It is good for **one** call,
/// which overwrites it whatever becomes of the call; it is overwritten as well when it is let go of.
///
/// Make it from the bytes of an input field that you own. A `String` cannot be overwritten: whoever
/// has one leaves a copy in memory.
public final class Secret: @unchecked Sendable {
    private let lock = NSLock()
    private let memory: UnsafeMutableRawPointer
    private let count: Int
    private var spent = false

    /// Takes a copy of text in UTF-8; overwrite your own.
    public init(utf8: some Collection<UInt8>) {
        count = utf8.count
        memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 1)
        UnsafeMutableRawBufferPointer(start: memory, count: count).copyBytes(from: utf8)
    }

    /// Takes a copy of a text.
    public convenience init(_ text: String) {
        self.init(utf8: Array(text.utf8))
    }

    deinit {
        overwrite()
        memory.deallocate()
    }

    /// Lends the bytes to one call.
    func spend<T>(_ call: (Data) async throws -> T) async throws -> T {
        let bytes = try take()
        defer { overwrite() }
        return try await call(bytes)
    }

    /// Lends the bytes to one call that does not wait.
    func spendNow<T>(_ call: (Data) throws -> T) throws -> T {
        let bytes = try take()
        defer { overwrite() }
        return try call(bytes)
    }

    /// The bytes where they are: valid while this object lives.
    private func take() throws -> Data {
        lock.lock()
        defer { lock.unlock() }
        if spent {
            throw ClientError.Argument(what: "a secret that was not used before")
        }
        spent = true
        return Data(bytesNoCopy: memory, count: count, deallocator: .none)
    }

    private func overwrite() {
        #if canImport(Darwin)
        memset_s(memory, count, 0, count)
        #else
        explicit_bzero(memory, count)
        #endif
    }
}
