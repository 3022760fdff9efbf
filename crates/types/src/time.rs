//! Time as an argument: the wall clock, and the boot clock that nobody can set.

use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

/// Milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// One hour in milliseconds.
    pub const HOUR_MS: u64 = 3_600_000;
    /// One day in milliseconds.
    pub const DAY_MS: u64 = 24 * Self::HOUR_MS;

    /// Milliseconds since 1970.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// Later by `ms`, at most the end of time.
    #[must_use]
    pub const fn plus(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Earlier by `ms`, at least 1970.
    #[must_use]
    pub const fn minus(self, ms: u64) -> Self {
        Self(self.0.saturating_sub(ms))
    }

    /// Milliseconds from `earlier` until this, 0 if it is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Milliseconds between the two, either way.
    pub const fn distance(self, other: Self) -> u64 {
        self.0.abs_diff(other.0)
    }

    /// Rounded down to the hour: all that the relay keeps of an arrival (protocol §9).
    #[must_use]
    pub const fn hour(self) -> Self {
        match self.0.checked_rem(Self::HOUR_MS) {
            Some(rest) => Self(self.0.saturating_sub(rest)),
            None => self,
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}ms", self.0)
    }
}

/// Time since the machine started, sleep included, and which start that was. It cannot be set, so
/// waits after a wrong PIN and erasure after a clock jump count by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BootTime {
    /// Which start of the machine: values of different starts cannot be compared.
    pub boot: [u8; 16],
    /// Milliseconds since that start.
    pub ms: u64,
}

impl BootTime {
    /// Milliseconds from `earlier` until this; `None` across a restart of the machine.
    pub fn since(self, earlier: Self) -> Option<u64> {
        (self.boot == earlier.boot).then(|| self.ms.saturating_sub(earlier.ms))
    }
}

/// Where time comes from.
pub trait Clock: Send + Sync {
    /// The wall clock: can be set, wrong, and jump.
    fn now(&self) -> Timestamp;
    /// The boot clock.
    fn boot(&self) -> BootTime;
}

/// The machine's clocks.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the wall clock"
    )]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or(Duration::ZERO);
        Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    fn boot(&self) -> BootTime {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let id = rustix::time::ClockId::Boottime;
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        let id = rustix::time::ClockId::Monotonic;
        let time = rustix::time::clock_gettime(id);
        let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
        let millis = u64::try_from(time.tv_nsec).unwrap_or_default() / 1_000_000;
        BootTime {
            boot: boot_id(),
            ms: seconds.saturating_mul(1000).saturating_add(millis),
        }
    }
}

/// Linux names each start of the machine; elsewhere the value is zero, and a restart shows as a
/// boot clock that went backwards, which waits treat as "no time has passed".
fn boot_id() -> [u8; 16] {
    static ID: std::sync::OnceLock<[u8; 16]> = std::sync::OnceLock::new();
    *ID.get_or_init(|| {
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
            .ok()
            .and_then(|text| crate::ids::from_hex(&text.trim().replace('-', "")))
            .unwrap_or_default()
    })
}

/// A clock that moves only when told to: both hands over any base clock. With [`ManualClock::at`]
/// the base stands still; with [`ManualClock::over`] it runs on.
pub struct ManualClock {
    base: Option<Box<dyn Clock>>,
    state: Mutex<Hands>,
}

#[derive(Clone, Copy, Default)]
struct Hands {
    wall_ms: i128,
    boot_ms: u64,
    boots: u8,
}

impl ManualClock {
    /// Stands at `now` with a boot clock of zero.
    pub fn at(now: Timestamp) -> Self {
        let hands = Hands {
            wall_ms: i128::from(now.0),
            ..Hands::default()
        };
        Self {
            base: None,
            state: Mutex::new(hands),
        }
    }

    /// Runs with `base`, plus what [`ManualClock::advance`] adds.
    pub fn over(base: impl Clock + 'static) -> Self {
        Self {
            base: Some(Box::new(base)),
            state: Mutex::new(Hands::default()),
        }
    }

    /// Time passes: wall and boot clock go forward together.
    pub fn advance(&self, by: Duration) {
        let ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.with(|hands| {
            hands.wall_ms = hands.wall_ms.saturating_add(i128::from(ms));
            hands.boot_ms = hands.boot_ms.saturating_add(ms);
        });
    }

    /// Somebody sets the wall clock: it jumps by `ms`, the boot clock does not.
    pub fn set_wall_by(&self, ms: i64) {
        self.with(|hands| hands.wall_ms = hands.wall_ms.saturating_add(i128::from(ms)));
    }

    /// The machine restarts: the boot clock begins anew.
    pub fn restart_machine(&self) {
        self.with(|hands| {
            hands.boots = hands.boots.wrapping_add(1);
            hands.boot_ms = 0;
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut Hands) -> T) -> T {
        match self.state.lock() {
            Ok(mut hands) => change(&mut hands),
            Err(poisoned) => change(&mut poisoned.into_inner()),
        }
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        let base = self.base.as_ref().map_or(0, |base| base.now().0);
        let wall = self
            .with(|hands| hands.wall_ms)
            .saturating_add(i128::from(base));
        Timestamp(u64::try_from(wall.max(0)).unwrap_or(u64::MAX))
    }

    fn boot(&self) -> BootTime {
        let base = self.base.as_ref().map(|base| base.boot());
        let hands = self.with(|hands| *hands);
        let mut boot = base.map_or([0; 16], |base| base.boot);
        if let Some(first) = boot.first_mut() {
            *first = first.wrapping_add(hands.boots);
        }
        BootTime {
            boot,
            ms: base.map_or(0, |base| base.ms).saturating_add(hands.boot_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrival_is_kept_to_the_hour_only() {
        assert_eq!(Timestamp(7_200_001).hour(), Timestamp(7_200_000));
        assert_eq!(Timestamp(7_199_999).hour(), Timestamp(3_600_000));
    }

    #[test]
    fn setting_the_wall_clock_leaves_the_boot_clock() {
        let clock = ManualClock::at(Timestamp(1_000_000));
        let before = clock.boot();
        clock.set_wall_by(-500_000);
        assert_eq!(clock.now(), Timestamp(500_000));
        assert_eq!(clock.boot().since(before), Some(0));
    }

    #[test]
    fn boot_times_of_different_starts_cannot_be_compared() {
        let clock = ManualClock::at(Timestamp(0));
        let before = clock.boot();
        clock.restart_machine();
        assert_eq!(clock.boot().since(before), None);
    }

    #[test]
    fn time_that_passes_moves_both_clocks() {
        let clock = ManualClock::over(SystemClock);
        let (wall, boot) = (clock.now(), clock.boot());
        clock.advance(Duration::from_secs(86_400));
        assert!(clock.now().since(wall) >= Timestamp::DAY_MS);
        assert!(clock.boot().since(boot).unwrap() >= Timestamp::DAY_MS);
    }

    #[test]
    fn the_boot_clock_never_goes_back() {
        let first = SystemClock.boot();
        assert!(SystemClock.boot().since(first).is_some());
    }
}
