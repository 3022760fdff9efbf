//! Users in pairs write to each other: as fast as their window allows, or at a given pace.

use super::Options;
use super::account::User;
use super::server::Relay;
use super::socket::Socket;
use crate::measure::{cpu_seconds, latencies};
use bytes::Bytes;
use consilium_proto::wire::{OutgoingEnvelope, SendOutcome, relay_frame};
use consilium_sodium::SystemEntropy;
use consilium_types::Entropy;
use hdrhistogram::Histogram;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// One measurement.
pub struct Round {
    pub delivered_per_s: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub cpu_s_per_10k: f64,
    pub lost: u64,
}

/// Where the load writes when a message was made: inside what a relay takes for ciphertext.
const STAMP: std::ops::Range<usize> = 24..32;

struct Shared {
    start: Instant,
    measuring: AtomicBool,
    stopping: AtomicBool,
}

struct Tally {
    latency: Histogram<u64>,
    measured: u64,
    sent: u64,
    received: u64,
}

/// How much each user sends.
#[derive(Clone, Copy)]
pub struct Pressure {
    /// Unacknowledged messages at most.
    pub window: usize,
    /// Between two messages, users evenly out of step; as fast as the window allows without.
    pub every: Option<Duration>,
}

impl Pressure {
    /// As fast as the window allows.
    pub const fn full(window: usize) -> Self {
        Self {
            window,
            every: None,
        }
    }
}

/// Warms up, measures for `options.seconds`, stops sending and waits until all has arrived.
pub async fn run(
    relay: &Arc<Relay>,
    users: &[User],
    options: &Options,
    pressure: Pressure,
) -> anyhow::Result<Round> {
    let shared = Arc::new(Shared {
        start: Instant::now(),
        measuring: AtomicBool::new(false),
        stopping: AtomicBool::new(false),
    });
    let mut tasks = JoinSet::new();
    let step = pressure.every.unwrap_or_default() / u32::try_from(users.len().max(1))?;
    let mut phase = Duration::ZERO;
    for pair in users.chunks_exact(2) {
        let [one, other] = pair else { continue };
        for (me, peer) in [(one, other), (other, one)] {
            phase += step;
            let socket = Socket::open(relay, me).await?;
            let writer = Writer::new(socket, peer, options.size, pressure, shared.clone())?;
            tasks.spawn(writer.run(phase));
        }
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let cpu = cpu_seconds(relay.pid())?;
    let start = Instant::now();
    shared.measuring.store(true, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(options.seconds)).await;
    shared.measuring.store(false, Ordering::Relaxed);
    let elapsed = start.elapsed().as_secs_f64();
    let cpu = cpu_seconds(relay.pid())? - cpu;
    shared.stopping.store(true, Ordering::Relaxed);

    let mut latency = latencies()?;
    let (mut measured, mut sent, mut received) = (0, 0, 0);
    while let Some(tally) = tasks.join_next().await {
        let tally = tally??;
        latency.add(&tally.latency)?;
        measured += tally.measured;
        sent += tally.sent;
        received += tally.received;
    }
    let milliseconds = |quantile| latency.value_at_quantile(quantile) as f64 / 1e6;
    Ok(Round {
        delivered_per_s: measured as f64 / elapsed,
        p50_ms: milliseconds(0.5),
        p99_ms: milliseconds(0.99),
        cpu_s_per_10k: cpu / (measured.max(1) as f64 / 10_000.0),
        lost: u64::saturating_sub(sent, received),
    })
}

struct Writer {
    socket: Socket,
    template: Vec<u8>,
    device: Bytes,
    pressure: Pressure,
    outstanding: usize,
    batch: u64,
    shared: Arc<Shared>,
    tally: Tally,
}

impl Writer {
    fn new(
        socket: Socket,
        peer: &User,
        size: usize,
        pressure: Pressure,
        shared: Arc<Shared>,
    ) -> anyhow::Result<Self> {
        let mut template = vec![0; size];
        SystemEntropy.fill(&mut template);
        if let Some(version) = template.first_mut() {
            *version = 1;
        }
        if let Some(prekey) = template.get_mut(1..17) {
            prekey.copy_from_slice(peer.prekey.as_bytes());
        }
        Ok(Self {
            socket,
            template,
            device: Bytes::copy_from_slice(peer.device.as_bytes()),
            pressure,
            outstanding: 0,
            batch: 0,
            shared,
            tally: Tally {
                latency: latencies()?,
                measured: 0,
                sent: 0,
                received: 0,
            },
        })
    }

    async fn run(mut self, phase: Duration) -> anyhow::Result<Tally> {
        let begin = tokio::time::Instant::now() + phase;
        let pace = |every| tokio::time::interval_at(begin, every);
        let mut pace = self.pressure.every.map(pace);
        self.top_up().await?;
        loop {
            // After the last acknowledgement the peer's last messages are still on their way.
            let quiet = Duration::from_secs(2);
            let frame = tokio::select! {
                frame = tokio::time::timeout(quiet, self.socket.next()) => frame,
                () = tick(&mut pace), if !self.shared.stopping.load(Ordering::Relaxed) => {
                    self.send(1).await?;
                    continue;
                }
            };
            let frame = match frame {
                Ok(frame) => frame?,
                Err(_) if self.shared.stopping.load(Ordering::Relaxed) => return Ok(self.tally),
                Err(_) => anyhow::bail!("the relay was silent for {quiet:?} under load"),
            };
            match frame.frame {
                Some(relay_frame::Frame::Results(results)) => {
                    for outcome in &results.outcomes {
                        if *outcome != SendOutcome::Stored as i32 {
                            anyhow::bail!("the relay answered {outcome} to a send");
                        }
                    }
                    self.outstanding -= results.outcomes.len();
                    self.tally.sent += results.outcomes.len() as u64;
                    self.top_up().await?;
                }
                Some(relay_frame::Frame::Deliver(deliver)) => {
                    self.receive(&deliver.envelopes);
                    if let Some(last) = deliver.envelopes.last() {
                        self.socket.acknowledge(last.sequence).await?;
                    }
                }
                _ => {}
            }
        }
    }

    fn receive(&mut self, envelopes: &[consilium_proto::wire::StoredEnvelope]) {
        let now = self.shared.start.elapsed().as_nanos() as u64;
        let measuring = self.shared.measuring.load(Ordering::Relaxed);
        for envelope in envelopes {
            self.tally.received += 1;
            if !measuring {
                continue;
            }
            self.tally.measured += 1;
            let stamp = envelope
                .envelope
                .get(STAMP)
                .and_then(|bytes| bytes.try_into().ok());
            let made = u64::from_be_bytes(stamp.unwrap_or_default());
            self.tally
                .latency
                .saturating_record(now.saturating_sub(made));
        }
    }

    async fn top_up(&mut self) -> anyhow::Result<()> {
        let room = self
            .pressure
            .window
            .saturating_sub(self.outstanding)
            .min(64);
        let is_full = self.pressure.every.is_none();
        if is_full && room > 0 && !self.shared.stopping.load(Ordering::Relaxed) {
            self.send(room).await?;
        }
        Ok(())
    }

    async fn send(&mut self, count: usize) -> anyhow::Result<()> {
        let now = (self.shared.start.elapsed().as_nanos() as u64).to_be_bytes();
        let envelopes = (0..count)
            .map(|_| {
                if let Some(stamp) = self.template.get_mut(STAMP) {
                    stamp.copy_from_slice(&now);
                }
                let mut id = [0; 16];
                SystemEntropy.fill(&mut id);
                OutgoingEnvelope {
                    envelope_id: Bytes::copy_from_slice(&id),
                    device_id: self.device.clone(),
                    envelope: Bytes::copy_from_slice(&self.template),
                }
            })
            .collect();
        self.batch += 1;
        self.outstanding += count;
        self.socket.send(self.batch, envelopes).await
    }
}

async fn tick(pace: &mut Option<tokio::time::Interval>) {
    match pace {
        Some(pace) => {
            pace.tick().await;
        }
        None => std::future::pending().await,
    }
}
