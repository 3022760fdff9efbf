//! Login nonces that need no memory until they are used: `u64 issued ‖ 8 random ‖ MAC 16`, keyed
//! per process. So nobody can fill a table by asking for challenges (R45); only nonces that proved
//! a login are remembered, until they expire.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard};

use consilium_sodium::{Context, SodiumError, ct_eq, k_public};
use consilium_types::limits::LOGIN_NONCE_MS;
use consilium_types::{Clock, Entropy};

/// Nonces used within their life that are remembered: over 3,000 logins a second.
const REMEMBERED: usize = 200_000;

/// Issues nonces and takes each once.
pub struct Nonces {
    key: [u8; 32],
    used: Mutex<Used>,
}

#[derive(Default)]
struct Used {
    set: HashSet<[u8; 32]>,
    order: VecDeque<(u64, [u8; 32])>,
}

impl Nonces {
    /// With a key of its own.
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self {
            key: entropy.array(),
            used: Mutex::default(),
        }
    }

    /// A fresh one.
    ///
    /// # Errors
    /// [`SodiumError`] if the library fails.
    pub fn issue(&self, clock: &dyn Clock, entropy: &dyn Entropy) -> Result<[u8; 32], SodiumError> {
        let issued = clock.boot().ms.to_be_bytes();
        let random: [u8; 8] = entropy.array();
        let mac = self.mac(&issued, &random)?;
        let mut nonce = [0; 32];
        let bytes = issued.iter().chain(&random).chain(&mac);
        for (to, from) in nonce.iter_mut().zip(bytes) {
            *to = *from;
        }
        Ok(nonce)
    }

    /// Whether this relay issued it within the last 60 s. It may still have been used.
    pub fn is_fresh(&self, nonce: &[u8; 32], clock: &dyn Clock) -> bool {
        let Some((issued, random, mac)) = split(nonce) else {
            return false;
        };
        let genuine = self
            .mac(issued, random)
            .is_ok_and(|expected| ct_eq(&expected, mac));
        let age = clock.boot().ms.checked_sub(u64::from_be_bytes(*issued));
        genuine && age.is_some_and(|age| age <= LOGIN_NONCE_MS)
    }

    /// Takes it; false if it was taken before, or if too many are remembered.
    pub fn take(&self, nonce: &[u8; 32], clock: &dyn Clock) -> bool {
        let now = clock.boot().ms;
        let mut used = self.lock();
        while let Some((at, old)) = used.order.front().copied() {
            if now.saturating_sub(at) <= LOGIN_NONCE_MS {
                break;
            }
            used.order.pop_front();
            used.set.remove(&old);
        }
        if used.order.len() >= REMEMBERED || !used.set.insert(*nonce) {
            return false;
        }
        used.order.push_back((now, *nonce));
        true
    }

    fn mac(&self, issued: &[u8; 8], random: &[u8; 8]) -> Result<[u8; 16], SodiumError> {
        let full = k_public(&self.key, Context::LoginNonce, &[issued, random])?;
        let mut mac = [0; 16];
        for (to, from) in mac.iter_mut().zip(full) {
            *to = from;
        }
        Ok(mac)
    }

    fn lock(&self) -> MutexGuard<'_, Used> {
        match self.used.lock() {
            Ok(used) => used,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

fn split(nonce: &[u8; 32]) -> Option<(&[u8; 8], &[u8; 8], &[u8; 16])> {
    let (issued, rest) = nonce.split_first_chunk()?;
    let (random, mac) = rest.split_first_chunk()?;
    Some((issued, random, mac.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::{ManualClock, SeededEntropy, Timestamp};
    use std::time::Duration;

    fn setup() -> (Nonces, ManualClock, SeededEntropy) {
        let entropy = SeededEntropy::new(1);
        let clock = ManualClock::at(Timestamp(1_000_000));
        clock.advance(Duration::from_secs(1000));
        (Nonces::new(&entropy), clock, entropy)
    }

    #[test]
    fn a_nonce_is_good_once_and_for_a_minute() {
        let (nonces, clock, entropy) = setup();
        let nonce = nonces.issue(&clock, &entropy).unwrap();
        assert!(nonces.is_fresh(&nonce, &clock));
        assert!(nonces.take(&nonce, &clock));
        assert!(!nonces.take(&nonce, &clock));
        clock.advance(Duration::from_millis(LOGIN_NONCE_MS));
        assert!(nonces.is_fresh(&nonce, &clock));
        assert!(!nonces.take(&nonce, &clock));
        clock.advance(Duration::from_millis(1));
        assert!(!nonces.is_fresh(&nonce, &clock));
    }

    #[test]
    fn a_used_nonce_is_forgotten_only_when_it_is_stale() {
        let (nonces, clock, entropy) = setup();
        for _ in 0..50 {
            let nonce = nonces.issue(&clock, &entropy).unwrap();
            assert!(nonces.take(&nonce, &clock));
            clock.advance(Duration::from_secs(10));
            assert!(nonces.lock().set.len() <= 7);
        }
    }

    #[test]
    fn a_nonce_of_another_relay_or_a_flipped_one_is_refused() {
        let (nonces, clock, entropy) = setup();
        let other = Nonces::new(&entropy);
        let nonce = nonces.issue(&clock, &entropy).unwrap();
        assert!(!other.is_fresh(&nonce, &clock));
        for index in 0..32 {
            let mut flipped = nonce;
            flipped[index] ^= 1;
            assert!(!nonces.is_fresh(&flipped, &clock), "byte {index}");
        }
    }
}
