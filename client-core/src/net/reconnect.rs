//! When to try again: exponential backoff with jitter. Pure: a number of failures and entropy in,
//! milliseconds out; the caller waits.

use super::NetError;
use consilium_types::Entropy;

/// The first wait's ceiling: a relay that restarts is back within a second or two.
const FIRST_MS: u64 = 1_000;
/// The longest wait's ceiling, so that a phone finds its relay within a minute of its return.
const LONGEST_MS: u64 = 60_000;

/// Counts failures since the last success. Waits are uniform in the upper half of
/// `min(60 s, 1 s × 2ⁿ)`, so that the clients of a relay that restarts do not come back as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// No failure yet.
    pub const fn new() -> Self {
        Self { failures: 0 }
    }

    /// Failures since the last success.
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// It worked: the next wait is a first one again. For a socket: call when it said Ready and
    /// lasted, not when it opened.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// It failed: how many milliseconds to wait before the next try. A wait the relay asked for is
    /// kept, and jittered upwards.
    pub fn failed(&mut self, error: NetError, entropy: &dyn Entropy) -> u64 {
        let ceiling = FIRST_MS
            .saturating_mul(1_u64.checked_shl(self.failures).unwrap_or(u64::MAX))
            .min(LONGEST_MS);
        self.failures = self.failures.saturating_add(1);
        let half = ceiling / 2;
        let jitter = u64::from(entropy.below(u32::try_from(half).unwrap_or(u32::MAX)));
        let wait = half.saturating_add(jitter);
        match error {
            NetError::Later { retry_after_ms } => retry_after_ms.saturating_add(jitter),
            _ => wait,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::SeededEntropy;
    use proptest::prelude::*;

    #[test]
    fn waits_double_up_to_a_minute_and_begin_anew_after_success() {
        let entropy = SeededEntropy::new(1);
        let mut backoff = Backoff::new();
        for ceiling in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] {
            let wait = backoff.failed(NetError::Offline, &entropy);
            assert!(
                (ceiling / 2..ceiling).contains(&wait),
                "{wait} of {ceiling}"
            );
        }
        backoff.succeeded();
        assert!(backoff.failed(NetError::Offline, &entropy) < 1_000);
    }

    #[test]
    fn a_wait_that_the_relay_asked_for_is_kept() {
        let entropy = SeededEntropy::new(2);
        let later = NetError::Later {
            retry_after_ms: 90_000,
        };
        assert!(Backoff::new().failed(later, &entropy) >= 90_000);
    }

    proptest! {
        #[test]
        fn no_number_of_failures_overflows_or_stops_waiting(failures: u32, seed: u64) {
            let mut backoff = Backoff { failures };
            let wait = backoff.failed(NetError::Offline, &SeededEntropy::new(seed));
            prop_assert!((500..=60_000).contains(&wait));
        }
    }

    #[test]
    fn many_clients_of_one_relay_do_not_come_back_at_once() {
        let entropy = SeededEntropy::new(3);
        let waits: std::collections::BTreeSet<u64> = (0..100)
            .map(|_| Backoff { failures: 3 }.failed(NetError::Offline, &entropy))
            .collect();
        assert!(waits.len() > 90);
    }
}
