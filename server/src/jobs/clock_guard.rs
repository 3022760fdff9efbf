//! Expiry waits after a clock jump (protocol §10): a wrong clock must not empty mailboxes.
//!
//! The wall clock is compared with the boot clock, which nobody can set. While the machine runs,
//! also across restarts of the relay, the two must have moved alike, up to a day. Across a restart
//! of the machine nobody knows how long it was off; the relay then lets pass only what cannot
//! hurt: the wall clock may be ahead by a day more than the machine has been up. A machine that
//! was off for longer looks like a jump, and its operator confirms with one command.

use std::sync::Arc;

use consilium_store::{ClockMark, RelayStore, StoreError};
use consilium_types::limits::RELAY_CLOCK_JUMP_MS;
use consilium_types::{BootTime, Clock, Timestamp};
use tokio::sync::Mutex;

/// Watches the clocks and holds expiry.
pub struct ClockGuard {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
    last: Mutex<Option<ClockMark>>,
}

impl ClockGuard {
    /// Over a store, which keeps the last mark.
    pub fn new(store: Arc<dyn RelayStore>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            last: Mutex::new(None),
        }
    }

    /// Compares the clocks with the last mark, and makes a new one; true if expiry may go on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn check(&self) -> Result<bool, StoreError> {
        let mut last = self.last.lock().await;
        if last.is_none() {
            *last = self.store.clock_mark().await?;
        }
        let (wall, boot) = (self.clock.now(), self.clock.boot());
        let jumped = last.is_some_and(|mark| jumped(&mark, wall, boot));
        let was_held = last.is_some_and(|mark| mark.held);
        if jumped && !was_held {
            tracing::error!(
                "the clock jumped by over a day: nothing expires until the operator looks at the \
                 clock and runs `consilium-relay confirm-clock`"
            );
        }
        self.mark(&mut last, jumped || was_held).await
    }

    /// The operator says that the clock is right.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn confirm(&self) -> Result<(), StoreError> {
        let mut last = self.last.lock().await;
        self.mark(&mut last, false).await?;
        tracing::warn!("the operator confirmed the clock");
        Ok(())
    }

    async fn mark(&self, last: &mut Option<ClockMark>, held: bool) -> Result<bool, StoreError> {
        let boot = self.clock.boot();
        let mark = ClockMark {
            wall: self.clock.now(),
            boot: boot.boot,
            boot_ms: boot.ms,
            held,
        };
        self.store.set_clock_mark(mark).await?;
        *last = Some(mark);
        Ok(!held)
    }
}

fn jumped(mark: &ClockMark, wall: Timestamp, boot: BootTime) -> bool {
    let before = BootTime {
        boot: mark.boot,
        ms: mark.boot_ms,
    };
    let forward = wall.since(mark.wall);
    let backward = mark.wall.since(wall);
    match boot.since(before) {
        Some(elapsed) => {
            backward > RELAY_CLOCK_JUMP_MS || forward.abs_diff(elapsed) > RELAY_CLOCK_JUMP_MS
        }
        None => {
            let up = boot.ms.saturating_add(RELAY_CLOCK_JUMP_MS);
            backward > RELAY_CLOCK_JUMP_MS || forward > up
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_store::StoreLimits;
    use consilium_store::memory::MemoryStore;
    use consilium_types::ManualClock;
    use std::time::Duration;

    const DAY: Duration = Duration::from_secs(86_400);
    const DAY_MS: i64 = 86_400_000;

    fn setup() -> (Arc<ManualClock>, Arc<MemoryStore>) {
        let clock = Arc::new(ManualClock::at(Timestamp(1_795_000_000_000)));
        (clock, Arc::new(MemoryStore::new(StoreLimits::default())))
    }

    fn guard(clock: &Arc<ManualClock>, store: &Arc<MemoryStore>) -> ClockGuard {
        let store: Arc<dyn RelayStore> = store.clone();
        ClockGuard::new(store, clock.clone())
    }

    #[tokio::test]
    async fn time_that_passes_holds_nothing_also_while_the_relay_is_stopped() {
        let (clock, store) = setup();
        assert!(guard(&clock, &store).check().await.unwrap());
        clock.advance(DAY * 40);
        assert!(guard(&clock, &store).check().await.unwrap());
    }

    #[tokio::test]
    async fn a_jump_of_over_a_day_holds_until_it_is_confirmed() {
        for jump in [DAY_MS + 1, -DAY_MS - 1] {
            let (clock, store) = setup();
            let first = guard(&clock, &store);
            assert!(first.check().await.unwrap());
            clock.set_wall_by(jump);
            assert!(!first.check().await.unwrap());
            assert!(!first.check().await.unwrap(), "it stays held");
            let restarted = guard(&clock, &store);
            assert!(!restarted.check().await.unwrap(), "across a restart too");
            restarted.confirm().await.unwrap();
            assert!(restarted.check().await.unwrap());
        }
    }

    #[tokio::test]
    async fn a_jump_of_up_to_a_day_holds_nothing() {
        let (clock, store) = setup();
        let guard = guard(&clock, &store);
        assert!(guard.check().await.unwrap());
        clock.set_wall_by(DAY_MS);
        assert!(guard.check().await.unwrap());
    }

    #[tokio::test]
    async fn across_a_restart_of_the_machine_a_day_passes_and_more_is_held() {
        for (jump, passes) in [(DAY_MS, true), (2 * DAY_MS, false), (-2 * DAY_MS, false)] {
            let (clock, store) = setup();
            assert!(guard(&clock, &store).check().await.unwrap());
            clock.restart_machine();
            clock.set_wall_by(jump);
            assert_eq!(
                guard(&clock, &store).check().await.unwrap(),
                passes,
                "{jump}"
            );
        }
    }
}
