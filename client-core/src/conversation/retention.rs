//! When contents go (R7, protocol §10): 30 days after their effective time, by this device's clock.
//! A clock that jumped erases nothing until it is confirmed.

use consilium_types::limits::{CLOCK_REFUSE_MS, DEVICE_CLOCK_JUMP_MS, RETENTION_MS};
use consilium_types::{BootTime, Timestamp};

/// When a content of that effective time goes.
pub const fn expires(effective: Timestamp) -> Timestamp {
    effective.plus(RETENTION_MS)
}

/// Contents of an effective time up to this have expired at `now`.
pub const fn horizon(now: Timestamp) -> Timestamp {
    now.minus(RETENTION_MS)
}

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Wall clock.
    pub wall: Timestamp,
    /// Boot clock.
    pub boot: BootTime,
}

/// What is remembered of the clocks between two looks, also across restarts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockMemory {
    /// The last look.
    pub last: Moment,
    /// Since when erasure waits after a jump.
    pub doubted: Option<BootTime>,
}

/// The memory after a look at both clocks, and by the relay's clock if there was one lately.
/// Erasure may run if nothing is doubted.
pub fn look(memory: Option<ClockMemory>, now: Moment, relay: Option<Timestamp>) -> ClockMemory {
    let doubted = memory.and_then(|memory| doubt(memory, now));
    let confirmed = relay.is_some_and(|relay| relay.distance(now.wall) < CLOCK_REFUSE_MS);
    ClockMemory {
        last: now,
        doubted: doubted.filter(|_| !confirmed),
    }
}

fn doubt(memory: ClockMemory, now: Moment) -> Option<BootTime> {
    if jumped(memory.last, now) {
        return Some(now.boot);
    }
    let since = memory.doubted?;
    match now.boot.since(since) {
        // A day of boot clock settles it.
        Some(waited) if waited >= Timestamp::DAY_MS => None,
        Some(_) => Some(since),
        // The machine restarted: the day begins anew.
        None => Some(now.boot),
    }
}

/// Whether the wall clock went over two days further than the boot clock did; across a restart of
/// the machine the boot clock says nothing.
fn jumped(last: Moment, now: Moment) -> bool {
    let passed = now.boot.since(last.boot).unwrap_or_default();
    now.wall.since(last.wall.plus(passed)) > DEVICE_CLOCK_JUMP_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: u64 = 1_700_000_000_000;
    const HOUR: u64 = Timestamp::HOUR_MS;
    const DAY: u64 = Timestamp::DAY_MS;

    fn moment(wall: u64, boot: u8, ms: u64) -> Moment {
        Moment {
            wall: Timestamp(START + wall),
            boot: BootTime {
                boot: [boot; 16],
                ms,
            },
        }
    }

    fn first() -> ClockMemory {
        look(None, moment(0, 1, 1000), None)
    }

    #[test]
    fn a_phone_that_slept_31_days_erases_at_once() {
        let memory = look(Some(first()), moment(31 * DAY, 1, 1000 + 31 * DAY), None);
        assert_eq!(memory.doubted, None);
    }

    #[test]
    fn after_a_jump_erasure_waits_for_the_relay_or_a_day_of_boot_clock() {
        let jumped = look(Some(first()), moment(40 * DAY, 1, 2000), None);
        assert!(jumped.doubted.is_some());
        let later = look(
            Some(jumped),
            moment(40 * DAY + 23 * HOUR, 1, 2000 + 23 * HOUR),
            None,
        );
        assert!(later.doubted.is_some());
        let day = look(Some(later), moment(41 * DAY, 1, 2000 + DAY), None);
        assert_eq!(day.doubted, None);
        let agreed = look(
            Some(jumped),
            moment(40 * DAY, 1, 3000),
            Some(Timestamp(START + 40 * DAY)),
        );
        assert_eq!(agreed.doubted, None);
        let disagreed = look(
            Some(jumped),
            moment(40 * DAY, 1, 3000),
            Some(Timestamp(START)),
        );
        assert!(disagreed.doubted.is_some());
    }

    #[test]
    fn a_jump_across_a_restart_waits_and_further_restarts_begin_the_day_anew() {
        let restarted = look(Some(first()), moment(3 * DAY, 2, 10), None);
        assert!(restarted.doubted.is_some());
        let again = look(Some(restarted), moment(3 * DAY + 20 * HOUR, 3, 10), None);
        assert_eq!(again.doubted, Some(moment(0, 3, 10).boot));
        let soon = look(Some(first()), moment(DAY, 2, 10), None);
        assert_eq!(soon.doubted, None, "a day off is no jump");
    }

    #[test]
    fn setting_the_clock_back_and_forth_again_is_a_jump_like_any_other() {
        let back = look(Some(first()), moment(0, 1, 2000), None);
        let forth = look(Some(back), moment(5 * DAY, 1, 3000), None);
        assert!(forth.doubted.is_some());
    }

    proptest! {
        #[test]
        fn clocks_that_run_together_never_raise_doubt(steps in prop::collection::vec(0_u64..90 * DAY, 1..20)) {
            let (mut passed, mut memory) = (0, first());
            for step in steps {
                passed += step;
                memory = look(Some(memory), moment(passed, 1, 1000 + passed), None);
                prop_assert_eq!(memory.doubted, None);
            }
        }
    }
}
