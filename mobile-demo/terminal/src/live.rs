//! Events of the core, handed from its thread to this program's loop.

use consilium_client::api::{Event, EventListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How often the loops look at the clock.
const TICK: Duration = Duration::from_secs(15);
/// Events waiting; a reader that is behind by more reads everything anew instead.
const QUEUE: usize = 4096;

/// What the loop is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Something changed.
    Event(Event),
    /// Some events were dropped: read everything anew.
    Missed,
    /// Time passed: see what is due.
    Tick,
}

/// The loop's end.
pub(crate) struct Live {
    sender: mpsc::Sender<Event>,
    receiver: mpsc::Receiver<Event>,
    missed: Arc<AtomicBool>,
    ticks: Interval,
}

impl Live {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            sender,
            receiver,
            missed: Arc::default(),
            ticks,
        }
    }

    /// For a session.
    pub(crate) fn listener(&self) -> Arc<dyn EventListener> {
        Arc::new(Listener {
            sender: self.sender.clone(),
            missed: Arc::clone(&self.missed),
        })
    }

    /// The next event. Cancel-safe.
    pub(crate) async fn next(&mut self) -> Told {
        if self.missed.swap(false, Ordering::SeqCst) {
            return Told::Missed;
        }
        tokio::select! {
            // `self` holds a sender, so the queue never closes.
            Some(event) = self.receiver.recv() => Told::Event(event),
            _ = self.ticks.tick() => Told::Tick,
        }
    }

    /// An event that waits already.
    pub(crate) fn try_next(&mut self) -> Option<Event> {
        self.receiver.try_recv().ok()
    }
}

struct Listener {
    sender: mpsc::Sender<Event>,
    missed: Arc<AtomicBool>,
}

impl EventListener for Listener {
    fn on_events(&self, events: &[Event]) {
        for event in events {
            if self.sender.try_send(event.clone()).is_err() {
                self.missed.store(true, Ordering::SeqCst);
            }
        }
    }
}
