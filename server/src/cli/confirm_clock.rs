//! `confirm-clock`.

use std::sync::Arc;

use consilium_types::SystemClock;

use super::{Place, say};
use crate::admin::{Answer, Question, ask};
use crate::jobs::clock_guard::ClockGuard;
use crate::lifecycle::open_store;

/// Ends the hold of expiry: asks the running relay, or writes into the store of a stopped one.
pub(super) async fn run(place: &Place) -> anyhow::Result<()> {
    let config = place.load(false)?;
    match ask(&config.folder, Question::ConfirmClock).await? {
        Some(Answer::Done) => {}
        Some(Answer::Failed(reason)) => anyhow::bail!("{reason}"),
        Some(Answer::Inspection(_)) => anyhow::bail!("the relay gave another answer: is it older?"),
        None => {
            let store = open_store(&config).await?;
            let guard = ClockGuard::new(Arc::clone(&store), Arc::new(SystemClock));
            guard.confirm().await?;
            store.close().await?;
        }
    }
    say("the clock is confirmed: envelopes expire again")?;
    Ok(())
}
