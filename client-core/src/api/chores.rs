//! Chores beside sending and receiving: one that the relay refuses is put off, and takes neither
//! the line nor the other chores down.

use super::core::{Core, locked};
use super::{ClientError, Result};
use consilium_types::BootTime;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// A look-up that was refused is tried again after this: messages may wait for it.
const LOOK_UP_AGAIN_MS: u64 = 60_000;
/// Everything else that was refused is tried again after this.
const AGAIN_MS: u64 = 15 * 60_000;

/// What can be put off on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Chore {
    /// Publishing the own prekey.
    Prekey,
    /// What is compared after a login: the served prekey, the own account.
    Comparison,
    /// Asking for statements of others.
    Statements,
    /// Asking for prekeys of others.
    PrekeysOfOthers,
    /// Queueing receipts.
    Receipts,
    /// Jobs of archives.
    Archives,
}

impl Chore {
    const fn name(self) -> &'static str {
        match self {
            Self::Prekey => "prekey",
            Self::Comparison => "comparison",
            Self::Statements => "statements",
            Self::PrekeysOfOthers => "prekeys_of_others",
            Self::Receipts => "receipts",
            Self::Archives => "archives",
        }
    }

    const fn again_ms(self, error: &ClientError) -> u64 {
        match (self, error) {
            (_, ClientError::RelayLater { retry_after_ms }) => *retry_after_ms,
            (Self::Statements | Self::PrekeysOfOthers, _) => LOOK_UP_AGAIN_MS,
            _ => AGAIN_MS,
        }
    }
}

/// Which chores were put off: since when, and for how many milliseconds of boot clock.
#[derive(Default)]
pub(super) struct PutOff(Mutex<HashMap<Chore, (BootTime, u64)>>);

impl PutOff {
    fn until(&self, chore: Chore, now: BootTime, wait_ms: u64) {
        locked(&self.0).insert(chore, (now, wait_ms));
    }

    fn holds(&self, chore: Chore, now: BootTime) -> bool {
        let put_off = locked(&self.0).get(&chore).copied();
        put_off.is_some_and(|(since, wait_ms)| {
            // After a restart of the machine nothing is known: it is tried.
            now.since(since).is_some_and(|passed| passed < wait_ms)
        })
    }
}

/// Whether a chore was refused a moment ago.
pub(super) fn is_put_off(core: &Core, chore: Chore) -> bool {
    core.line.put_off.holds(chore, core.clock.boot())
}

/// Does a chore, unless it was put off.
pub(super) async fn attempt(
    core: &Arc<Core>,
    chore: Chore,
    work: impl Future<Output = Result<()>>,
) -> Result<()> {
    if is_put_off(core, chore) {
        return Ok(());
    }
    or_put_off(core, chore, work.await)
}

/// Puts a chore off that failed, unless the failure is one of the line itself.
pub(super) fn or_put_off(core: &Core, chore: Chore, outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(error) if !ends_line(&error) => {
            let (name, wait_ms) = (chore.name(), chore.again_ms(&error));
            tracing::warn!(chore = name, code = error.code(), wait_ms, "a chore waits");
            core.line.put_off.until(chore, core.clock.boot(), wait_ms);
            Ok(())
        }
        outcome => outcome,
    }
}

/// Whether no other call would fare better: there is no line, or no session.
pub(super) const fn ends_line(error: &ClientError) -> bool {
    matches!(
        error,
        ClientError::Locked
            | ClientError::Offline
            | ClientError::RelayNotTrusted
            | ClientError::SignedOut
            | ClientError::NotRegistered
    )
}
