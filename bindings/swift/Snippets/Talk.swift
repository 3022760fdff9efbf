// What the README shows: unlocks an installation and answers whoever writes first.
import Consilium
import Foundation

let home = URL(fileURLWithPath: CommandLine.arguments[1])

// snippet.talk
let keystore = try await FolderKeystore.open(home.appendingPathComponent("keystore"))
let relayFile = try String(contentsOf: home.appendingPathComponent("relay.json"), encoding: .utf8)
let config = ClientConfig(dataDir: home.path + "/data", relayFile: relayFile, defaultRegion: "NL")
let client = try await ConsiliumClient.open(config: config, keystore: keystore)
let session = try await client.unlock(pin: Secret(readLine() ?? ""))
let events = try session.events()
try session.connect()
for await case .requestArrived(let colleague) in events {
    try await session.sendText(to: colleague, body: "I am at work until six.")
}
// snippet.end
