//! Whether a sender may use the prekey that the relay serves (protocol §5).

use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::limits::PREKEY_FUTURE_MS;
use consilium_types::{LogSafe, Timestamp};

use crate::seal::ENVELOPE_VERSION;

/// What a sender remembers of the prekeys of one device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrekeyMemory {
    /// The newest `not_before` ever accepted.
    pub not_before: Timestamp,
    /// The highest envelope version ever accepted.
    pub envelope_version: u8,
}

impl PrekeyMemory {
    /// What to remember after accepting `prekey`.
    #[must_use]
    pub fn with(self, prekey: &PrekeyStatement) -> Self {
        Self {
            not_before: self.not_before.max(prekey.not_before()),
            envelope_version: self.envelope_version.max(prekey.envelope_version()),
        }
    }
}

/// Why a served prekey is not used; the message waits in the outbox for that device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrekeyRefused {
    /// Another account's.
    #[error("the prekey is of another account")]
    Account,
    /// Its device is not in the account's current statement.
    #[error("the prekey's device is not one of the account")]
    Device,
    /// Not signed by its device.
    #[error("the prekey's signature does not verify")]
    Signature,
    /// From over a day in the future: one of the two clocks is wrong.
    #[error("the prekey is from the future: check this device's clock")]
    Future,
    /// The device was not online for a month.
    #[error("the device was not reachable for over a month")]
    Expired,
    /// Older than one that was seen: somebody serves old ones.
    #[error("the prekey is older than one seen before")]
    RolledBack,
    /// Of a lower version than one that was seen, or of none that this app writes.
    #[error("the prekey's version is lower than one seen before")]
    Version,
}

impl LogSafe for PrekeyRefused {}

impl PrekeyRefused {
    /// The stable name that counters and the database use.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Device => "device",
            Self::Signature => "signature",
            Self::Future => "future",
            Self::Expired => "expired",
            Self::RolledBack => "rolled_back",
            Self::Version => "version",
        }
    }
}

/// Whether `prekey` may be sealed to: its device is in the `account`'s current statement, it is
/// signed by it, valid now, and neither older nor of a lower version than one seen before. That
/// its validity is 30 days was checked on parsing.
///
/// # Errors
/// The first reason against it.
pub fn accept_prekey(
    prekey: &PrekeyStatement,
    account: &AccountStatement,
    memory: PrekeyMemory,
    now: Timestamp,
) -> Result<(), PrekeyRefused> {
    if prekey.account() != account.account() {
        return Err(PrekeyRefused::Account);
    }
    let device = account.device(prekey.device());
    let device = device.ok_or(PrekeyRefused::Device)?;
    prekey
        .verify(&device.key)
        .map_err(|_| PrekeyRefused::Signature)?;
    if prekey.not_before() > now.plus(PREKEY_FUTURE_MS) {
        return Err(PrekeyRefused::Future);
    }
    if now > prekey.not_after() {
        return Err(PrekeyRefused::Expired);
    }
    if prekey.not_before() < memory.not_before {
        return Err(PrekeyRefused::RolledBack);
    }
    if prekey.envelope_version() < memory.envelope_version.max(ENVELOPE_VERSION) {
        return Err(PrekeyRefused::Version);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{RecoveryCode, RootedAccount, next_statement, root_account};
    use crate::prekey::{PrekeyOwner, generate_prekey};
    use crate::seal::PrekeyKeys;
    use consilium_sodium::{Secret, SigningKey};
    use consilium_statement::id::device_id;
    use consilium_statement::{DeviceEntry, PrekeyDraft};
    use consilium_types::{AccountId, SeededEntropy};

    const NOW: Timestamp = Timestamp(1_795_305_600_000);
    const DAY: u64 = Timestamp::DAY_MS;

    fn account(number: u64) -> RootedAccount {
        let entropy = SeededEntropy::new(number);
        let code = RecoveryCode::generate(&entropy).unwrap();
        root_account(&code, None, &entropy, NOW.minus(DAY)).unwrap()
    }

    fn owner<'a>(account: &'a RootedAccount, id: AccountId) -> PrekeyOwner<'a> {
        PrekeyOwner {
            account: id,
            device: &account.device,
            standby: account.device.verifying_key(),
        }
    }

    fn prekey(account: &RootedAccount, at: Timestamp) -> PrekeyStatement {
        let owner = owner(account, account.statement.account());
        let entry = generate_prekey(owner, &SeededEntropy::new(77), at);
        entry.unwrap().statement
    }

    fn of_version(account: &RootedAccount, version: u8) -> PrekeyStatement {
        let keys = PrekeyKeys::from_seed(&Secret::from_slice(&[3; 32]).unwrap()).unwrap();
        PrekeyDraft {
            account: account.statement.account(),
            device: device_id(&account.device.verifying_key()),
            envelope_version: version,
            standby: account.device.verifying_key(),
            box_key: &keys.box_key(),
            kem_key: keys.kem_key(),
            not_before: NOW,
        }
        .sign(&account.device)
        .unwrap()
    }

    fn judge(prekey: &PrekeyStatement, account: &RootedAccount) -> Result<(), PrekeyRefused> {
        accept_prekey(prekey, &account.statement, PrekeyMemory::default(), NOW)
    }

    #[test]
    fn a_prekey_is_used_from_a_day_before_until_thirty_after() {
        let account = account(1);
        let cases = [
            (NOW, Ok(())),
            (NOW.plus(DAY), Ok(())),
            (NOW.plus(DAY + 1), Err(PrekeyRefused::Future)),
            (NOW.minus(30 * DAY), Ok(())),
            (NOW.minus(30 * DAY + 1), Err(PrekeyRefused::Expired)),
        ];
        for (at, expected) in cases {
            assert_eq!(judge(&prekey(&account, at), &account), expected);
        }
    }

    #[test]
    fn another_account_s_another_device_s_and_a_forged_prekey_are_refused() {
        let (alice, mallory) = (account(1), account(2));
        let foreign = prekey(&mallory, NOW);
        assert_eq!(judge(&foreign, &alice), Err(PrekeyRefused::Account));
        // Mallory's device claims Alice's account.
        let entropy = SeededEntropy::new(5);
        let owner = owner(&mallory, alice.statement.account());
        let claimed = generate_prekey(owner, &entropy, NOW).unwrap().statement;
        assert_eq!(judge(&claimed, &alice), Err(PrekeyRefused::Device));
        let mut forged = prekey(&alice, NOW).as_bytes().to_vec();
        let last = forged.len() - 1;
        forged[last] ^= 1;
        let forged = PrekeyStatement::parse(&forged).unwrap();
        assert_eq!(judge(&forged, &alice), Err(PrekeyRefused::Signature));
    }

    #[test]
    fn a_device_that_left_is_not_sealed_to() {
        let alice = account(1);
        let old = prekey(&alice, NOW);
        let key = SigningKey::generate(&SeededEntropy::new(9)).unwrap();
        let key = key.verifying_key();
        let devices = [DeviceEntry {
            id: device_id(&key),
            key,
            added: NOW,
        }];
        let next = next_statement(&alice.statement, &alice.identity, &devices, NOW).unwrap();
        let refused = accept_prekey(&old, &next, PrekeyMemory::default(), NOW);
        assert_eq!(refused, Err(PrekeyRefused::Device));
    }

    #[test]
    fn an_older_prekey_than_the_newest_seen_is_refused_and_the_same_is_not() {
        let alice = account(1);
        let (old, new) = (prekey(&alice, NOW.minus(DAY)), prekey(&alice, NOW));
        let memory = PrekeyMemory::default().with(&new);
        assert_eq!(memory.with(&old), memory);
        let judge = |prekey| accept_prekey(prekey, &alice.statement, memory, NOW);
        assert_eq!(judge(&new), Ok(()));
        assert_eq!(judge(&old), Err(PrekeyRefused::RolledBack));
    }

    #[test]
    fn the_version_of_a_device_only_rises() {
        let alice = account(1);
        let (one, two) = (of_version(&alice, 1), of_version(&alice, 2));
        assert_eq!(
            judge(&of_version(&alice, 0), &alice),
            Err(PrekeyRefused::Version)
        );
        let memory = PrekeyMemory::default().with(&two);
        let judge = |prekey| accept_prekey(prekey, &alice.statement, memory, NOW);
        assert_eq!(judge(&two), Ok(()));
        assert_eq!(judge(&one), Err(PrekeyRefused::Version));
    }
}
