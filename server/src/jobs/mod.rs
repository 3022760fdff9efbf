//! What the relay does by itself, by an injected clock and with bounded work a step.

pub mod clock_guard;

use std::sync::Arc;
use std::time::Duration;

use consilium_store::StoreError;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use self::clock_guard::ClockGuard;
use crate::app::App;
use crate::config::Retention;

/// Between two looks at tokens of sockets.
const SECOND: Duration = Duration::from_secs(1);
/// Between two steps of one expiry, so that sends go first.
const STEP_PAUSE: Duration = Duration::from_millis(5);

/// The jobs, one after the other.
pub struct Jobs {
    app: Arc<App>,
    guard: Arc<ClockGuard>,
    retention: Retention,
    wake: Arc<Notify>,
}

impl Jobs {
    /// `wake` makes them look at once.
    pub fn new(
        app: Arc<App>,
        guard: Arc<ClockGuard>,
        retention: Retention,
        wake: Arc<Notify>,
    ) -> Self {
        Self {
            app,
            guard,
            retention,
            wake,
        }
    }

    /// Runs until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let mut until_look = 0_u32;
        loop {
            if until_look == 0 {
                until_look = self.retention.check_seconds;
                if let Err(error) = self.look(&stop).await {
                    tracing::error!(error = %error, "a job failed; it runs again later");
                }
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.wake.notified() => until_look = 0,
                () = tokio::time::sleep(SECOND) => until_look = until_look.saturating_sub(1),
            }
            self.app.presence.end_expired(self.app.clock.now());
        }
        if let Err(error) = self.guard.check().await {
            tracing::error!(error = %error, "the clocks could not be noted");
        }
    }

    async fn look(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let may_expire = self.guard.check().await?;
        self.app
            .metrics
            .expiry_held
            .set(if may_expire { 0.0 } else { 1.0 });
        self.move_numbers().await?;
        self.app.store.sweep_tokens(self.app.clock.now()).await?;
        if may_expire {
            self.expire(stop).await?;
        }
        Ok(())
    }

    async fn move_numbers(&self) -> Result<(), StoreError> {
        let moved = self
            .app
            .store
            .move_due_numbers(self.app.clock.now())
            .await?;
        for number in moved {
            self.app.discovery.refresh(number.from).await?;
            self.app.discovery.refresh(number.to).await?;
            tracing::info!(from = ?number.from, to = ?number.to, "a number moved");
        }
        Ok(())
    }

    async fn expire(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let mut total = 0_u64;
        loop {
            let now = self.app.clock.now();
            let step = u64::from(self.retention.step);
            let expired = self.app.store.expire(now, step).await?;
            total = total.saturating_add(expired.count);
            self.app.metrics.expired.increment(expired.count);
            if !expired.more || stop.is_cancelled() {
                break;
            }
            tokio::time::sleep(STEP_PAUSE).await;
        }
        if total > 0 {
            tracing::info!(count = total, "envelopes expired");
        }
        Ok(())
    }
}
