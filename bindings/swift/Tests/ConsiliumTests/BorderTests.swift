import Consilium
import ConsiliumWake
import XCTest

/// What the façade adds to the generated sources: events, cancelling, secrets, errors.
final class BorderTests: XCTestCase {
    func testEventsComeInOrderAndEndWithTheLock() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110011", at: relay)
        let events = try amina.session.events()
        let own = amina.account
        // More than may wait on this side, so that the core's thread has to wait for the loop.
        for number in 1...100 {
            try await amina.session.sendText(to: own, body: "Note \(number)")
        }
        amina.session.lock()
        var added: [MessageId] = []
        var last: Event?
        for await event in events {
            if case .messageAdded(_, let message, _) = event { added.append(message) }
            last = event
        }
        XCTAssertEqual(last, .locked)
        XCTAssertEqual(added.count, 100)
        XCTAssertEqual(added, added.sorted())
    }

    func testALoopThatIsLeftMakesRoomForAnother() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110012", at: relay)
        for _ in 1...64 {
            let events = try amina.session.events()
            try await amina.session.sendText(to: amina.account, body: "A note")
            for await _ in events { break }
        }
    }

    func testEventsOfALockedSessionAreTheLockAlone() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110013", at: relay)
        amina.session.lock()
        var seen: [Event] = []
        for await event in try amina.session.events() { seen.append(event) }
        XCTAssertEqual(seen, [.locked])
    }

    func testACancelledTaskEndsItsCall() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110014", at: relay)
        relay.kill()
        let session = amina.session
        let sync = Task { try await session.syncNow() }
        sync.cancel()
        let ended = await failure { try await sync.value }
        XCTAssert(ended is CancellationError, "\(String(describing: ended))")
        let status = try await session.status()
        XCTAssertEqual(status.waiting, 0)
    }

    func testASecretIsGoodForOneCall() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110015", at: relay)
        amina.session.lock()
        let wrong = Secret("941608")
        let first = await failure { try await amina.client.unlock(pin: wrong) }
        guard case .WrongPin(let left, _)? = first as? ClientError else {
            return XCTFail("\(String(describing: first))")
        }
        let second = await failure { try await amina.client.unlock(pin: wrong) }
        guard case .Argument? = second as? ClientError else {
            return XCTFail("\(String(describing: second))")
        }
        let tries = try await amina.client.pinStatus().triesLeft
        XCTAssertEqual(tries, left)
    }

    func testAKeystoreThatThrowsIsAKeystoreThatFailed() async throws {
        let relay = try Relay()
        let phone = try Phone()
        let mute = await failure { try await phone.client(relay.file(), keystore: Broken(hardware: nil)) }
        XCTAssertEqual(mute as? ClientError, .Keystore)

        let client = try await phone.client(relay.file(), keystore: Broken(hardware: true))
        let number = "+31611110017"
        let request = try await client.requestCode(phone: number)
        let code = Secret(try await relay.smsCode(number))
        let profile = Profile(name: "Amina", profession: "cardiologist")
        let full = await failure {
            try await client.register(request: request, code: code, pin: pin(), profile: profile)
        }
        XCTAssertEqual(full as? ClientError, .Keystore)
    }

    func testAFingerOpensUntilThePinIsDue() async throws {
        let relay = try Relay()
        let (phone, finger) = (try Phone(), Finger())
        let client = try await phone.client(relay.file(), biometrics: finger)
        let number = "+31611110018"
        let request = try await client.requestCode(phone: number)
        let code = Secret(try await relay.smsCode(number))
        let profile = Profile(name: "Amina", profession: "cardiologist")
        let first = try await client.register(request: request, code: code, pin: pin(), profile: profile)
        try await first.setBiometrics(true)
        first.lock()

        let second = try await client.unlockWithBiometrics()
        let enabled = try await second.biometricsEnabled()
        XCTAssertTrue(enabled)
        second.lock()
        finger.fault.put(BiometricError.NotRecognised)
        let turnedAway = await failure { try await client.unlockWithBiometrics() }
        XCTAssertEqual(turnedAway as? ClientError, .NotRecognised)
        finger.fault.put(Missing(what: "a sensor"))
        let broken = await failure { try await client.unlockWithBiometrics() }
        XCTAssertEqual(broken as? ClientError, .NoBiometrics)

        try client.advanceDevelopmentClock(byMs: 7 * 86_400_000)
        let due = try await client.biometrics()
        XCTAssertEqual(due, .pinDue)
    }

    func testASessionLocksItselfAfterTheTimeThatWasSet() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110019", at: relay)
        amina.client.setAutoLock(afterMs: 300_000)
        try amina.client.advanceDevelopmentClock(byMs: 360_000)
        let ended = await failure { try await amina.session.tick() }
        XCTAssertEqual(ended as? ClientError, .Locked)
    }

    func testAnErrorHasACodeAndSaysWhatToDo() async throws {
        do {
            _ = try ConsiliumClient.readRelayFile("{}")
            XCTFail("no relay file was read")
        } catch let error as ClientError {
            XCTAssertEqual(error.code(), "RELAY-FILE")
            XCTAssert(error.text().contains("Ask your admin"), error.text())
        }
    }

    func testAWakeUpIsDueUntilItSucceeded() async throws {
        let relay = try Relay()
        let amina = try await Person("Amina", number: "+31611110016", at: relay)
        let mark = WakeMark(folder: try newFolder("consilium-group"))
        let without = try await amina.session.wake(ifMarkedIn: mark)
        XCTAssertFalse(without)

        try mark.set()
        amina.session.lock()
        let failed = await failure { try await amina.session.wake(ifMarkedIn: mark) }
        XCTAssertEqual(failed as? ClientError, .Locked)

        amina.session = try await amina.client.unlock(pin: pin())
        let with = try await amina.session.wake(ifMarkedIn: mark)
        XCTAssertTrue(with)
        XCTAssertFalse(mark.take())
    }
}

/// A keystore that does not work.
private final class Broken: PlatformKeystore, Sendable {
    private let hardware: Bool?

    init(hardware: Bool?) {
        self.hardware = hardware
    }

    func store(slot: String, secret: Data) throws {
        throw Missing(what: "a keystore")
    }

    func load(slot: String) throws -> Data? {
        throw Missing(what: "a keystore")
    }

    func delete(slot: String) throws {
        throw KeystoreError.Unavailable
    }

    func hardwareBacked() throws -> Bool {
        guard let hardware else { throw KeystoreError.Failed }
        return hardware
    }
}

/// A device's check of a finger, which recognises it until told otherwise.
private final class Finger: BiometricGate, Sendable {
    let fault = Box<any Error>()
    private let kept = Box<Data>()

    func keep(secret: Data) throws {
        // A copy: the core overwrites its own.
        kept.put(Data(Array(secret)))
    }

    func ask() throws -> Data? {
        if let fault = fault.value { throw fault }
        return kept.value
    }

    func forget() throws {
        kept.put(nil)
    }
}

/// A value that any thread may change.
private final class Box<T>: @unchecked Sendable {
    private let lock = NSLock()
    private var held: T?

    var value: T? {
        lock.lock()
        defer { lock.unlock() }
        return held
    }

    func put(_ value: T?) {
        lock.lock()
        held = value
        lock.unlock()
    }
}
