import Consilium
import ConsiliumStandby
import XCTest

/// Fetching while the app is locked, as the notification extension does.
final class StandbyTests: XCTestCase {
    func testWhatCameWhileLockedIsReadWithTheRelayAway() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110006", at: relay)
        let bram = try await Person("Bram", number: "+31611110007", at: relay)
        _ = try await amina.find(bram)
        try await amina.session.sendText(to: bram.account, body: "Are you there?")
        try await bram.message(with: amina, "Are you there?")
        bram.session.lock()

        let later = try await amina.session.sendText(to: bram.account, body: "Potassium 6.1")
        try await amina.delivery(of: later, [.atRelay])
        let fetched = try await bram.phone.fetchOnStandby(try relay.file())
        XCTAssertEqual(fetched.new, fetched.waiting)
        XCTAssertGreaterThan(fetched.new, 0)
        let again = try await bram.phone.fetchOnStandby(try relay.file())
        XCTAssertEqual(again.new, 0)

        let file = try relay.file()
        relay.kill()
        let away = await failure { try await bram.phone.fetchOnStandby(file) }
        XCTAssertEqual(away as? ClientError, .Offline)
        bram.session = try await bram.client.unlock(pin: pin())
        try await bram.message(with: amina, "Potassium 6.1")
    }

    func testWithoutAnAccountThereIsNothingToFetch() async throws {
        let relay = try Relay()
        let phone = try Phone()
        _ = try await phone.client(try relay.file())
        let nobody = await failure { try await phone.fetchOnStandby(try relay.file()) }
        XCTAssertEqual(nobody as? ClientError, .NoAccount)
    }
}
