//! When to look at what is due: in the lull after something came, so that a receipt leaves at once
//! and a burst is answered together.

use super::link::TICK;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};

/// Nothing came for so long: whoever waits for receipts waits no longer than a glance takes, and
/// the commits of a catch-up follow each other faster.
const LULL: Duration = Duration::from_millis(50);

/// Waits for the lull after the next arrival, a tick at most.
pub(super) async fn lull(came: &Notify) {
    let tick = Instant::now() + TICK;
    if tokio::time::timeout_at(tick, came.notified())
        .await
        .is_err()
    {
        return;
    }
    loop {
        tokio::select! {
            () = sleep_until(tick) => return,
            () = sleep(LULL) => return,
            () = came.notified() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn taken(came: &Notify) -> Duration {
        let begun = Instant::now();
        lull(came).await;
        begun.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn without_arrivals_a_tick_passes() {
        assert_eq!(taken(&Notify::new()).await, TICK);
    }

    #[tokio::test(start_paused = true)]
    async fn an_arrival_is_answered_after_a_lull() {
        let came = Notify::new();
        came.notify_one();
        assert_eq!(taken(&came).await, LULL);
        // The arrival was that one's.
        assert_eq!(taken(&came).await, TICK);
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_answered_together_and_within_a_tick() {
        let came = Notify::new();
        let arrivals = async {
            loop {
                came.notify_one();
                sleep(LULL / 2).await;
            }
        };
        tokio::select! {
            passed = taken(&came) => assert_eq!(passed, TICK),
            () = arrivals => {}
        }
    }
}
