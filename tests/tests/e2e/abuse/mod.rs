//! Strangers and members who misbehave: whatever they do, others are served, and the relay's memory
//! stays bounded.

mod members;
mod strangers;

use crate::support::actor::Actor;
use crate::support::relay::Relay;
use crate::support::socket::Socket;
use consilium_proto::wire::SendOutcome;
use std::time::Duration;
use tokio::time::Instant;

/// Slowest answer that others may see while somebody misbehaves, in a debug build on two cores.
const SLOWEST: Duration = Duration::from_secs(5);

/// Two devices that talk all the while.
struct Pair {
    from: Actor,
    to: Actor,
    out: Socket,
    incoming: Socket,
}

impl Pair {
    async fn new(relay: &Relay) -> Self {
        let (from, to) = (Actor::register(relay).await, Actor::register(relay).await);
        let (out, incoming) = (from.socket().await, to.socket().await);
        Self {
            from,
            to,
            out,
            incoming,
        }
    }

    /// Sends and receives one envelope; fails if that takes longer than others may notice.
    async fn talk(&mut self) {
        let started = Instant::now();
        let envelope = self.to.envelope();
        let outcome = self.out.send(vec![envelope.clone()]).await;
        assert_eq!(outcome, [SendOutcome::Stored]);
        let delivered = self.incoming.deliver().await;
        assert_eq!(delivered.envelope, envelope.envelope);
        self.incoming.acknowledge(delivered.sequence).await;
        let taken = started.elapsed();
        assert!(taken < SLOWEST, "others waited {taken:?}");
    }
}
