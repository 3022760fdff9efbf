//! An unlocked installation: its life, its line to the relay, the own account.

use super::core::{Core, Open, locked};
use super::events::EventListener;
use super::records::{OwnAccount, Profile, Status};
use super::upkeep::{self, difference_of};
use super::{ClientError, Result, checks, diagnostics, link};
use crate::db::{Key, Rows};
use crate::vault::Pin;
use consilium_statement::id::direct_conversation;
use consilium_types::Timestamp;
use consilium_types::limits::CLOCK_REFUSE_MS;
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// An unlocked installation. It ends with [`Session::lock`] or when it is dropped; after that
/// every call fails with [`ClientError::Locked`].
pub struct Session {
    core: Arc<Core>,
    task: Mutex<Task>,
    tracker: TaskTracker,
}

/// The background task: how to stop it, and the last one that was started.
#[derive(Default)]
struct Task {
    stop: Option<CancellationToken>,
    last: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session(..)")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.lock();
    }
}

impl Session {
    pub(super) fn new(core: Arc<Core>) -> Arc<Self> {
        Arc::new(Self {
            core,
            task: Mutex::default(),
            tracker: TaskTracker::new(),
        })
    }

    pub(super) const fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// A call of the owner: work with what is open, and count as use.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Open) -> Result<T>) -> Result<T> {
        self.core.touch();
        self.core.with(work)
    }

    /// Reads. An app reads again when something arrives: that is no use by a person.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Open, &Rows<'_>) -> Result<T>) -> Result<T> {
        self.core.with(|open| open.db.read(|rows| work(open, rows)))
    }

    /// Locks: keys zeroised, database closed, line dropped. Waits for calls that are under way.
    pub fn lock(&self) {
        self.disconnect();
        self.core.lock();
    }

    /// Whether the session has ended.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.core.is_locked()
    }

    /// The user did something: the time until the automatic lock begins anew. Calls that change or
    /// send something count as such too; those that only read do not.
    pub fn touch(&self) {
        self.core.touch();
    }

    /// Tells `listener` of everything from now on.
    pub fn subscribe(&self, listener: Arc<dyn EventListener>) {
        self.core.subscribe(listener);
    }

    /// Changes the PIN.
    ///
    /// # Errors
    /// [`ClientError::WrongPin`] and its kin for the old one, [`ClientError::PinRefused`] for the
    /// new one.
    pub fn change_pin(&self, old: &str, new: &str) -> Result<()> {
        let new = Pin::parse(new)?;
        self.with(|open| {
            let mut vault = open.vault();
            vault.change_pin(&Pin::entered(old), &new)?;
            self.core.pin_was_entered(vault.pin_entered());
            Ok(())
        })
    }

    /// Lets a finger or face open the app too, or no longer. The PIN stays, and is asked for again
    /// after seven days and after a restart of the device (R6).
    ///
    /// # Errors
    /// [`ClientError::NoBiometrics`]; then the PIN alone opens.
    pub fn set_biometrics(&self, on: bool) -> Result<()> {
        self.with(|open| {
            let vault = open.vault();
            if on {
                vault.enable_biometrics()?;
            } else {
                vault.disable_biometrics()?;
            }
            Ok(())
        })
    }

    /// Whether a finger or face opens the app too.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Storage`].
    pub fn biometrics_enabled(&self) -> Result<bool> {
        self.core.with(|open| Ok(open.vault().wants_biometrics()?))
    }

    /// The recovery code in groups, until it is confirmed as written down.
    ///
    /// # Errors
    /// [`ClientError::RecoveryCodeGone`].
    pub fn recovery_code(&self) -> Result<Vec<String>> {
        self.with(|open| {
            let vault = open.vault();
            let code = vault
                .secrets()
                .recovery_code
                .as_ref()
                .ok_or(ClientError::RecoveryCodeGone)?;
            Ok(code
                .groups()
                .iter()
                .map(|group| group.to_string())
                .collect())
        })
    }

    /// Two groups (counted from 0) typed back prove that the code was written down; it is then
    /// erased from this device.
    ///
    /// # Errors
    /// [`ClientError::RecoveryGroupsWrong`], [`ClientError::RecoveryCodeGone`].
    pub fn confirm_recovery_code(&self, groups: &[(u32, String)]) -> Result<()> {
        let shown = self.recovery_code()?;
        let right = |(index, typed): &(u32, String)| {
            let group = usize::try_from(*index)
                .ok()
                .and_then(|index| shown.get(index));
            group.is_some_and(|group| group.eq_ignore_ascii_case(typed.trim()))
        };
        let different = groups
            .iter()
            .map(|group| group.0)
            .collect::<std::collections::HashSet<_>>();
        if different.len() < 2 || !groups.iter().all(right) {
            return Err(ClientError::RecoveryGroupsWrong);
        }
        self.with(|open| {
            open.vault().rewrite(|secrets| {
                secrets.recovery_code = None;
                Ok(())
            })
        })
    }

    /// The own account.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub fn own_account(&self) -> Result<OwnAccount> {
        let confirmed = self
            .core
            .with(|open| Ok(open.vault().secrets().recovery_code.is_none()))?;
        self.read(|open, rows| {
            Ok(OwnAccount {
                account: open.own,
                conversation: direct_conversation(open.own, open.own),
                profile: Profile {
                    name: rows.meta_text(Key::Name)?,
                    profession: rows.meta_text(Key::Profession)?,
                },
                number: rows.meta_text(Key::Number)?,
                discoverable: rows.meta_number(Key::Discoverable)? == 1,
                recovery_confirmed: confirmed,
            })
        })
    }

    /// Changes name and profession; contacts are told with the next message to them.
    ///
    /// # Errors
    /// [`ClientError::NameLength`].
    pub fn set_profile(&self, profile: &Profile) -> Result<()> {
        checks::profile(profile)?;
        self.with(|open| {
            Ok(open.db.write(|tx| {
                tx.set_meta(Key::Name, profile.name.as_bytes())?;
                tx.set_meta(Key::Profession, profile.profession.as_bytes())?;
                let version = tx.meta_number(Key::ProfileVersion)?;
                tx.set_number(Key::ProfileVersion, version.saturating_add(1))
            })?)
        })
    }

    /// Starts the background task: it receives, sends, reconnects and does what is due, until
    /// [`Session::disconnect`] or the lock. Takes the line back after [`super::Connection::Replaced`].
    /// Needs a tokio runtime around it.
    pub fn connect(&self) {
        self.core.line.resume();
        self.start();
    }

    /// As [`Session::connect`], but leaves the line to the copy that replaced it.
    pub(super) fn start(&self) {
        let mut task = locked(&self.task);
        if self.core.is_locked() || task.stop.is_some() {
            return;
        }
        let stop = CancellationToken::new();
        let (core, stopped, before) = (Arc::clone(&self.core), stop.clone(), task.last.take());
        task.stop = Some(stop);
        task.last = Some(self.tracker.spawn(async move {
            // One at a time: the one before may still be on its way out.
            if let Some(before) = before {
                let _ = before.await;
            }
            link::run(core, stopped).await;
        }));
    }

    /// Whether the background task runs.
    pub(super) fn is_connecting(&self) -> bool {
        locked(&self.task).stop.is_some()
    }

    /// Stops the background task. What is queued stays queued.
    pub fn disconnect(&self) {
        if let Some(stop) = locked(&self.task).stop.take() {
            stop.cancel();
        }
    }

    /// What the status line shows.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Storage`].
    pub fn status(&self) -> Result<Status> {
        self.core.with(|open| {
            open.db.read(|rows| {
                let difference = difference_of(rows.meta_number(Key::ClockDifference)?);
                let time = |key| -> Result<Option<Timestamp>> {
                    let number = rows.meta_number(key)?;
                    Ok((number != 0).then_some(Timestamp(number)))
                };
                Ok(Status {
                    connection: self.core.line.state(),
                    waiting: rows.waiting()?,
                    clock_difference_ms: difference,
                    clock_refused: difference.unsigned_abs() > CLOCK_REFUSE_MS,
                    erasure_waits: rows
                        .clocks()?
                        .is_some_and(|clocks| clocks.doubted.is_some()),
                    quarantined: rows.quarantined()?,
                    held: rows.held_count()?,
                    number_leaves_at: time(Key::NumberLeaves)?,
                    number_arrives_at: time(Key::NumberArrives)?,
                })
            })
        })
    }

    /// A report that the user can read before sharing it: states, counts and codes, nothing
    /// personal.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Storage`].
    pub fn diagnostics(&self) -> Result<String> {
        let status = self.status()?;
        let prekeys = self
            .core
            .with(|open| Ok(open.vault().secrets().prekeys.len()))?;
        self.read(|open, rows| diagnostics::report(&self.core, open, rows, &status, prekeys))
    }

    /// What is due by the clock, without the relay: erasure, destruction of prekeys, the automatic
    /// lock. The background task does it too.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Storage`].
    pub fn tick(&self) -> Result<()> {
        if upkeep::lock_if_pin_due(&self.core) {
            self.disconnect();
            return Err(ClientError::Locked);
        }
        self.core.with(|open| upkeep::local(&self.core, open))?;
        self.core.wake.notify_one();
        Ok(())
    }

    /// Lets the account be found by its number, or no longer.
    ///
    /// # Errors
    /// Those of the line.
    pub async fn set_discoverable(&self, discoverable: bool) -> Result<()> {
        self.core.touch();
        let token = self.core.token().await?;
        self.core
            .relay
            .set_discoverable(&token, discoverable)
            .await?;
        let number = u64::from(discoverable);
        self.core
            .blocking(move |_, open| {
                Ok(open
                    .db
                    .write(|tx| tx.set_number(Key::Discoverable, number))?)
            })
            .await
    }

    /// Answers the pending move of the own number to another account.
    ///
    /// # Errors
    /// Those of the line.
    pub async fn answer_number_move(&self, allow: bool) -> Result<()> {
        self.core.touch();
        let token = self.core.token().await?;
        self.core.relay.answer_number_move(&token, allow).await?;
        self.core
            .blocking(|_, open| Ok(open.db.write(|tx| tx.set_number(Key::NumberLeaves, 0))?))
            .await
    }

    /// Deletes the account at the relay and locks. Erase the installation with
    /// [`super::Client::erase`] after that.
    ///
    /// # Errors
    /// Those of the line; then nothing was deleted.
    pub async fn delete_account(&self) -> Result<()> {
        let token = self.core.token().await?;
        self.core.relay.delete_account(&token).await?;
        self.core.with(|open| open.standby_files.forget())?;
        self.lock();
        Ok(())
    }
}
