//! The two ends of a realtime socket, as bounded queues.
//!
//! [`realtime_pair`] makes them together with the [`RealtimePeer`] that a transport (or a test)
//! drives. A full queue makes its writer wait; nothing is dropped silently.

use super::NetError;
use super::relay::StoredEnvelope;
use bytes::Bytes;
use consilium_types::{DeviceId, EnvelopeId, Timestamp};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Frames waiting on either side of the socket: enough to keep it busy, few enough (16 × 512 KiB)
/// to bound a hostile relay.
const QUEUE: usize = 16;

/// One envelope on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingEnvelope {
    /// Random; the same in every retry of these bytes.
    pub id: EnvelopeId,
    /// Whose mailbox.
    pub device: DeviceId,
    /// Sealed bytes.
    pub envelope: Bytes,
}

impl std::fmt::Debug for OutgoingEnvelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "OutgoingEnvelope({:?}, {} bytes)",
            self.id,
            self.envelope.len()
        )
    }
}

/// Envelopes sent in one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendBatch {
    /// Echoed in [`RealtimeEvent::Results`].
    pub batch: u64,
    /// 1 to 64.
    pub envelopes: Vec<OutgoingEnvelope>,
}

/// What the relay did with one envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendOutcome {
    /// On the relay's disk.
    Stored,
    /// It has these already.
    Duplicate,
    /// No such device: refresh the account's statement.
    UnknownDevice,
    /// Sealed to a prekey replaced over a day ago: fetch the newest, seal anew.
    StalePrekey,
    /// The mailbox is full.
    Full,
    /// The device is locked.
    Locked,
    /// Over the sender's rate: retry after this.
    Later {
        /// Milliseconds, at most a day.
        retry_after_ms: u64,
    },
    /// Not an envelope, says the relay.
    Refused,
}

/// What arrives on the socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RealtimeEvent {
    /// First of all: the relay's clock and the device's cumulative cursor.
    Ready {
        /// As the relay says.
        relay_time: Timestamp,
        /// Everything up to here is acknowledged, as the relay says.
        acknowledged: u64,
    },
    /// Answers to a batch, as many as it had envelopes *according to the relay*: compare the count.
    Results {
        /// Of which batch.
        batch: u64,
        /// In the batch's order, at most 64.
        outcomes: Vec<SendOutcome>,
    },
    /// Envelopes of the mailbox.
    Deliver(Vec<StoredEnvelope>),
    /// Another account asked for this account's number, which moves then unless refused.
    NumberMove {
        /// As the relay says.
        moves_at: Timestamp,
    },
    /// The relay shuts down soon: finish, and reconnect after a pause.
    Draining,
    /// The last one.
    Closed(Closed),
}

/// Why a socket ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// 4401: the token ended. Log in anew, reconnect.
    TokenEnded,
    /// 4409: this device opened a newer socket.
    Replaced,
    /// 1012: the relay restarts. Reconnect after a pause.
    Draining,
    /// 4413: the relay calls this client's traffic too much or malformed.
    Limits,
    /// The connection broke or fell silent; [`NetError::Protocol`]: the relay sent what it must not.
    Lost(NetError),
}

/// What the owner of the socket wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Send envelopes.
    Send(SendBatch),
    /// Everything up to this sequence number is on this device's disk.
    Acknowledge(u64),
}

/// Sends on a realtime socket; clones share it.
#[derive(Debug, Clone)]
pub struct RealtimeSender(mpsc::Sender<Command>);

impl RealtimeSender {
    /// Queues a batch; waits while the queue is full. The answer comes as
    /// [`RealtimeEvent::Results`].
    ///
    /// # Errors
    /// [`NetError::Offline`] when the socket has ended.
    pub async fn send(&self, batch: SendBatch) -> Result<(), NetError> {
        self.queue(Command::Send(batch)).await
    }

    /// Queues a cumulative acknowledgement; waits while the queue is full.
    ///
    /// # Errors
    /// [`NetError::Offline`] when the socket has ended.
    pub async fn acknowledge(&self, up_to: u64) -> Result<(), NetError> {
        self.queue(Command::Acknowledge(up_to)).await
    }

    async fn queue(&self, command: Command) -> Result<(), NetError> {
        self.0.send(command).await.map_err(|_| NetError::Offline)
    }
}

/// Receives from a realtime socket. Dropping it closes the socket.
#[derive(Debug)]
pub struct RealtimeReceiver {
    events: mpsc::Receiver<RealtimeEvent>,
    /// The transport's task, ended with the receiver.
    driver: JoinSet<()>,
}

impl RealtimeReceiver {
    /// The next event; `None` after [`RealtimeEvent::Closed`]. Cancel-safe.
    pub async fn next(&mut self) -> Option<RealtimeEvent> {
        self.events.recv().await
    }

    /// An event that already waits, without waiting for one.
    pub fn try_next(&mut self) -> Option<RealtimeEvent> {
        self.events.try_recv().ok()
    }

    /// Runs the transport as long as this receiver lives.
    pub(crate) fn drive(&mut self, transport: impl Future<Output = ()> + Send + 'static) {
        self.driver.spawn(transport);
    }
}

/// The transport's side of the queues.
#[derive(Debug)]
pub struct RealtimePeer {
    /// What to do.
    pub commands: mpsc::Receiver<Command>,
    /// What happened.
    pub events: mpsc::Sender<RealtimeEvent>,
}

/// A socket's two ends and the side that drives them.
pub fn realtime_pair() -> (RealtimeSender, RealtimeReceiver, RealtimePeer) {
    let (command_sender, commands) = mpsc::channel(QUEUE);
    let (events, event_receiver) = mpsc::channel(QUEUE);
    (
        RealtimeSender(command_sender),
        RealtimeReceiver {
            events: event_receiver,
            driver: JoinSet::new(),
        },
        RealtimePeer { commands, events },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sender_whose_socket_ended_says_offline() {
        let (sender, _receiver, peer) = realtime_pair();
        drop(peer);
        assert_eq!(sender.acknowledge(1).await, Err(NetError::Offline));
    }

    #[tokio::test]
    async fn the_queue_is_bounded_and_loses_nothing() {
        let (sender, _receiver, mut peer) = realtime_pair();
        let writer = async {
            for up_to in 0..100 {
                sender.acknowledge(up_to).await.unwrap();
            }
        };
        let reader = async {
            for up_to in 0..100 {
                assert!(peer.commands.len() <= QUEUE);
                assert_eq!(
                    peer.commands.recv().await,
                    Some(Command::Acknowledge(up_to))
                );
            }
        };
        tokio::join!(writer, reader);
    }
}
