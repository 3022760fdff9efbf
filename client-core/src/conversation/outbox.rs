//! What goes out: who gets a content, and what the relay's answer means for it.

use consilium_statement::AccountStatement;
use consilium_types::limits::RETENTION_MS;
use consilium_types::{AccountId, DeviceId, Timestamp};

/// First wait after the relay could not take an envelope.
const FIRST_WAIT_MS: u64 = 15_000;
/// Longest such wait.
const LONGEST_WAIT_MS: u64 = 3_600_000;
/// How long a missing prekey is not asked for again.
const PREKEY_WAIT_MS: u64 = 15 * 60_000;

/// Every device that a content of a direct conversation is sealed to: the recipient's, and the
/// own ones but this (protocol §6: every content goes to the whole conversation).
pub fn recipients(
    own: &AccountStatement,
    this: DeviceId,
    recipient: &AccountStatement,
) -> Vec<(AccountId, DeviceId)> {
    let theirs = recipient
        .devices()
        .iter()
        .map(|entry| (recipient.account(), entry.id));
    let mine = own.devices().iter().map(|entry| (own.account(), entry.id));
    let mut all: Vec<_> = theirs
        .chain(mine)
        .filter(|(_, device)| *device != this)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What became of one envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// On the relay's disk.
    Done,
    /// Seal anew to the newest prekey, at once.
    SealAnew,
    /// The account's statement is outdated: ask for it, then for whom the content is.
    AskStatement,
    /// No usable prekey: shown as "not reachable for over a month", asked for again.
    NoPrekey,
    /// The mailbox is full.
    Full,
    /// The device is locked.
    Locked,
    /// Over a limit, for this long.
    Slowed {
        /// Milliseconds.
        retry_after_ms: u64,
    },
}

/// When to try an envelope again that was tried `attempts` times.
pub fn due_again(fate: Fate, attempts: u32, now: Timestamp) -> Timestamp {
    let doubled = FIRST_WAIT_MS
        .saturating_mul(1_u64.checked_shl(attempts.min(16)).unwrap_or(u64::MAX))
        .min(LONGEST_WAIT_MS);
    match fate {
        Fate::Done => now,
        // At once the first time; a relay that calls every prekey stale must not keep us busy.
        Fate::SealAnew | Fate::AskStatement if attempts <= 1 => now,
        Fate::SealAnew | Fate::AskStatement | Fate::Full | Fate::Locked => now.plus(doubled),
        Fate::NoPrekey => now.plus(PREKEY_WAIT_MS),
        Fate::Slowed { retry_after_ms } => now.plus(retry_after_ms.min(LONGEST_WAIT_MS)),
    }
}

/// Whether a content sent then is past sending: its readers would not show it.
pub const fn expired(sent: Timestamp, now: Timestamp) -> bool {
    now.since(sent) > RETENTION_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_answer_of_the_relay_makes_an_envelope_wait_for_more_than_an_hour_or_spin(
            attempts: u32,
            retry: u64,
        ) {
            let now = Timestamp(1_700_000_000_000);
            for fate in [
                Fate::SealAnew,
                Fate::AskStatement,
                Fate::NoPrekey,
                Fate::Full,
                Fate::Locked,
                Fate::Slowed { retry_after_ms: retry },
            ] {
                let due = due_again(fate, attempts, now);
                prop_assert!(due.since(now) <= LONGEST_WAIT_MS);
                if attempts > 1 && !matches!(fate, Fate::Slowed { .. }) {
                    prop_assert!(due > now);
                }
            }
        }
    }
}
