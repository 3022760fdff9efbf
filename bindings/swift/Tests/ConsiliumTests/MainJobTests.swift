import Consilium
import XCTest

/// The main job over a real relay, both directions, the relay killed and an app reopened.
final class MainJobTests: XCTestCase {
    func testTwoPeopleTalkWhileTheRelayIsKilledAndAnAppIsReopened() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110001", at: relay)
        let bram = try await Person("Bram", number: "+31611110002", at: relay)
        let found = try await amina.find(bram)
        XCTAssertEqual(found, [bram.account])

        let first = try await amina.session.sendText(to: bram.account, body: "Can you see bed 4?")
        try await bram.message(with: amina, "Can you see bed 4?")
        try await bram.session.acceptRequest(of: amina.account)
        try await amina.delivery(of: first, [.delivered, .read])

        try await bram.session.sendText(to: amina.account, body: "On my way.", urgency: .urgent)
        let answer = try await amina.message(with: bram, "On my way.")
        XCTAssertEqual(answer.urgency, .urgent)

        relay.kill()
        let queued = try await amina.session.sendText(to: bram.account, body: "Thank you.")
        let waiting = try await amina.session.message(queued).delivery
        guard case .waiting = waiting else { return XCTFail("\(waiting)") }
        amina.session.lock()
        let locked = await failure { try await amina.session.conversations() }
        XCTAssertEqual(locked as? ClientError, .Locked)

        try relay.restart()
        amina.session = try await amina.client.unlock(pin: pin())
        try amina.session.connect()
        try await bram.message(with: amina, "Thank you.")
        try await amina.delivery(of: queued, [.delivered, .read])
    }

    func testTheSafetyNumberIsTheSameOnBothSidesAndTheCodeMatches() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110003", at: relay)
        let bram = try await Person("Bram", number: "+31611110004", at: relay)
        _ = try await amina.find(bram)
        _ = try await bram.find(amina)
        let here = try await amina.session.safetyNumber(of: bram.account)
        let there = try await bram.session.safetyNumber(of: amina.account)
        XCTAssertEqual(here, there)
        let shown = try await bram.session.qrPayload(for: amina.account)
        let seen = try await amina.session.checkQr(of: bram.account, scanned: shown)
        XCTAssertEqual(seen, .match)
    }

    func testARecoveryCodeThatWasTypedBackIsGone() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110005", at: relay)
        let groups = try await amina.session.recoveryCode()
        let wrong = await failure {
            try await amina.session.confirmRecoveryCode([0: Secret("AAAAA"), 1: Secret("AAAAA")])
        }
        XCTAssertEqual(wrong as? ClientError, .RecoveryGroupsWrong)
        try await amina.session.confirmRecoveryCode([1: Secret(groups[1]), 4: Secret(groups[4])])
        let gone = await failure { try await amina.session.recoveryCode() }
        XCTAssertEqual(gone as? ClientError, .RecoveryCodeGone)
    }
}
