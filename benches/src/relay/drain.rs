//! A device was away: how fast what waited for it arrives.

use super::Options;
use super::account::User;
use super::server::Relay;
use super::socket::Socket;
use crate::measure::{Figures, cpu_seconds, rounded};
use bytes::Bytes;
use consilium_proto::wire::{OutgoingEnvelope, relay_frame};
use consilium_sodium::SystemEntropy;
use consilium_types::Entropy;
use std::sync::Arc;
use std::time::Instant;

/// Fills a mailbox while its device is offline, then connects it.
pub async fn run(
    relay: &Arc<Relay>,
    pair: &[User],
    options: &Options,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let [sender, recipient] = pair else {
        return Ok(());
    };
    fill(relay, sender, recipient, options).await?;
    let cpu = cpu_seconds(relay.pid())?;
    let start = Instant::now();
    let mut socket = Socket::open(relay, recipient).await?;
    let mut received = 0;
    while received < options.drain {
        if let Some(relay_frame::Frame::Deliver(deliver)) = socket.next().await?.frame {
            received += deliver.envelopes.len();
            if let Some(last) = deliver.envelopes.last() {
                socket.acknowledge(last.sequence).await?;
            }
        }
    }
    let rate = received as f64 / start.elapsed().as_secs_f64();
    let cpu = cpu_seconds(relay.pid())? - cpu;
    figures.insert("drain_per_s".into(), rounded(rate));
    let per_10k = cpu / (received as f64 / 10_000.0);
    figures.insert("drain_server_cpu_s_per_10k".into(), rounded(per_10k));
    Ok(())
}

async fn fill(
    relay: &Arc<Relay>,
    sender: &User,
    recipient: &User,
    options: &Options,
) -> anyhow::Result<()> {
    let mut socket = Socket::open(relay, sender).await?;
    let mut template = vec![0; options.size];
    SystemEntropy.fill(&mut template);
    if let Some(head) = template.get_mut(..17) {
        head.fill(1);
        if let Some(prekey) = head.get_mut(1..) {
            prekey.copy_from_slice(recipient.prekey.as_bytes());
        }
    }
    let template = Bytes::from(template);
    let mut left = options.drain;
    while left > 0 {
        let count = left.min(64);
        let envelopes = (0..count)
            .map(|_| {
                let mut id = [0; 16];
                SystemEntropy.fill(&mut id);
                OutgoingEnvelope {
                    envelope_id: Bytes::copy_from_slice(&id),
                    device_id: Bytes::copy_from_slice(recipient.device.as_bytes()),
                    envelope: template.clone(),
                }
            })
            .collect();
        socket.send(1, envelopes).await?;
        while !matches!(
            socket.next().await?.frame,
            Some(relay_frame::Frame::Results(_))
        ) {}
        left -= count;
    }
    Ok(())
}
