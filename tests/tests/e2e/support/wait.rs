//! Waiting for conditions, never for time: a test ends as soon as what it waits for is there.

use std::future::Future;
use std::time::Duration;

/// Longest wait for anything. Far above what anything takes; reaching it is a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at a condition that cannot announce itself.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// The value of `future`, or a failure that says what was waited for.
pub(crate) async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {PATIENCE:?} for {what}"),
    }
}

/// Looks until `look` finds something.
pub(crate) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    within(what, async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    })
    .await
}

/// Looks until `look` holds.
pub(crate) async fn until_true(what: &str, mut look: impl FnMut() -> bool) {
    until(what, async || look().then_some(())).await;
}
