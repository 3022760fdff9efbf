//! What a connection costs that does nothing: one that never did, and one that was used before.

use super::Options;
use super::account::{User, register};
use super::server::Relay;
use super::socket::Socket;
use crate::measure::{Figures, resident_bytes, rounded};
use bytes::Bytes;
use consilium_proto::wire::{OutgoingEnvelope, relay_frame};
use consilium_sodium::SystemEntropy;
use consilium_types::Entropy;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::json;
use std::sync::Arc;

/// Connections that open at the same time, as when a hospital's network comes back.
const AT_ONCE: usize = 64;
/// Bytes of envelopes after which the relay's own memory of the newest ones is full.
const RECENT: usize = 40 << 20;

/// Opens idle sockets and compares the relay's memory before and after; then once more, when each
/// has sent and received a message.
pub async fn run(options: &Options, figures: &mut Figures) -> anyhow::Result<()> {
    let relay = Arc::new(Relay::start(options.relay.as_deref()).await?);
    let users = register(&relay, options.idle).await?;
    let Some(first) = users.first() else {
        return Ok(());
    };
    let mut socket = Socket::open(&relay, first).await?;
    let count = RECENT.checked_div(options.size).unwrap_or_default();
    exchange(&mut socket, first, options.size, count).await?;
    drop(socket);

    let before = resident_bytes(relay.pid())?;
    let mut sockets: Vec<_> = stream::iter(&users)
        .map(|user| Socket::open(&relay, user))
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let each = |after: u64| rounded(after.saturating_sub(before) as f64 / users.len() as f64);
    figures.insert("idle_connections".into(), json!(users.len()));
    let idle = each(resident_bytes(relay.pid())?);
    figures.insert("rss_per_idle_connection_bytes".into(), idle);

    stream::iter(sockets.iter_mut().zip(&users))
        .map(|(socket, user)| exchange(socket, user, options.size, 1))
        .buffer_unordered(AT_ONCE)
        .try_collect::<()>()
        .await?;
    let used = each(resident_bytes(relay.pid())?);
    figures.insert("rss_per_used_connection_bytes".into(), used);
    Ok(())
}

/// A user sends so many envelopes to itself, and takes them.
async fn exchange(
    socket: &mut Socket,
    user: &User,
    size: usize,
    count: usize,
) -> anyhow::Result<()> {
    let mut envelope = vec![1; 17];
    if let Some(prekey) = envelope.get_mut(1..) {
        prekey.copy_from_slice(user.prekey.as_bytes());
    }
    envelope.resize(size.max(17), 0);
    let envelope = Bytes::from(envelope);
    let outgoing = || OutgoingEnvelope {
        envelope_id: (&SystemEntropy as &dyn Entropy)
            .array::<16>()
            .to_vec()
            .into(),
        device_id: user.device.as_bytes().to_vec().into(),
        envelope: envelope.clone(),
    };
    let mut received = 0;
    for sent in (0..count).step_by(64) {
        let batch = count.saturating_sub(sent).min(64);
        socket
            .send(1, (0..batch).map(|_| outgoing()).collect())
            .await?;
        let mut is_answered = false;
        while !is_answered || received < sent + batch {
            match socket.next().await?.frame {
                Some(relay_frame::Frame::Results(_)) => is_answered = true,
                Some(relay_frame::Frame::Deliver(deliver)) => {
                    received += deliver.envelopes.len();
                    if let Some(last) = deliver.envelopes.last() {
                        socket.acknowledge(last.sequence).await?;
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}
