import ConsiliumFFI
import ConsiliumStandby
import Foundation

/// Contacts: address book, discovery, requests, blocking, comparing.
extension ConsiliumSession {
    /// Stores an address book, on this device only. Names never leave it.
    @discardableResult
    public func importAddressBook(_ entries: [AddressBookEntry]) async throws -> ImportSummary {
        try await crossing { try await core.importAddressBook(entries: entries) }
    }

    /// Asks the relay which numbers of the address book can be found. Whoever runs the relay could
    /// work out the numbers from what is sent: ask the user first.
    public func findContacts(scheme: Scheme = .hmacSha1) async throws -> FindSummary {
        try await stoppable { try await core.findContacts(scheme: scheme, cancel: $0) }
    }

    /// Every contact, by name.
    public func contacts() async throws -> [Contact] {
        try await crossing { try await core.contacts() }
    }

    /// One contact.
    ///
    /// - Throws: ``ClientError/UnknownContact``.
    public func contact(_ account: AccountId) async throws -> Contact {
        try await crossing { try await core.contact(account: account) }
    }

    /// Accepts a request: what it brought is receipted, and the own profile is sent.
    public func acceptRequest(of account: AccountId) async throws {
        try await crossing { try await core.acceptRequest(account: account) }
    }

    /// Declines a request: its messages go, and nothing is answered.
    public func declineRequest(of account: AccountId) async throws {
        try await crossing { try await core.declineRequest(account: account) }
    }

    /// Blocks an account: nothing of theirs is shown or answered from now on.
    public func block(_ account: AccountId) async throws {
        try await crossing { try await core.block(account: account) }
    }

    /// Unblocks an account. What it sent meanwhile is not shown.
    public func unblock(_ account: AccountId) async throws {
        try await crossing { try await core.unblock(account: account) }
    }

    /// Twelve groups of five digits, the same on both sides.
    public func safetyNumber(of account: AccountId) async throws -> SafetyNumber {
        try await crossing { try await core.safetyNumber(account: account) }
    }

    /// The bytes of the QR code that this device shows for a contact to scan.
    public func qrPayload(for account: AccountId) async throws -> Data {
        try await crossing { try await core.qrPayload(account: account) }
    }

    /// Compares the bytes of a scanned QR code; a match counts as compared.
    public func checkQr(of account: AccountId, scanned: Data) async throws -> QrCheck {
        try await crossing { try await core.checkQr(account: account, scanned: scanned) }
    }

    /// The owner compared the safety number and it was the same.
    public func markCompared(_ account: AccountId) async throws {
        try await crossing { try await core.markCompared(account: account) }
    }

    /// The owner has read the notice of new keys.
    public func dismissNewKey(of account: AccountId) async throws {
        try await crossing { try await core.dismissNewKey(account: account) }
    }

    /// The owner wants to write to somebody with a new account without comparing.
    public func sendWithoutChecking(to account: AccountId) async throws {
        try await crossing { try await core.sendWithoutChecking(account: account) }
    }
}
