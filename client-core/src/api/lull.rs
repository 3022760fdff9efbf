//! When to look at what is due: in the lull after something came, so that a burst is answered
//! together and nobody waits long for a receipt.

use super::awaited::Awaited;
use super::core::Core;
use super::link::TICK;
use consilium_types::Entropy;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};

/// The shortest lull: no longer than a glance takes.
const LULL: Duration = Duration::from_millis(50);

/// Waits for the lull after the next arrival, a tick at most.
pub(super) async fn lull(core: &Core) {
    wait(&core.owing, || quiet(&core.line.awaited, &*core.entropy)).await;
}

/// How long nothing may have come: drawn at random, as an exact delay would tell a colleague, and
/// who watches the line, more of when this device got what (threats L17); the shortest while
/// somebody waits.
fn quiet(awaited: &Awaited, entropy: &dyn Entropy) -> Duration {
    if awaited.is_any() {
        return LULL;
    }
    let most = u32::try_from((TICK - LULL).as_millis()).unwrap_or(u32::MAX);
    LULL + Duration::from_millis(u64::from(entropy.below(most)))
}

async fn wait(came: &Notify, quiet: impl Fn() -> Duration) {
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
            () = sleep(quiet()) => return,
            () = came.notified() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::SeededEntropy;
    use std::collections::BTreeSet;

    async fn taken(came: &Notify) -> Duration {
        let begun = Instant::now();
        wait(came, || LULL).await;
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

    #[test]
    fn a_lull_is_random_and_within_a_tick_unless_somebody_waits() {
        let (awaited, entropy) = (Awaited::default(), SeededEntropy::new(4));
        let drawn: BTreeSet<_> = (0..100).map(|_| quiet(&awaited, &entropy)).collect();
        assert!(drawn.len() > 50, "{drawn:?}");
        assert!(drawn.iter().all(|quiet| (LULL..TICK).contains(quiet)));
        let waiting = awaited.begin();
        assert!((0..100).all(|_| quiet(&awaited, &entropy) == LULL));
        drop(waiting);
        assert!((0..100).any(|_| quiet(&awaited, &entropy) != LULL));
    }
}
