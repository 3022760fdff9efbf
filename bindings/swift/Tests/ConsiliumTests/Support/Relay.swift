import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The real relay: its binary, as a process, on a folder and a loopback port of its own.
final class Relay: @unchecked Sendable {
    private let outer: URL
    private let binary: URL
    private var process: Process?
    private var address = "127.0.0.1:0"

    /// On an empty folder, without rate limits.
    init() throws {
        guard let path = ProcessInfo.processInfo.environment["CONSILIUM_TEST_RELAY"] else {
            throw Missing(what: "CONSILIUM_TEST_RELAY, which test.sh sets to the relay's binary")
        }
        binary = URL(fileURLWithPath: path)
        outer = try newFolder("consilium-relay")
        try restart()
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: outer)
    }

    /// The relay file's text.
    func file() throws -> String {
        try String(contentsOf: data.appendingPathComponent("relay.json"), encoding: .utf8)
    }

    /// As a power cut: no handler runs.
    func kill() {
        guard let running = process else { return }
        _ = sigkill(running.processIdentifier)
        running.waitUntilExit()
        process = nil
    }

    /// Starts it again on the same folder and port.
    func restart() throws {
        let starting = Process()
        starting.executableURL = binary
        starting.arguments = [
            "serve", "--dev", "--unlimited", "--data", data.path, "--listen", address,
        ]
        let output = Pipe()
        starting.standardOutput = output
        starting.standardError = FileHandle.nullDevice
        try starting.run()
        process = starting
        address = try readyAddress(output.fileHandleForReading)
    }

    /// The newest code that was sent to a number.
    func smsCode(_ phone: String) async throws -> String {
        let outbox = data.appendingPathComponent("sms-outbox.jsonl")
        return try await until("an SMS code") {
            guard let text = try? String(contentsOf: outbox, encoding: .utf8) else { return nil }
            let own = text.split(separator: "\n").last { $0.contains("\"\(phone)\"") }
            return own.flatMap { value(of: "code", in: String($0)) }
        }
    }

    private var data: URL {
        outer.appendingPathComponent("data")
    }

    /// Reads until the ready line; the relay says nothing more on its output after that.
    private func readyAddress(_ output: FileHandle) throws -> String {
        var text = ""
        while true {
            let more = output.availableData
            if more.isEmpty { throw Missing(what: "the relay's ready line") }
            text += String(decoding: more, as: UTF8.self)
            let ready = text.split(separator: "\n").first { $0.contains("\"ready\":true") }
            if let ready, let address = value(of: "address", in: String(ready)) {
                return address
            }
        }
    }
}

/// What a test needs and did not get.
struct Missing: Error {
    let what: String
}

/// A folder that nobody has yet.
func newFolder(_ name: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("\(name)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

private func value(of key: String, in json: String) -> String? {
    guard let start = json.range(of: "\"\(key)\":\"") else { return nil }
    let rest = json[start.upperBound...]
    return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
}

private func sigkill(_ process: Int32) -> Int32 {
    kill(process, SIGKILL)
}
