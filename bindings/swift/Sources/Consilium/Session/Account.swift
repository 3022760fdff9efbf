import ConsiliumFFI
import ConsiliumStandby

/// The own account.
extension ConsiliumSession {
    /// The own account.
    public func ownAccount() async throws -> OwnAccount {
        try await crossing { try await core.ownAccount() }
    }

    /// Changes name and profession; contacts are told with the next message to them.
    ///
    /// - Throws: ``ClientError/NameLength(limit:)`` with the most characters that a name may have.
    public func setProfile(_ profile: Profile) async throws {
        try await crossing { try await core.setProfile(profile: profile) }
    }

    /// Changes the PIN.
    ///
    /// - Throws: ``ClientError/WrongPin(triesLeft:waitMs:)`` and its kin for the old one,
    ///   ``ClientError/PinRefused(rule:)`` for the new one.
    public func changePin(old: Secret, new: Secret) async throws {
        try await crossing {
            try await old.spend { old in
                try await new.spend { new in try await core.changePin(old: old, new: new) }
            }
        }
    }

    /// Lets a finger or face open the app too, or no longer:
    /// ``ConsiliumClient/unlockWithBiometrics()``. The PIN stays, and is asked for again seven days
    /// after it was last entered and after a restart of the device.
    ///
    /// - Throws: ``ClientError/NoBiometrics`` if there is no gate, or it cannot be used; then the
    ///   PIN alone opens.
    public func setBiometrics(_ on: Bool) async throws {
        try await crossing { try await core.setBiometrics(on: on) }
    }

    /// Whether a finger or face opens the app too.
    public func biometricsEnabled() async throws -> Bool {
        try await crossing { try await core.biometricsEnabled() }
    }

    /// The recovery code in groups, until it is confirmed as written down. It is to be shown, so it
    /// comes as text, which this process cannot overwrite: ask for it once, and let go of it.
    ///
    /// - Throws: ``ClientError/RecoveryCodeGone`` after that.
    public func recoveryCode() async throws -> [String] {
        try await crossing { try await core.recoveryCode() }
    }

    /// Groups typed back, by their place counted from 0, prove that the recovery code was written
    /// down; it is then erased from this device.
    ///
    /// - Throws: ``ClientError/RecoveryGroupsWrong`` if one is wrong, or too few were given.
    public func confirmRecoveryCode(_ typed: [UInt32: Secret]) async throws {
        try await crossing { try await confirm(Array(typed), with: []) }
    }

    /// Lends one secret after the other, then makes the call.
    private func confirm(
        _ typed: [(key: UInt32, value: Secret)],
        with groups: [RecoveryGroup]
    ) async throws {
        guard let (index, text) = typed.first else {
            return try await core.confirmRecoveryCode(groups: groups)
        }
        try await text.spend {
            let group = RecoveryGroup(index: index, text: $0)
            try await confirm(Array(typed.dropFirst()), with: groups + [group])
        }
    }

    /// Lets the account be found by its number, or no longer.
    public func setDiscoverable(_ discoverable: Bool) async throws {
        try await crossing { try await core.setDiscoverable(discoverable: discoverable) }
    }

    /// Answers the pending move of the own number to another account.
    public func answerNumberMove(allow: Bool) async throws {
        try await crossing { try await core.answerNumberMove(allow: allow) }
    }

    /// Deletes the account at the relay and locks. Erase the installation with
    /// ``ConsiliumClient/erase()`` after that.
    public func deleteAccount() async throws {
        try await crossing { try await core.deleteAccount() }
    }
}
