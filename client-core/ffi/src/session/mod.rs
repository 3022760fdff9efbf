//! An unlocked installation. Its calls are in the files beside, by topic.

mod account;
mod line;
mod people;
mod reading;
mod writing;

use crate::dispatch::{EventListener, Hub, Subscription};
use crate::{ClientError, Result, runtime};
use consilium_client::api;
use line::Line;
use std::sync::Arc;

/// An unlocked installation. It ends with `Session.lock`, by itself after a time without use,
/// and when it is let go of; after that every call fails with `Locked`.
#[derive(uniffi::Object)]
pub struct Session {
    core: Arc<api::Session>,
    hub: Arc<Hub>,
    line: Arc<Line>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session(..)")
    }
}

impl Session {
    pub(crate) fn new(core: Arc<api::Session>) -> Arc<Self> {
        let hub = Arc::new(Hub::default());
        core.subscribe(Arc::clone(&hub) as _);
        Arc::new(Self {
            core,
            hub,
            line: Arc::default(),
        })
    }

    /// A call of the core that touches the disk.
    async fn disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&api::Session) -> api::Result<T> + Send + 'static,
    ) -> Result<T> {
        let core = Arc::clone(&self.core);
        runtime::disk(move || Ok(work(&core)?)).await
    }
}

impl Drop for Session {
    /// Calls that are under way hold the core a little longer: they end with the lock, as the
    /// listeners do.
    fn drop(&mut self) {
        self.lock();
    }
}

#[uniffi::export]
impl Session {
    /// Locks: keys zeroised, database closed, line dropped. Waits for calls that are under way,
    /// about a second at most. From any thread, as often as wanted.
    pub fn lock(&self) {
        // There is nothing to tell a caller: what can fail here ends with the session.
        let _ = runtime::guarded(|| {
            self.core.lock();
            Ok(())
        });
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

    /// Tells `listener` of everything from now on, on a thread of its own; at most 16 listeners.
    ///
    /// Fails with `Locked`.
    pub fn subscribe(&self, listener: Arc<dyn EventListener>) -> Result<Arc<Subscription>> {
        runtime::guarded(|| {
            let subscription = self.hub.subscribe(listener)?;
            // Looked at after the listener has its place, so that no lock goes untold.
            if self.core.is_locked() {
                subscription.end();
                return Err(ClientError::Locked);
            }
            Ok(subscription)
        })
    }
}
