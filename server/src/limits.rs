//! Rates: how often somebody may do something. Keyed, bounded in memory, by the boot clock.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use consilium_types::Clock;
use serde::{Deserialize, Serialize};

/// How much of something is allowed: `burst` at once, and `per_minute` in the long run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Units at once.
    pub burst: u32,
    /// Units a minute, again and again.
    pub per_minute: u32,
}

impl Rate {
    /// `burst` at once and `per_minute` in the long run.
    pub const fn new(burst: u32, per_minute: u32) -> Self {
        Self { burst, per_minute }
    }

    /// Microseconds that one unit costs; a rate of 0 gives one unit an hour, so that waits stay finite.
    const fn interval_us(self) -> u64 {
        match 60_000_000_u64.checked_div(self.per_minute as u64) {
            Some(0) => 1,
            Some(interval) => interval,
            None => 3_600_000_000,
        }
    }

    /// Takes `units` from the bucket `full_at` (the time, in µs, at which it is full again).
    fn take(self, full_at: u64, now_us: u64, units: u32) -> Result<u64, Wait> {
        let interval = self.interval_us();
        let allowed = now_us.saturating_add(u64::from(self.burst).saturating_mul(interval));
        let next = full_at
            .max(now_us)
            .saturating_add(u64::from(units).saturating_mul(interval));
        if next <= allowed {
            Ok(next)
        } else {
            Err(Wait {
                ms: next.saturating_sub(allowed).div_ceil(1000).max(1),
            })
        }
    }
}

/// Too much: the same is allowed after this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Milliseconds.
    pub ms: u64,
}

/// The boot clock in microseconds: what buckets count by, since nobody can set it.
pub fn now_us(clock: &dyn Clock) -> u64 {
    clock.boot().ms.saturating_mul(1000)
}

/// How full one bucket is; the rate lies elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level(u64);

impl Level {
    /// Takes all of `units` or nothing.
    ///
    /// # Errors
    /// [`Wait`] until they can be taken.
    pub fn take(&mut self, rate: Rate, units: u32, now_us: u64) -> Result<(), Wait> {
        self.0 = rate.take(self.0, now_us, units)?;
        Ok(())
    }
}

/// One bucket that several tasks share.
#[derive(Debug)]
pub struct Bucket {
    rate: Rate,
    full_at: AtomicU64,
}

impl Bucket {
    /// A full one.
    pub const fn new(rate: Rate) -> Self {
        Self {
            rate,
            full_at: AtomicU64::new(0),
        }
    }

    /// Takes all of `units` or nothing.
    ///
    /// # Errors
    /// [`Wait`] until they can be taken.
    pub fn take(&self, units: u32, now_us: u64) -> Result<(), Wait> {
        let mut wait = Wait { ms: 1 };
        let taken = self
            .full_at
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full_at| {
                match self.rate.take(full_at, now_us, units) {
                    Ok(next) => Some(next),
                    Err(until) => {
                        wait = until;
                        None
                    }
                }
            });
        taken.map(|_| ()).map_err(|_| wait)
    }

    fn is_full(&self, now_us: u64) -> bool {
        self.full_at.load(Ordering::Relaxed) <= now_us
    }
}

/// A bucket a key, at most `capacity` of them. When there are more, those that are full again are
/// forgotten; if none is, all further keys share one bucket.
pub struct Keyed<K> {
    rate: Rate,
    capacity: usize,
    buckets: Mutex<HashMap<K, Bucket>>,
    shared: Bucket,
}

impl<K: Hash + Eq> Keyed<K> {
    /// No key is known yet.
    pub fn new(rate: Rate, capacity: usize) -> Self {
        Self {
            rate,
            capacity,
            buckets: Mutex::new(HashMap::new()),
            shared: Bucket::new(rate),
        }
    }

    /// Takes `units` of `key`'s bucket, all or nothing.
    ///
    /// # Errors
    /// [`Wait`] until they can be taken.
    pub fn take(&self, key: K, units: u32, now_us: u64) -> Result<(), Wait> {
        let mut buckets = match self.buckets.lock() {
            Ok(buckets) => buckets,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(bucket) = buckets.get(&key) {
            return bucket.take(units, now_us);
        }
        if buckets.len() >= self.capacity {
            buckets.retain(|_, bucket| !bucket.is_full(now_us));
        }
        if buckets.len() >= self.capacity {
            return self.shared.take(units, now_us);
        }
        buckets
            .entry(key)
            .or_insert_with(|| Bucket::new(self.rate))
            .take(units, now_us)
    }
}

/// A bucket a key that holders keep while they work. Those that nobody holds and that are full
/// again are forgotten when there are more than `capacity`.
pub struct Shared<K> {
    rate: Rate,
    capacity: usize,
    buckets: Mutex<HashMap<K, Arc<Bucket>>>,
}

impl<K: Hash + Eq> Shared<K> {
    /// No key is known yet.
    pub fn new(rate: Rate, capacity: usize) -> Self {
        Self {
            rate,
            capacity,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// The bucket of a key.
    pub fn of(&self, key: K, now_us: u64) -> Arc<Bucket> {
        let mut buckets = match self.buckets.lock() {
            Ok(buckets) => buckets,
            Err(poisoned) => poisoned.into_inner(),
        };
        if buckets.len() >= self.capacity {
            buckets.retain(|_, bucket| Arc::strong_count(bucket) > 1 || !bucket.is_full(now_us));
        }
        let bucket = buckets
            .entry(key)
            .or_insert_with(|| Arc::new(Bucket::new(self.rate)));
        Arc::clone(bucket)
    }
}

/// What limits count an address by: an IPv4 address, or the /64 that one IPv6 subscriber has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AddressKey(u64);

impl From<std::net::IpAddr> for AddressKey {
    fn from(address: std::net::IpAddr) -> Self {
        match address.to_canonical() {
            std::net::IpAddr::V4(v4) => Self(u64::from(v4.to_bits())),
            std::net::IpAddr::V6(v6) => {
                let [a, b, c, d, e, f, g, h, ..] = v6.octets();
                Self(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: Rate = Rate::new(3, 60);

    #[test]
    fn a_burst_is_allowed_then_one_a_second() {
        let bucket = Bucket::new(RATE);
        for _ in 0..3 {
            assert_eq!(bucket.take(1, 0), Ok(()));
        }
        assert_eq!(bucket.take(1, 0), Err(Wait { ms: 1000 }));
        assert_eq!(bucket.take(1, 999_999), Err(Wait { ms: 1 }));
        assert_eq!(bucket.take(1, 1_000_000), Ok(()));
        assert!(bucket.take(1, 1_000_000).is_err());
    }

    #[test]
    fn a_refusal_takes_nothing() {
        let bucket = Bucket::new(RATE);
        assert!(bucket.take(4, 0).is_err());
        assert_eq!(bucket.take(3, 0), Ok(()));
    }

    #[test]
    fn keys_do_not_disturb_each_other_until_there_are_too_many() {
        let keyed = Keyed::new(Rate::new(1, 60), 2);
        assert_eq!(keyed.take("a", 1, 0), Ok(()));
        assert_eq!(keyed.take("b", 1, 0), Ok(()));
        assert!(keyed.take("a", 1, 0).is_err());
        assert_eq!(keyed.take("c", 1, 0), Ok(()));
        assert!(keyed.take("d", 1, 0).is_err());
        assert_eq!(keyed.take("e", 1, 1_000_000), Ok(()));
        assert_eq!(keyed.take("f", 1, 1_000_000), Ok(()));
    }

    #[test]
    fn a_shared_bucket_is_the_same_for_all_holders_and_forgotten_when_full_again() {
        let shared = Shared::new(Rate::new(1, 60), 1);
        let held = shared.of("a", 0);
        assert_eq!(shared.of("a", 0).take(1, 0), Ok(()));
        assert!(held.take(1, 0).is_err());
        drop(held);
        let _ = shared.of("b", 0);
        assert!(shared.of("a", 0).take(1, 0).is_err());
        let _ = shared.of("c", 1_000_000);
        assert_eq!(shared.of("a", 1_000_000).take(1, 1_000_000), Ok(()));
    }

    #[test]
    fn one_ipv6_subscriber_is_one_key_and_mapped_ipv4_is_ipv4() {
        let key = |text: &str| AddressKey::from(text.parse::<std::net::IpAddr>().unwrap());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }

    proptest! {
        #[test]
        fn in_any_window_no_more_than_burst_and_rate_pass(
            steps in prop::collection::vec((0_u64..3_000_000, 1_u32..4), 1..60),
        ) {
            let bucket = Bucket::new(RATE);
            let (mut now, mut passed) = (0, 0_u64);
            for (step, units) in steps {
                now += step;
                if bucket.take(units, now).is_ok() {
                    passed += u64::from(units);
                }
            }
            prop_assert!(passed <= 3 + now / 1_000_000);
        }
    }
}
