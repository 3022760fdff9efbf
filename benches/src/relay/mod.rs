//! The relay under load: its real binary, TLS, WebSocket, envelopes of real size, synced before it
//! acknowledges; generator and relay share the machine.

pub mod account;
mod drain;
mod idle;
mod load;
pub mod server;
mod socket;

use crate::measure::{Figures, median, rounded};
use clap::Args;
use load::Pressure;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// What to measure, and how much of it.
#[derive(Args, Clone)]
pub struct Options {
    /// Pairs of users who write to each other.
    #[arg(long, default_value_t = 100)]
    pairs: usize,
    /// Unacknowledged messages a user has under way.
    #[arg(long, default_value_t = 16)]
    window: usize,
    /// Bytes of an envelope: 1713, 2225, 3249 or 5297.
    #[arg(long, default_value_t = 1713)]
    size: usize,
    /// Seconds of one measurement.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Measurements; the median is reported.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Connections that stay idle, to see what each costs.
    #[arg(long, default_value_t = 2000)]
    idle: usize,
    /// Envelopes waiting for a device that was away.
    #[arg(long, default_value_t = 20_000)]
    drain: usize,
    /// A relay binary other than the one beside this program.
    #[arg(long)]
    relay: Option<std::path::PathBuf>,
}

/// Latency when every user sends half of what they could, a message at a time as people do: half of
/// the rate of window 1.
async fn half_load(
    relay: &Arc<server::Relay>,
    users: &[account::User],
    options: &Options,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let full = figures
        .get("window_1_delivered_per_s")
        .and_then(|rate| rate.as_f64());
    let each = full.unwrap_or_default() / 2.0 / users.len() as f64;
    let pressure = Pressure {
        window: options.window,
        every: Some(Duration::from_secs_f64(1.0 / each.max(1.0))),
    };
    let half = load::run(relay, users, options, pressure).await?;
    figures.insert(
        "half_load_delivered_per_s".into(),
        rounded(half.delivered_per_s),
    );
    figures.insert("half_load_p50_ms".into(), rounded(half.p50_ms));
    figures.insert("half_load_p99_ms".into(), rounded(half.p99_ms));
    Ok(())
}

/// Runs every part and collects the figures.
pub async fn run(options: &Options) -> anyhow::Result<Figures> {
    let relay = Arc::new(server::Relay::start(options.relay.as_deref()).await?);
    let users = account::register(&relay, options.pairs * 2).await?;
    let mut figures = Figures::new();
    figures.insert("window".into(), json!(options.window));
    figures.insert("envelope_bytes".into(), json!(options.size));
    figures.insert("pairs".into(), json!(options.pairs));

    let mut rounds = Vec::new();
    for _ in 0..options.rounds.max(1) {
        rounds.push(load::run(&relay, &users, options, Pressure::full(options.window)).await?);
    }
    let over = |figure: fn(&load::Round) -> f64| median(rounds.iter().map(figure).collect());
    figures.insert(
        "delivered_per_s".into(),
        rounded(over(|round| round.delivered_per_s)),
    );
    figures.insert("p50_ms".into(), rounded(over(|round| round.p50_ms)));
    figures.insert("p99_ms".into(), rounded(over(|round| round.p99_ms)));
    figures.insert(
        "server_cpu_s_per_10k".into(),
        rounded(over(|round| round.cpu_s_per_10k)),
    );
    figures.insert(
        "lost".into(),
        json!(rounds.iter().map(|round| round.lost).sum::<u64>()),
    );

    let one = load::run(&relay, &users, options, Pressure::full(1)).await?;
    figures.insert(
        "window_1_delivered_per_s".into(),
        rounded(one.delivered_per_s),
    );
    figures.insert("window_1_p50_ms".into(), rounded(one.p50_ms));
    figures.insert("window_1_p99_ms".into(), rounded(one.p99_ms));
    figures.insert(
        "window_1_server_cpu_s_per_10k".into(),
        rounded(one.cpu_s_per_10k),
    );

    half_load(&relay, &users, options, &mut figures).await?;

    let pair = users.get(..2).unwrap_or(&users);
    let quiet = load::run(&relay, pair, options, Pressure::full(1)).await?;
    figures.insert("one_pair_p50_ms".into(), rounded(quiet.p50_ms));
    figures.insert("one_pair_p99_ms".into(), rounded(quiet.p99_ms));

    drain::run(&relay, pair, options, &mut figures).await?;
    drop(relay);
    idle::run(options, &mut figures).await?;
    Ok(figures)
}
