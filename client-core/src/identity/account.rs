//! A new account, its next statements, and the new epoch that ends a thief (protocol §4, §13).

use consilium_sodium::{SigningKey, SodiumError};
use consilium_statement::account::certify_identity;
use consilium_statement::id::device_id;
use consilium_statement::{AccountStatement, DeviceEntry, RecordError, StatementDraft};
use consilium_types::{Entropy, LogSafe, StatementHash, Timestamp};

use super::recovery::RecoveryCode;

/// Serial of the first statement of an epoch.
const FIRST_SERIAL: u64 = 1;

/// Why an account's keys or statement could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The recovery code is another account's.
    #[error("this recovery code belongs to another account: use the one of this account")]
    OtherAccount,
    /// The identity key is not the one that the current statement names.
    #[error("the identity key is not the current one: recover the account with its recovery code")]
    OtherIdentity,
    /// The device list would not be accepted.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// No memory, or the library failed.
    #[error(transparent)]
    Sodium(#[from] SodiumError),
}

impl LogSafe for IdentityError {}

/// The keys of an account's only device, and the statement that names it.
#[derive(Debug)]
pub struct RootedAccount {
    /// Signs device lists.
    pub identity: SigningKey,
    /// Signs contents, prekeys and logins.
    pub device: SigningKey,
    /// The first of a new epoch, with this device alone.
    pub statement: AccountStatement,
}

/// Begins an epoch with new identity and device keys: of a new account, or, with the `last`
/// statement, of one whose phone was lost. Account id and safety numbers stay; every other device
/// is out.
///
/// The epoch is `now`, and always above the last one, even if that was made by a wrong clock.
///
/// # Errors
/// [`IdentityError::OtherAccount`] when `last` is not the code's.
pub fn root_account(
    code: &RecoveryCode,
    last: Option<&AccountStatement>,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<RootedAccount, IdentityError> {
    let root = code.root_key()?;
    if last.is_some_and(|last| last.root() != root.verifying_key()) {
        return Err(IdentityError::OtherAccount);
    }
    let identity = SigningKey::generate(entropy)?;
    let device = SigningKey::generate(entropy)?;
    let after = last.map_or(0, |last| last.epoch().saturating_add(1));
    let epoch = now.as_millis().max(after);
    let entry = DeviceEntry {
        id: device_id(&device.verifying_key()),
        key: device.verifying_key(),
        added: now,
    };
    let draft = StatementDraft {
        root: root.verifying_key(),
        epoch,
        certificate: certify_identity(&root, epoch, &identity.verifying_key()),
        identity: &identity,
        serial: FIRST_SERIAL,
        prev: last.map_or(StatementHash::ZERO, AccountStatement::hash),
        issued: now,
        devices: &[entry],
    };
    let statement = draft.sign()?;
    Ok(RootedAccount {
        identity,
        device,
        statement,
    })
}

/// The statement after `current`, with another device list; the first device is the primary.
///
/// # Errors
/// [`IdentityError::OtherIdentity`] when `identity` is not the one that `current` names,
/// [`IdentityError::Record`] for a list of none or over eight, or with a device named twice.
pub fn next_statement(
    current: &AccountStatement,
    identity: &SigningKey,
    devices: &[DeviceEntry],
    now: Timestamp,
) -> Result<AccountStatement, IdentityError> {
    if current.identity() != identity.verifying_key() {
        return Err(IdentityError::OtherIdentity);
    }
    let draft = StatementDraft {
        root: current.root(),
        epoch: current.epoch(),
        certificate: current.certificate(),
        identity,
        serial: current.serial().saturating_add(1),
        prev: current.hash(),
        issued: now,
        devices,
    };
    Ok(draft.sign()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_statement::Succession;
    use consilium_types::SeededEntropy;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn code(seed: u64) -> RecoveryCode {
        RecoveryCode::generate(&SeededEntropy::new(seed)).unwrap()
    }

    fn rooted(last: Option<&AccountStatement>, seed: u64, now: Timestamp) -> RootedAccount {
        root_account(&code(1), last, &SeededEntropy::new(seed), now).unwrap()
    }

    #[test]
    fn a_new_account_has_one_device_and_no_past() {
        let account = rooted(None, 2, NOW);
        let statement = &account.statement;
        assert_eq!(statement.epoch(), NOW.0);
        assert_eq!(
            (statement.serial(), statement.prev()),
            (1, StatementHash::ZERO)
        );
        assert_eq!(
            statement.root(),
            code(1).root_key().unwrap().verifying_key()
        );
        let [device] = statement.devices() else {
            panic!("one device")
        };
        assert_eq!(device.key, account.device.verifying_key());
    }

    #[test]
    fn a_new_epoch_keeps_the_account_and_replaces_every_key() {
        let before = rooted(None, 2, NOW);
        let after = rooted(Some(&before.statement), 3, NOW.plus(5));
        assert_eq!(after.statement.account(), before.statement.account());
        assert_eq!(after.statement.prev(), before.statement.hash());
        assert_ne!(after.statement.identity(), before.statement.identity());
        let left = after.statement.device(before.statement.devices()[0].id);
        assert_eq!(left, None);
        let succession = after.statement.succession(&before.statement);
        assert_eq!(succession, Succession::Newer);
    }

    #[test]
    fn a_new_epoch_wins_over_one_made_by_a_clock_that_ran_ahead() {
        let ahead = rooted(None, 2, NOW.plus(1_000_000));
        let after = rooted(Some(&ahead.statement), 3, NOW);
        let succession = after.statement.succession(&ahead.statement);
        assert_eq!(succession, Succession::Newer);
    }

    #[test]
    fn another_account_s_code_is_refused() {
        let before = rooted(None, 2, NOW);
        let last = Some(&before.statement);
        let refused = root_account(&code(9), last, &SeededEntropy::new(3), NOW);
        assert_eq!(refused.unwrap_err(), IdentityError::OtherAccount);
    }

    #[test]
    fn the_next_statement_follows_and_needs_the_identity_key() {
        let account = rooted(None, 2, NOW);
        let other = SigningKey::generate(&SeededEntropy::new(7)).unwrap();
        let mut devices = account.statement.devices().to_vec();
        devices.push(DeviceEntry {
            id: device_id(&other.verifying_key()),
            key: other.verifying_key(),
            added: NOW,
        });
        let next = next_statement(&account.statement, &account.identity, &devices, NOW).unwrap();
        assert_eq!(next.devices(), devices);
        assert_eq!(next.succession(&account.statement), Succession::Newer);
        assert_eq!(next.prev(), account.statement.hash());
        let refused = next_statement(&account.statement, &other, &devices, NOW);
        assert_eq!(refused.unwrap_err(), IdentityError::OtherIdentity);
        let none = next_statement(&account.statement, &account.identity, &[], NOW);
        let expected = IdentityError::Record(RecordError::Devices);
        assert_eq!(none.unwrap_err(), expected);
    }
}
