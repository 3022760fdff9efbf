//! The line to the relay.

use crate::cancel::{CancelToken, stop_of};
use crate::records::{Connection, Status};
use crate::{Result, Session, runtime};
use consilium_client::api;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the app asked for.
#[derive(Default)]
pub(super) struct Line {
    wanted: Mutex<Wanted>,
    /// One at a time: the core's call ends the line that it began.
    syncing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Wanted {
    /// To stay connected.
    connected: bool,
    /// The network was gone since the last time it was there.
    network_lost: bool,
}

impl Line {
    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[uniffi::export]
impl Session {
    /// Connects, and stays so: receives, sends, reconnects and does what is due in the background,
    /// until `Session.disconnect` or the lock.
    ///
    /// Fails with `Memory` when the system gives no threads.
    pub fn connect(&self) -> Result<()> {
        runtime::guarded(|| {
            let _runtime = runtime::enter()?;
            let mut wanted = self.line.wanted();
            wanted.connected = true;
            self.core.connect();
            Ok(())
        })
    }

    /// Stops the line. What is queued stays queued.
    pub fn disconnect(&self) {
        let mut wanted = self.line.wanted();
        wanted.connected = false;
        self.core.disconnect();
    }

    /// Tells the core that the device's network came or went, so that it need not find out. When
    /// it came, a line that was asked for is made anew at once.
    ///
    /// Fails as `Session.connect` does.
    pub fn connectivity_changed(&self, online: bool) -> Result<()> {
        let core = Arc::clone(&self.core);
        runtime::guarded(|| {
            let _runtime = runtime::enter()?;
            let mut wanted = self.line.wanted();
            let lost = std::mem::replace(&mut wanted.network_lost, !online);
            if online && wanted.connected && (lost || !is_online(&core)) {
                core.disconnect();
                core.connect();
            }
            Ok(())
        })
    }

    /// A push woke the app: receives and sends what is due, as `Session.sync_now` does, but
    /// counts as no use by a person.
    ///
    /// Fails as `Session.sync_now` does.
    #[uniffi::method(default(cancel = None))]
    pub async fn wake(&self, cancel: Option<Arc<CancelToken>>) -> Result<()> {
        self.sync(cancel, false).await
    }

    /// Receives everything that the relay has for this device now and sends everything that is
    /// due. Connects for as long as that takes, if need be. Calls at the same time take turns.
    ///
    /// Fails as every call over the network does, and with `Offline` when nothing
    /// moves for 20 seconds.
    #[uniffi::method(default(cancel = None))]
    pub async fn sync_now(&self, cancel: Option<Arc<CancelToken>>) -> Result<()> {
        self.sync(cancel, true).await
    }

    /// What the status line shows.
    ///
    /// Fails with `Locked` or `Storage`.
    pub async fn status(&self) -> Result<Status> {
        self.disk(api::Session::status).await
    }

    /// A report that the user can read before sharing it: states, counts and codes, nothing
    /// personal.
    ///
    /// Fails with `Locked` or `Storage`.
    pub async fn diagnostics(&self) -> Result<String> {
        self.disk(api::Session::diagnostics).await
    }

    /// Does what is due by the clock, without the relay: erasure, destruction of prekeys, the
    /// automatic lock. The line in the background does it too.
    ///
    /// Fails with `Locked`, also when it has just locked, or
    /// `Storage`.
    pub async fn tick(&self) -> Result<()> {
        self.disk(api::Session::tick).await
    }
}

impl Session {
    async fn sync(&self, cancel: Option<Arc<CancelToken>>, by_person: bool) -> Result<()> {
        let (core, line) = (Arc::clone(&self.core), Arc::clone(&self.line));
        runtime::droppable(stop_of(cancel), async move {
            let _turn = line.syncing.lock().await;
            // The core ends a line that it began for this, but not when it is given up; and the app
            // may have asked for one meanwhile.
            let _restore = (!line.wanted().connected).then(|| Restore(&core, &line));
            if by_person {
                core.sync_now().await?;
            } else {
                core.catch_up().await?;
            }
            Ok(())
        })
        .await
    }
}

/// After a sync, given up or not, the line is as the app wants it.
struct Restore<'a>(&'a api::Session, &'a Line);

impl Drop for Restore<'_> {
    fn drop(&mut self) {
        let wanted = self.1.wanted();
        if wanted.connected {
            self.0.connect();
        } else {
            self.0.disconnect();
        }
    }
}

fn is_online(core: &api::Session) -> bool {
    core.status()
        .is_ok_and(|status| status.connection == Connection::Online)
}
