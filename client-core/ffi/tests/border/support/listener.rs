//! A listener that keeps what it was told.

use super::PATIENCE;
use consilium_ffi::{Event, EventListener, ListenerError};
use std::sync::{Arc, Condvar, Mutex};

/// Keeps every event; waits for them.
#[derive(Default)]
pub(crate) struct Ear {
    heard: Mutex<Vec<Event>>,
    lists: Mutex<Vec<usize>>,
    more: Condvar,
}

impl Ear {
    /// Nothing heard yet.
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Waits until an event that fits was heard.
    pub(crate) fn wait_for(&self, what: &str, fits: impl Fn(&Event) -> bool) {
        let heard = self.heard.lock().expect("events");
        let (heard, waited) = self
            .more
            .wait_timeout_while(heard, PATIENCE, |heard| !heard.iter().any(&fits))
            .expect("events");
        assert!(!waited.timed_out(), "no {what} among {heard:?}");
    }

    /// How many events each call told.
    pub(crate) fn lists(&self) -> Vec<usize> {
        self.lists.lock().expect("lists").clone()
    }

    /// All of them, in order.
    pub(crate) fn heard(&self) -> Vec<Event> {
        self.heard.lock().expect("events").clone()
    }
}

impl EventListener for Ear {
    fn on_events(&self, events: Vec<Event>) -> Result<(), ListenerError> {
        self.lists.lock().expect("lists").push(events.len());
        self.heard.lock().expect("events").extend(events);
        self.more.notify_all();
        Ok(())
    }
}
