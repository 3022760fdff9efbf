//! What a session's handle and its background task share: the opened installation, or nothing once
//! it is locked.

use super::error::ClientError;
use super::events::{Event, EventListener};
use super::records::Connection;
use super::spooled::{self, StandbyFiles};
use super::{Result, link::Line};
use crate::db::{Database, DbError, Rows, StoredStatement, Touched, Tx};
use crate::net::Relay;
use crate::prekey::Keyring;
use crate::probe::Probe;
use crate::vault::Vault;
use consilium_sodium::{SigningKey, VerifyingKey};
use consilium_types::limits::PIN_AGAIN_MS;
use consilium_types::{AccountId, BootTime, Clock, DeviceId, Entropy, EnvelopeId, Timestamp};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use tokio::sync::Notify;

/// Statements kept parsed; the rest is read again when needed.
const BOOK_SIZE: usize = 4096;

/// What a session is made of besides what the PIN opens.
pub(super) struct Core {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) probe: Arc<dyn Probe>,
    pub(super) relay: Arc<dyn Relay>,
    pub(super) region: String,
    auto_lock_ms: Arc<AtomicU64>,
    pub(super) line: Line,
    /// The outbox has something new, or something else is to do.
    pub(super) wake: Notify,
    /// A receipt may be owed.
    pub(super) owing: Notify,
    open: RwLock<Option<Open>>,
    listeners: Mutex<Vec<Arc<dyn EventListener>>>,
    pin_entered: Mutex<BootTime>,
    touched: Mutex<BootTime>,
}

/// Everything that exists only while the session is unlocked; dropping it zeroises the keys and
/// closes the database.
pub(super) struct Open {
    pub(super) own: AccountId,
    pub(super) device: DeviceId,
    pub(super) device_key: SigningKey,
    /// Public part of the standby key, for prekey statements.
    pub(super) standby: VerifyingKey,
    pub(super) db: Database,
    /// What a fetch without the PIN reads and leaves.
    pub(super) standby_files: StandbyFiles,
    pub(super) vault: Mutex<Vault>,
    pub(super) ring: RwLock<Keyring>,
    pub(super) book: Book,
}

/// What a session needs from its client.
pub(super) struct Surroundings {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) probe: Arc<dyn Probe>,
    pub(super) relay: Arc<dyn Relay>,
    pub(super) region: String,
    /// Shared with the client, which changes it.
    pub(super) auto_lock_ms: Arc<AtomicU64>,
}

impl Core {
    pub(super) fn new(around: Surroundings, open: Open) -> Arc<Self> {
        let opened = around.clock.boot();
        let pin_entered = open.vault().pin_entered();
        Arc::new(Self {
            clock: around.clock,
            entropy: around.entropy,
            probe: around.probe,
            relay: around.relay,
            region: around.region,
            auto_lock_ms: around.auto_lock_ms,
            line: Line::new(),
            wake: Notify::new(),
            owing: Notify::new(),
            open: RwLock::new(Some(open)),
            listeners: Mutex::new(Vec::new()),
            pin_entered: Mutex::new(pin_entered),
            touched: Mutex::new(opened),
        })
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Works with what is open. A lock waits until every such work has ended.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Open) -> Result<T>) -> Result<T> {
        let guard = self.open.read().unwrap_or_else(PoisonError::into_inner);
        work(guard.as_ref().ok_or(ClientError::Locked)?)
    }

    /// The same on a thread that may block.
    pub(super) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &Open) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let core = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || core.with(|open| work(&core, open)));
        let ended = |_| ClientError::Internal {
            what: "a worker ended",
        };
        task.await.map_err(ended)?
    }

    pub(super) fn is_locked(&self) -> bool {
        self.open
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .is_none()
    }

    /// Ends the session: keys zeroised, database closed.
    pub(super) fn lock(&self) -> bool {
        self.line.forget_token();
        let open = self
            .open
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let was_open = open.is_some();
        if let Some(open) = open {
            spooled::note(self, &open);
        }
        if was_open {
            self.emit(&Event::Locked);
        }
        self.wake.notify_one();
        was_open
    }

    pub(super) fn subscribe(&self, listener: Arc<dyn EventListener>) {
        locked(&self.listeners).push(listener);
    }

    pub(super) fn emit(&self, event: &Event) {
        self.tell(std::slice::from_ref(event));
    }

    fn tell(&self, events: &[Event]) {
        let listeners: Vec<_> = locked(&self.listeners).clone();
        for listener in listeners {
            listener.on_events(events);
        }
    }

    /// Tells the app what a transaction touched, after its commit.
    pub(super) fn announce(&self, touched: Vec<Touched>) {
        let mut told = std::collections::HashSet::new();
        let first = touched.into_iter().filter(|touch| told.insert(*touch));
        let events: Vec<_> = first.map(event_of).collect();
        if !events.is_empty() {
            self.tell(&events);
        }
    }

    pub(super) fn set_connection(&self, state: Connection) {
        if self.line.set_state(state) {
            self.emit(&Event::Connection { state });
        }
    }

    /// The owner did something: the time until the automatic lock begins anew.
    pub(super) fn touch(&self) {
        *locked(&self.touched) = self.clock.boot();
    }

    /// The PIN was entered, for instance to change it.
    pub(super) fn pin_was_entered(&self, at: BootTime) {
        *locked(&self.pin_entered) = at;
    }

    /// Whether the PIN is due: nobody used the session for too long, or it was entered too long ago.
    /// A restart of the machine counts as such.
    pub(super) fn is_pin_due(&self) -> bool {
        let now = self.clock.boot();
        let over = |since, limit| now.since(since).is_none_or(|passed| passed >= limit);
        over(
            *locked(&self.touched),
            self.auto_lock_ms.load(Ordering::Relaxed),
        ) || over(*locked(&self.pin_entered), PIN_AGAIN_MS)
    }

    pub(super) fn envelope_id(&self) -> EnvelopeId {
        EnvelopeId::new(self.entropy.array())
    }
}

impl Open {
    pub(super) fn ring(&self) -> std::sync::RwLockReadGuard<'_, Keyring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn vault(&self) -> MutexGuard<'_, Vault> {
        locked(&self.vault)
    }
}

/// Parsed statements, so that a batch of contents does not parse each sender's again and again.
///
/// Only the one connection that writes fills it. What a reader finds may be older than the last
/// commit: kept here, it would stand for a statement that has been replaced.
#[derive(Default)]
pub(super) struct Book(Mutex<HashMap<AccountId, Arc<StoredStatement>>>);

impl Book {
    /// The current statement of an account, for whoever writes; kept for the next time.
    pub(super) fn get(
        &self,
        tx: &Tx<'_>,
        account: AccountId,
    ) -> Result<Option<Arc<StoredStatement>>, DbError> {
        if let Some(known) = self.known(account) {
            return Ok(Some(known));
        }
        let Some(stored) = tx.statement(account)?.map(Arc::new) else {
            return Ok(None);
        };
        let mut book = locked(&self.0);
        if book.len() >= BOOK_SIZE {
            book.clear();
        }
        book.insert(account, Arc::clone(&stored));
        Ok(Some(stored))
    }

    /// The current statement of an account, for whoever reads; not kept.
    pub(super) fn peek(
        &self,
        rows: &Rows<'_>,
        account: AccountId,
    ) -> Result<Option<Arc<StoredStatement>>, DbError> {
        match self.known(account) {
            Some(known) => Ok(Some(known)),
            None => Ok(rows.statement(account)?.map(Arc::new)),
        }
    }

    fn known(&self, account: AccountId) -> Option<Arc<StoredStatement>> {
        locked(&self.0).get(&account).cloned()
    }

    /// The account's statement changed, or a transaction that changed it was given up.
    pub(super) fn forget(&self, account: AccountId) {
        locked(&self.0).remove(&account);
    }

    pub(super) fn clear(&self) {
        locked(&self.0).clear();
    }
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn event_of(touch: Touched) -> Event {
    use super::records::MessageId;
    match touch {
        Touched::Added(conversation, id, own) => Event::MessageAdded {
            conversation,
            message: MessageId(id),
            own,
        },
        Touched::Changed(conversation, id) => Event::MessageChanged {
            conversation,
            message: MessageId(id),
        },
        Touched::Removed(conversation, id) => Event::MessageRemoved {
            conversation,
            message: MessageId(id),
        },
        Touched::Conversation(conversation) => Event::ConversationChanged { conversation },
        Touched::Contact(account) => Event::ContactChanged { account },
        Touched::Request(account) => Event::RequestArrived { account },
        Touched::NewKey(account) => Event::NewKey { account },
        Touched::Fork(account) => Event::Fork { account },
    }
}
