//! Whether the wall clock can be trusted to destroy by (protocol §10).

use consilium_types::limits::DEVICE_CLOCK_JUMP_MS;
use consilium_types::{BootTime, Clock, Timestamp};

/// Both clocks at one moment. Somebody who sets the wall clock ahead must not make this device
/// destroy anything: what is erased or destroyed waits until the relay's clock agrees or a day of
/// boot clock has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockMark {
    /// The wall clock.
    pub wall: Timestamp,
    /// The boot clock.
    pub boot: BootTime,
}

impl ClockMark {
    /// Both clocks now.
    #[must_use]
    pub fn of(clock: &dyn Clock) -> Self {
        Self {
            wall: clock.now(),
            boot: clock.boot(),
        }
    }

    /// Whether the wall clock went ahead by over 2 days more than the boot clock since this mark,
    /// or by over 2 days across a restart of the machine.
    #[must_use]
    pub fn jumped(&self, clock: &dyn Clock) -> bool {
        let boot = clock.boot();
        let counted = boot.since(self.boot).unwrap_or(boot.ms);
        let claimed = clock.now().since(self.wall);
        claimed.saturating_sub(counted) > DEVICE_CLOCK_JUMP_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::ManualClock;
    use std::time::Duration;

    const DAY: u64 = Timestamp::DAY_MS;

    #[test]
    fn time_that_passed_on_both_clocks_is_no_jump() {
        let clock = ManualClock::at(Timestamp(1_000_000));
        let mark = ClockMark::of(&clock);
        clock.advance(Duration::from_millis(40 * DAY));
        assert!(!mark.jumped(&clock));
        clock.set_wall_by(2 * 86_400_000);
        assert!(!mark.jumped(&clock));
        clock.set_wall_by(1);
        assert!(mark.jumped(&clock));
    }

    #[test]
    fn over_two_days_across_a_restart_are_a_jump() {
        let clock = ManualClock::at(Timestamp(1_000_000));
        let mark = ClockMark::of(&clock);
        clock.advance(Duration::from_millis(2 * DAY));
        clock.restart_machine();
        assert!(!mark.jumped(&clock));
        clock.advance(Duration::from_millis(DAY));
        assert!(!mark.jumped(&clock));
        clock.set_wall_by(1);
        assert!(mark.jumped(&clock));
    }

    #[test]
    fn a_clock_set_back_is_no_jump() {
        let clock = ManualClock::at(Timestamp(10 * DAY));
        let mark = ClockMark::of(&clock);
        clock.set_wall_by(-86_400_000 * 9);
        assert!(!mark.jumped(&clock));
    }
}
