//! Events on their way to a listener of another language: a bounded queue and a thread each, so
//! that a slow or throwing listener holds up nobody. What waits crosses together: one call for a
//! list, not one for each event.

use crate::{ClientError, Event, Result};
use consilium_client::api;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Events that may wait for a listener; then they become one `Event.Resync`.
const QUEUE: usize = 1024;
/// Events told in one call, so that a listener that is to stop need not go through a whole queue.
const LIST: usize = 256;
/// Listeners of a session.
const LISTENERS: usize = 16;

/// A listener's exception; it is counted, and the next events come as if nothing had happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Error)]
pub enum ListenerError {
    /// The listener threw.
    Failed,
}

impl std::fmt::Display for ListenerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the listener failed")
    }
}

impl std::error::Error for ListenerError {}

impl From<uniffi::UnexpectedUniFFICallbackError> for ListenerError {
    /// What was thrown is not looked at: it may hold anything.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Gets every event of a session, in order, on a thread of its own. It may take its time and may
/// call back.
#[uniffi::export(foreign)]
pub trait EventListener: Send + Sync {
    /// What changed since the call before: at least one event and at most 256; the lock by itself.
    /// What a call that throws did not look at is not told again.
    fn on_events(&self, events: Vec<Event>) -> Result<(), ListenerError>;
}

/// A listener's place at a session. It ends when it is told to, and with the session.
#[derive(uniffi::Object)]
pub struct Subscription(Arc<Channel>);

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subscription(..)")
    }
}

#[uniffi::export]
impl Subscription {
    /// Sends nothing more to the listener. A call of it that is under way may still end after
    /// this returns.
    pub fn end(&self) {
        self.0.close();
    }

    /// Whether the listener gets nothing more, and no call of it is under way.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.0.queue().ended
    }

    /// How many calls of the listener threw.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.0.queue().failures
    }
}

/// A session's listeners, told by the core.
#[derive(Default)]
pub(crate) struct Hub(Mutex<Vec<Arc<Channel>>>);

impl Hub {
    /// Starts a listener's thread.
    pub(crate) fn subscribe(&self, listener: Arc<dyn EventListener>) -> Result<Arc<Subscription>> {
        let mut channels = self.channels();
        channels.retain(|channel| !channel.queue().closed);
        if channels.len() >= LISTENERS {
            return Err(ClientError::argument("at most 16 listeners of a session"));
        }
        let channel = Arc::new(Channel::default());
        let (own, name) = (Arc::clone(&channel), "consilium-events".to_owned());
        let thread = std::thread::Builder::new().name(name);
        thread
            .spawn(move || {
                own.deliver(&*listener);
                // Letting go of it may call it as well.
                drop(listener);
                own.queue().ended = true;
            })
            .map_err(|_| ClientError::Memory)?;
        channels.push(Arc::clone(&channel));
        Ok(Arc::new(Subscription(channel)))
    }

    fn channels(&self) -> MutexGuard<'_, Vec<Arc<Channel>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl api::EventListener for Hub {
    fn on_events(&self, events: &[api::Event]) {
        let mut channels = self.channels();
        for channel in channels.iter() {
            channel.push(events);
        }
        if events.contains(&api::Event::Locked) {
            channels.clear();
        }
    }
}

/// How many events the next call tells. The last of all comes by itself, so that a listener that
/// throws at what came before hears of the lock.
fn list(events: &VecDeque<Event>) -> usize {
    let locks = usize::from(events.len() > 1 && events.back() == Some(&Event::Locked));
    events.len().saturating_sub(locks).min(LIST)
}

#[derive(Default)]
struct Channel {
    queue: Mutex<Queue>,
    more: Condvar,
}

#[derive(Default)]
struct Queue {
    events: VecDeque<Event>,
    closed: bool,
    ended: bool,
    failures: u64,
}

impl Channel {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, events: &[api::Event]) {
        let mut queue = self.queue();
        if queue.closed {
            return;
        }
        for event in events {
            if queue.events.len() >= QUEUE {
                queue.events.clear();
                queue.events.push_back(Event::Resync);
            }
            queue.events.push_back(event.clone().into());
        }
        self.more.notify_one();
    }

    fn close(&self) {
        let mut queue = self.queue();
        queue.closed = true;
        queue.events.clear();
        self.more.notify_one();
    }

    /// The thread: until the session is locked or the subscription ended.
    fn deliver(&self, listener: &dyn EventListener) {
        while let Some(events) = self.next() {
            let last = events.last() == Some(&Event::Locked);
            // A listener written in Rust may panic.
            let told = catch_unwind(AssertUnwindSafe(|| listener.on_events(events)));
            if !matches!(told, Ok(Ok(()))) {
                let mut queue = self.queue();
                queue.failures = queue.failures.saturating_add(1);
            }
            if last {
                self.close();
            }
        }
    }

    /// What waits, in order; waits for it.
    fn next(&self) -> Option<Vec<Event>> {
        let mut queue = self.queue();
        loop {
            if queue.closed {
                return None;
            }
            if !queue.events.is_empty() {
                let list = list(&queue.events);
                return Some(queue.events.drain(..list).collect());
            }
            queue = self
                .more
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}
