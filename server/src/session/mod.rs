//! One realtime socket as a state machine without sockets: events in, actions out. The loop in
//! `transport::ws` carries the actions out and brings what comes of them.
//!
//! A session delivers the mailbox from the device's cursor on, reading the store until it has
//! caught up and from then on straight from what was just stored (`live`). At most [`WINDOW`]
//! envelopes are delivered and unacknowledged; a device that does not acknowledge goes back to the
//! store, so it costs no memory.

mod draining;
mod pairs;
mod ready;
#[cfg(test)]
mod tests;

pub use draining::Draining;
pub use pairs::Pairs;
pub use ready::{Allowance, Ready};

use consilium_proto::convert::relay::{Outgoing, RelayEvent, SendBatch, SendOutcome};
use consilium_store::StoredEnvelope;

/// Envelopes delivered and unacknowledged on a socket (relay.proto).
pub const WINDOW: usize = 512;
/// Envelopes of sends under way; the socket is not read while there are more.
const IN_FLIGHT: usize = 512;
/// Envelopes in one deliver frame: about 100 KiB of the smallest size.
const DELIVER_BATCH: usize = 64;
/// Bytes in one deliver frame, so that no socket keeps a large buffer afterwards.
const DELIVER_BYTES: usize = 64 * 1024;
/// Envelopes read from the store at once.
const FETCH: usize = 128;
/// A waiting session reads the store again when this much of the window is free.
const FETCH_ROOM: usize = 128;

/// What the loop is to do, in this order.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Send a frame.
    Write(RelayEvent),
    /// Hand envelopes to the store.
    Submit(Submission),
    /// Move the device's cursor.
    Acknowledge {
        /// To here.
        up_to: u64,
    },
    /// Queue new envelopes for this socket (`true`), or leave them in the store (`false`).
    SetLive(bool),
    /// Read the store; [`Event::Fetched`] brings the answer.
    Fetch {
        /// Positions above this.
        after: u64,
        /// At most so many.
        limit: usize,
    },
    /// Close with this code; nothing comes after.
    Close(CloseCode),
}

/// WebSocket close codes of the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseCode {
    /// 1012: the relay restarts.
    Draining,
    /// 4401: the token ended.
    TokenEnded,
    /// 4409: the device opened a newer socket.
    Superseded,
    /// 4413: a frame that no client makes, or too much.
    Hostile,
    /// 1011: the relay's store failed.
    Failed,
}

impl CloseCode {
    /// On the wire.
    pub const fn number(self) -> u16 {
        match self {
            Self::Draining => 1012,
            Self::TokenEnded => 4401,
            Self::Superseded => 4409,
            Self::Hostile => 4413,
            Self::Failed => 1011,
        }
    }
}

/// One send on its way to the store: what is refused already is answered in its place.
#[derive(Debug, PartialEq, Eq)]
pub struct Submission {
    /// The client's number for it.
    pub batch: u64,
    /// One for each envelope; `Unspecified` where the store decides.
    pub outcomes: Vec<SendOutcome>,
    /// Those that the store decides about, in their order.
    pub envelopes: Vec<Outgoing>,
    /// For those answered `Later`.
    pub retry_after_ms: u64,
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// A send arrived.
    Send(SendBatch),
    /// An acknowledgement arrived.
    Acknowledge {
        /// Everything up to here.
        up_to: u64,
    },
    /// The store answered a fetch of `limit`.
    Fetched {
        /// Oldest first.
        envelopes: Vec<StoredEnvelope>,
        /// What was asked for: fewer means there are no more.
        limit: usize,
    },
    /// Envelopes that were just stored.
    Live {
        /// As the store's answers came since the last `SetLive(true)`: in order of position, as a
        /// rule. A session that finds one missing reads the store.
        envelopes: Vec<StoredEnvelope>,
        /// Some were dropped: they are in the store.
        overflowed: bool,
    },
    /// A send was answered with so many outcomes.
    Answered {
        /// Envelopes of it.
        envelopes: usize,
    },
}
