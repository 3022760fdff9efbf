//! A session that is ending because the relay is: it answers the sends under way, then closes.

use super::{Action, CloseCode};
use consilium_proto::convert::relay::RelayEvent;

/// A session that is ending.
#[derive(Debug)]
pub struct Draining {
    in_flight: usize,
}

impl Draining {
    pub(super) fn start(in_flight: usize) -> (Self, Vec<Action>) {
        let mut actions = vec![Action::SetLive(false), Action::Write(RelayEvent::Draining)];
        if in_flight == 0 {
            actions.push(Action::Close(CloseCode::Draining));
        }
        (Self { in_flight }, actions)
    }

    /// With nothing under way.
    pub const fn idle() -> Self {
        Self { in_flight: 0 }
    }

    /// A send was answered with so many outcomes.
    pub fn answered(&mut self, envelopes: usize) -> Vec<Action> {
        self.in_flight = self.in_flight.saturating_sub(envelopes);
        if self.in_flight == 0 {
            vec![Action::Close(CloseCode::Draining)]
        } else {
            Vec::new()
        }
    }
}
