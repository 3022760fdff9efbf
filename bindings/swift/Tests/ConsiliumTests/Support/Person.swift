import Consilium
import ConsiliumStandby
import Foundation

/// A phone's storage: the app's folder, and the keystore apart from it.
final class Phone: Sendable {
    private let folder: URL

    init() throws {
        folder = try newFolder("consilium-phone")
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The app on this phone, locked.
    func client(
        _ relayFile: String,
        keystore: (any PlatformKeystore)? = nil,
        biometrics: (any BiometricGate)? = nil
    ) async throws -> ConsiliumClient {
        let own = try await ownKeystore()
        let config = ClientConfig(
            dataDir: data,
            relayFile: relayFile,
            defaultRegion: "NL"
        )
        return try await ConsiliumClient.open(
            config: config, keystore: keystore ?? own, biometrics: biometrics)
    }

    /// What came while the app was locked, fetched without its PIN.
    func fetchOnStandby(_ relayFile: String) async throws -> Spooled {
        let config = StandbyConfig(folder: data, relayFile: relayFile)
        return try await Standby.fetch(config: config, keystore: try await ownKeystore())
    }

    private var data: String {
        folder.appendingPathComponent("data").path
    }

    private func ownKeystore() async throws -> any PlatformKeystore {
        try await FolderKeystore.open(folder.appendingPathComponent("keystore"))
    }
}

/// The PIN of every phone.
func pin() -> Secret {
    Secret("271605")
}

/// A registered clinician with a phone.
final class Person {
    let name: String
    let number: String
    let phone: Phone
    var client: ConsiliumClient
    var session: ConsiliumSession
    let account: AccountId

    /// Registers, lets itself be found, and connects.
    init(_ name: String, number: String, at relay: Relay) async throws {
        self.name = name
        self.number = number
        phone = try Phone()
        client = try await phone.client(try relay.file())
        let request = try await client.requestCode(phone: number)
        session = try await client.register(
            request: request,
            code: Secret(try await relay.smsCode(number)),
            pin: pin(),
            profile: Profile(name: name, profession: "cardiologist")
        )
        account = try await session.ownAccount().account
        try await session.setDiscoverable(true)
        try session.connect()
    }

    /// Finds another by number.
    func find(_ other: Person) async throws -> [AccountId] {
        try await session.importAddressBook([
            AddressBookEntry(name: other.name, numbers: [other.number])
        ])
        return try await session.findContacts().found
    }

    /// The message with that text from or to another, once it is here.
    @discardableResult
    func message(with other: Person, _ text: String) async throws -> Message {
        try await until("\(name)'s \"\(text)\"") {
            guard let contact = try? await session.contact(other.account) else { return nil }
            let messages = try await session.messages(in: contact.conversation)
            return messages.first { $0.body == .text(text: text) }
        }
    }

    /// The own message's delivery, once it is one of these.
    @discardableResult
    func delivery(of id: MessageId, _ wanted: [Delivery]) async throws -> Delivery {
        try await until("\(name)'s message at \(wanted)") {
            let delivery = try await session.message(id).delivery
            return wanted.contains(delivery) ? delivery : nil
        }
    }
}
