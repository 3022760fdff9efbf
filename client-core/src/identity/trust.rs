//! What a contact's statement means next to the one known, and what a verification is bound to.

use consilium_sodium::VerifyingKey;
use consilium_statement::{AccountStatement, Succession};
use consilium_types::DeviceId;

/// What to do with a statement of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementChange {
    /// None was known: remember it.
    First,
    /// The one that is current already.
    Unchanged,
    /// The current one from now on, of the same identity key.
    Devices {
        /// Devices that joined.
        added: Vec<DeviceId>,
        /// Devices that left: nothing is sealed to them, and nothing of theirs accepted.
        removed: Vec<DeviceId>,
    },
    /// The current one from now on, with a new identity key from the root key: show a notice. The
    /// verification stays, for it is of the root key.
    NewEpoch {
        /// Devices that joined.
        added: Vec<DeviceId>,
        /// Devices that left.
        removed: Vec<DeviceId>,
    },
    /// An earlier one: remember its hash as known; the current one stays.
    Earlier,
    /// It contradicts the current one: keep that, stop sending to the account, tell the user.
    Fork,
    /// Another account's: a mix-up of the caller or the relay.
    Foreign,
}

/// How `offered` stands to the `current` statement of an account. Both were checked on parsing.
#[must_use]
pub fn statement_change(
    current: Option<&AccountStatement>,
    offered: &AccountStatement,
) -> StatementChange {
    let Some(current) = current else {
        return StatementChange::First;
    };
    match offered.succession(current) {
        Succession::Same => StatementChange::Unchanged,
        Succession::Older => StatementChange::Earlier,
        Succession::Fork => StatementChange::Fork,
        Succession::Foreign => StatementChange::Foreign,
        Succession::Newer => {
            let added = only_in(offered, current);
            let removed = only_in(current, offered);
            if offered.epoch() == current.epoch() {
                StatementChange::Devices { added, removed }
            } else {
                StatementChange::NewEpoch { added, removed }
            }
        }
    }
}

fn only_in(one: &AccountStatement, other: &AccountStatement) -> Vec<DeviceId> {
    let ids = one.devices().iter().map(|device| device.id);
    ids.filter(|id| other.device(*id).is_none()).collect()
}

/// What a verification row is keyed by: both root keys, never an account or contact alone. So the
/// "verified" mark goes with either key, whatever else stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VerificationKey {
    /// Own root key at the time.
    pub own: VerifyingKey,
    /// The contact's root key at the time.
    pub contact: VerifyingKey,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{RecoveryCode, RootedAccount, next_statement, root_account};
    use consilium_sodium::SigningKey;
    use consilium_statement::DeviceEntry;
    use consilium_statement::id::device_id;
    use consilium_types::{SeededEntropy, Timestamp};
    use proptest::prelude::*;
    use std::collections::HashSet;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn rooted(number: u64, last: Option<&AccountStatement>) -> RootedAccount {
        let code = RecoveryCode::generate(&SeededEntropy::new(number)).unwrap();
        let epochs = last.map_or(0, |last| last.epoch());
        root_account(&code, last, &SeededEntropy::new(number ^ epochs), NOW).unwrap()
    }

    fn entry(number: u64) -> DeviceEntry {
        let key = SigningKey::generate(&SeededEntropy::new(number)).unwrap();
        let key = key.verifying_key();
        DeviceEntry {
            id: device_id(&key),
            key,
            added: NOW,
        }
    }

    #[test]
    fn a_change_says_who_came_and_who_went() {
        let account = rooted(1, None);
        let first = &account.statement;
        let old = first.devices()[0].id;
        let new = entry(9);
        let next = next_statement(first, &account.identity, &[new], NOW).unwrap();
        assert_eq!(statement_change(None, first), StatementChange::First);
        assert_eq!(
            statement_change(Some(first), first),
            StatementChange::Unchanged
        );
        let expected = StatementChange::Devices {
            added: vec![new.id],
            removed: vec![old],
        };
        assert_eq!(statement_change(Some(first), &next), expected);
        assert_eq!(
            statement_change(Some(&next), first),
            StatementChange::Earlier
        );
        let again = rooted(1, Some(first));
        let expected = StatementChange::NewEpoch {
            added: vec![again.statement.devices()[0].id],
            removed: vec![old],
        };
        assert_eq!(statement_change(Some(first), &again.statement), expected);
    }

    #[test]
    fn contradictions_and_mix_ups_are_told_apart() {
        let account = rooted(1, None);
        let first = &account.statement;
        let next =
            |number| next_statement(first, &account.identity, &[entry(number)], NOW).unwrap();
        let fork = statement_change(Some(&next(8)), &next(9));
        assert_eq!(fork, StatementChange::Fork);
        let foreign = statement_change(Some(first), &rooted(2, None).statement);
        assert_eq!(foreign, StatementChange::Foreign);
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Verify,
        RotateOwn(u8),
        RotateTheirs(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Verify),
            (0_u8..4).prop_map(Step::RotateOwn),
            (0_u8..4).prop_map(Step::RotateTheirs),
        ]
    }

    proptest! {
        #[test]
        fn a_contact_is_verified_for_exactly_the_keys_that_were_compared(
            steps in prop::collection::vec(step(), 0..30),
        ) {
            let root = |number: u8| {
                let code = RecoveryCode::generate(&SeededEntropy::new(u64::from(number))).unwrap();
                code.root_key().unwrap().verifying_key()
            };
            let (mut own, mut contact) = (0_u8, 10_u8);
            let mut rows = HashSet::new();
            let mut compared = HashSet::new();
            for step in steps {
                match step {
                    Step::Verify => {
                        rows.insert(VerificationKey { own: root(own), contact: root(contact) });
                        compared.insert((own, contact));
                    }
                    Step::RotateOwn(number) => own = number,
                    Step::RotateTheirs(number) => contact = 10 + number,
                }
                let row = VerificationKey { own: root(own), contact: root(contact) };
                prop_assert_eq!(rows.contains(&row), compared.contains(&(own, contact)));
            }
        }
    }
}
