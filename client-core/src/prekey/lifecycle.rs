//! When to publish and when to destroy (protocol §5).

use consilium_types::limits::{PREKEY_DESTROY_MS, PREKEY_RELAY_SKEW_MS, PREKEY_ROTATE_MS};
use consilium_types::{PrekeyHash, Timestamp};

use super::entry::PrekeyEntry;

/// Whether a new prekey is to be made and published: there is none, or the newest is a day old.
#[must_use]
pub fn rotation_due(entries: &[PrekeyEntry], now: Timestamp) -> bool {
    let newest = newest(entries, now).map(|entry| entry.statement.not_before());
    newest.is_none_or(|newest| now.since(newest) >= PREKEY_ROTATE_MS)
}

/// The newest entry, if the relay has not confirmed it: to be published again after a crash or a
/// lost answer, as long as rotation is not due anyway.
#[must_use]
pub fn unconfirmed(entries: &[PrekeyEntry], now: Timestamp) -> Option<&PrekeyEntry> {
    newest(entries, now).filter(|entry| entry.confirmed.is_none())
}

/// Without those that a clock made which ran ahead: the relay takes none from over an hour away.
fn newest(entries: &[PrekeyEntry], now: Timestamp) -> Option<&PrekeyEntry> {
    let latest = now.plus(PREKEY_RELAY_SKEW_MS);
    let taken = entries
        .iter()
        .filter(|entry| entry.statement.not_before() <= latest);
    taken.max_by_key(|entry| entry.statement.not_before())
}

/// Notes that the relay confirmed a prekey at `now`: every other one without a successor has one
/// from now on. Unknown hashes change nothing.
pub fn confirm(entries: &mut [PrekeyEntry], hash: PrekeyHash, now: Timestamp) {
    let known = |entry: &PrekeyEntry| entry.statement.hash() == hash;
    let Some(confirmed) = entries.iter_mut().find(|entry| known(entry)) else {
        return;
    };
    confirmed.confirmed.get_or_insert(now);
    let newest = confirmed.statement.not_before();
    for entry in entries {
        if !known(entry) && entry.statement.not_before() <= newest {
            entry.replaced.get_or_insert(now);
        }
    }
}

/// When a prekey's secret has to go: 31 days after the relay confirmed its successor, or at
/// `not_after + 31 d`, whichever is first.
fn destroyed_at(entry: &PrekeyEntry) -> Timestamp {
    let last = entry.statement.not_after().plus(PREKEY_DESTROY_MS);
    let replaced = entry.replaced.map(|at| at.plus(PREKEY_DESTROY_MS));
    replaced.map_or(last, |replaced| replaced.min(last))
}

/// Whether the secret has to go now.
#[must_use]
pub fn is_due(entry: &PrekeyEntry, now: Timestamp) -> bool {
    destroyed_at(entry) <= now
}

/// Drops, and so zeroises, every secret that has to go; how many.
pub fn destroy_due(entries: &mut Vec<PrekeyEntry>, now: Timestamp) -> usize {
    let before = entries.len();
    entries.retain(|entry| !is_due(entry, now));
    before.saturating_sub(entries.len())
}

/// When the next secret has to go.
#[must_use]
pub fn next_destruction(entries: &[PrekeyEntry]) -> Option<Timestamp> {
    entries.iter().map(destroyed_at).min()
}

/// Whether the prekey that the relay serves for this device is not one of its own: somebody has a
/// copy of the device key.
#[must_use]
pub fn is_foreign(entries: &[PrekeyEntry], served: PrekeyHash) -> bool {
    !entries.iter().any(|entry| entry.statement.hash() == served)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prekey::{Keyring, PrekeyOwner, generate_prekey};
    use crate::seal::{RejectReason, Sealed};
    use consilium_sodium::SigningKey;
    use consilium_types::{AccountId, SeededEntropy};
    use proptest::prelude::*;

    const DAY: u64 = Timestamp::DAY_MS;
    const START: Timestamp = Timestamp(1_795_305_600_000);

    fn entry(number: u64, at: Timestamp) -> PrekeyEntry {
        let entropy = SeededEntropy::new(number);
        let device = SigningKey::generate(&SeededEntropy::new(0)).unwrap();
        let owner = PrekeyOwner {
            account: AccountId::new([1; 16]),
            device: &device,
            standby: device.verifying_key(),
        };
        generate_prekey(owner, &entropy, at).unwrap()
    }

    #[test]
    fn a_prekey_is_made_daily_and_when_the_last_lies_in_the_future() {
        assert!(rotation_due(&[], START));
        let entries = [entry(1, START), entry(2, START.minus(DAY))];
        assert!(!rotation_due(&entries, START));
        assert!(!rotation_due(&entries, START.plus(DAY - 1)));
        assert!(rotation_due(&entries, START.plus(DAY)));
        assert!(!rotation_due(&entries, START.minus(3_600_000)));
        // An hour and more ahead: as if it were not there, and the one that replaces it is.
        assert!(rotation_due(&entries[..1], START.minus(3_600_001)));
        let made_anew = [entry(1, START), entry(3, START.minus(3_600_001))];
        assert!(!rotation_due(&made_anew, START.minus(3_600_001)));
        let waiting = unconfirmed(&made_anew, START.minus(3_600_001)).unwrap();
        assert_eq!(waiting.statement.hash(), made_anew[1].statement.hash());
    }

    #[test]
    fn a_confirmation_replaces_what_came_before_and_nothing_later() {
        let mut entries = [
            entry(1, START),
            entry(2, START.plus(DAY)),
            entry(3, START.plus(2 * DAY)),
        ];
        let middle = entries[1].statement.hash();
        confirm(&mut entries, middle, START.plus(7));
        let state = entries
            .each_ref()
            .map(|entry| (entry.confirmed, entry.replaced));
        let then = Some(START.plus(7));
        assert_eq!(state, [(None, then), (then, None), (None, None)]);
        confirm(&mut entries, middle, START.plus(9));
        assert_eq!(entries[1].confirmed, then);
        assert_eq!(entries[0].replaced, then);
        confirm(&mut entries, PrekeyHash::new([0; 32]), START.plus(9));
        assert_eq!(entries[2].confirmed, None);
        let waiting = unconfirmed(&entries, START.plus(2 * DAY))
            .unwrap()
            .statement
            .hash();
        assert_eq!(waiting, entries[2].statement.hash());
        confirm(&mut entries, waiting, START.plus(10));
        assert!(unconfirmed(&entries, START.plus(2 * DAY)).is_none());
    }

    #[test]
    fn a_secret_goes_31_days_after_its_successor_or_61_after_its_birth() {
        let mut entries = vec![entry(1, START), entry(2, START.plus(DAY))];
        let newer = entries[1].statement.hash();
        assert_eq!(next_destruction(&entries), Some(START.plus(61 * DAY)));
        confirm(&mut entries, newer, START.plus(DAY));
        assert_eq!(next_destruction(&entries), Some(START.plus(32 * DAY)));
        assert_eq!(destroy_due(&mut entries, START.plus(32 * DAY - 1)), 0);
        assert_eq!(destroy_due(&mut entries, START.plus(32 * DAY)), 1);
        assert_eq!(entries[0].statement.hash(), newer);
        assert_eq!(destroy_due(&mut entries, START.plus(62 * DAY - 1)), 0);
        assert_eq!(destroy_due(&mut entries, START.plus(62 * DAY)), 1);
        assert_eq!(next_destruction(&entries), None);
    }

    #[test]
    fn a_successor_confirmed_late_does_not_make_a_secret_live_longer() {
        let mut entries = vec![entry(1, START), entry(2, START.plus(50 * DAY))];
        let newer = entries[1].statement.hash();
        confirm(&mut entries, newer, START.plus(50 * DAY));
        assert_eq!(destroy_due(&mut entries, START.plus(61 * DAY)), 1);
    }

    #[test]
    fn a_foreign_prekey_is_noticed() {
        let entries = [entry(1, START)];
        assert!(!is_foreign(&entries, entries[0].statement.hash()));
        assert!(is_foreign(&entries, entry(2, START).statement.hash()));
    }

    #[test]
    fn a_ring_opens_with_the_prekeys_that_live_only() {
        let mut entries = vec![entry(1, START), entry(2, START.plus(DAY))];
        let mut ring = Keyring::of(&entries).unwrap();
        assert_eq!(ring.len(), 2);
        let id = entries[0].statement.id();
        let mut bytes = vec![1; 1713];
        bytes[1..17].copy_from_slice(id.as_bytes());
        let envelope = Sealed::parse(&bytes).unwrap();
        assert_eq!(ring.open(&envelope).unwrap_err(), RejectReason::Box);
        entries.remove(0);
        ring.update(&entries).unwrap();
        assert_eq!(ring.len(), 1);
        let refused = ring.open(&envelope).unwrap_err();
        assert_eq!(refused, RejectReason::UnknownPrekey);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Days on which the device is online; each day it is, it rotates and unlocks.
        #[test]
        fn no_secret_outlives_61_days_or_32_for_one_online_daily(
            online in prop::collection::vec(any::<bool>(), 1..140),
        ) {
            let mut entries = Vec::new();
            for (day, online) in online.into_iter().enumerate() {
                let now = START.plus(day as u64 * DAY);
                destroy_due(&mut entries, now);
                for entry in &entries {
                    let age = now.since(entry.statement.not_before());
                    prop_assert!(age < 61 * DAY);
                    if let Some(replaced) = entry.replaced {
                        prop_assert!(now.since(replaced) < 31 * DAY);
                    }
                }
                if online && rotation_due(&entries, now) {
                    let new = entry(day as u64, now);
                    let hash = new.statement.hash();
                    entries.push(new);
                    confirm(&mut entries, hash, now);
                }
                let alive = entries.iter().filter(|entry| entry.replaced.is_none()).count();
                prop_assert!(alive <= 1);
            }
        }
    }
}
