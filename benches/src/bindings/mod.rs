//! The client core through Kotlin beside the same calls in Rust.
//!
//! Two workers, one in each language, open the same installation one after the other and do what
//! they are told line by line ([`worker`] says what), so that both meet the same database, the same
//! relay and the same colleague.

mod child;
mod tell;
mod worker;

use crate::client::{PIN, find, person, text};
use crate::measure::{Figures, median, rounded};
use crate::relay::server::Relay;
use anyhow::Context;
use child::{Child, Home};
use clap::Args;
use consilium_client::api::{Session, Urgency};
use consilium_sodium::{Argon2Params, argon2id};
use consilium_types::AccountId;
use serde_json::json;
use std::path::PathBuf;
use std::time::{Instant, SystemTime};
pub use tell::tell;
pub use worker::{WorkerOptions, work};

/// How much to measure.
#[derive(Args)]
pub struct Options {
    /// The class path of the Kotlin worker; `bindings/kotlin/bench.sh` gives it.
    #[arg(long)]
    kotlin: String,
    /// Messages of the conversation that is opened.
    #[arg(long, default_value_t = 100_000)]
    conversation: usize,
    /// Messages of each catch-up.
    #[arg(long, default_value_t = 10_000)]
    messages: usize,
    /// Catch-ups of each language.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// A relay binary other than the one beside this program.
    #[arg(long)]
    relay: Option<PathBuf>,
}

/// Messages sent, and received, one at a time.
const ONE_BY_ONE: usize = 50;
/// Times that each thing a person waits for is done.
const WAITS: usize = 5;
const WRITER: &str = "+31612345671";
const READER: &str = "+31612345672";

/// What one worker was measured at, a value for each round.
#[derive(Default)]
struct Measured {
    cold_start_ms: Vec<f64>,
    unlock_ms: Vec<f64>,
    open_ms: Vec<f64>,
    call_us: Vec<f64>,
    plain_call_us: Vec<f64>,
    send_ms: Vec<f64>,
    receive_ms: Vec<f64>,
    catch_up_s: Vec<f64>,
}

/// Runs both workers in turn.
pub async fn run(options: &Options) -> anyhow::Result<Figures> {
    let relay = Relay::start(options.relay.as_deref()).await?;
    let folder = tempfile::tempdir()?;
    let (_client, writer) = person(&relay, folder.path(), "writer", WRITER).await?;
    let to = {
        let (_client, reader) = person(&relay, folder.path(), "reader", READER).await?;
        let own = reader.own_account()?.account;
        for number in 0..options.conversation {
            reader.send_text(own, &text(number), None, Urgency::Routine)?;
        }
        find(&reader, WRITER).await?;
        reader.lock();
        find(&writer, READER).await?
    };
    let home = Home {
        folder: folder.path().to_owned(),
        relay_file: relay.file.clone(),
        classes: options.kotlin.clone(),
    };
    let (mut rust, mut kotlin) = (Measured::default(), Measured::default());
    for round in 0..options.rounds.max(1) {
        // Each language is first in turn: the database grows.
        let turns = [(true, &mut kotlin), (false, &mut rust)];
        let order: Vec<_> = if round % 2 == 0 {
            turns.into_iter().collect()
        } else {
            turns.into_iter().rev().collect()
        };
        for (is_kotlin, measured) in order {
            eprintln!(
                "round {round}: {}",
                if is_kotlin { "Kotlin" } else { "Rust" }
            );
            turn(&home, is_kotlin, &writer, to, options, measured).await?;
        }
    }
    writer.lock();
    figures(options, rust, kotlin)
}

/// One worker, from its start to its end.
async fn turn(
    home: &Home,
    is_kotlin: bool,
    writer: &Session,
    to: AccountId,
    options: &Options,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    for number in 0..options.messages {
        writer.send_text(to, &text(number), None, Urgency::Routine)?;
    }
    writer.sync_now().await?;
    let start = Instant::now();
    let mut child = Child::start(home, is_kotlin)?;
    child.expect("open").await?;
    measured.cold_start_ms.push(milliseconds(start));
    for _ in 0..WAITS {
        measured.unlock_ms.push(child.figure("unlock").await?);
        child.tell("lock", "locked").await?;
    }
    child.figure("unlock").await?;
    for _ in 0..WAITS {
        measured.open_ms.push(child.figure("open").await?);
    }
    measured.call_us.push(child.figure("call").await?);
    measured
        .plain_call_us
        .push(child.figure("plain-call").await?);
    // After the calls: a virtual machine has compiled its side of the border by then.
    measured.catch_up_s.push(child.figure("catch-up").await?);
    child.tell("connect", "connected").await?;
    for _ in 0..ONE_BY_ONE {
        measured.send_ms.push(child.figure("send").await?);
    }
    writer.connect();
    for number in 0..ONE_BY_ONE {
        child.tell("receive", "ready").await?;
        let begun = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        writer.send_text(to, &text(number), None, Urgency::Routine)?;
        let shown_us = child.number().await?;
        measured
            .receive_ms
            .push(shown_us / 1e3 - begun.as_secs_f64() * 1e3);
    }
    writer.disconnect();
    child.tell("lock", "locked").await?;
    child.end().await
}

fn figures(options: &Options, rust: Measured, kotlin: Measured) -> anyhow::Result<Figures> {
    let mut figures = Figures::new();
    figures.insert("conversation".into(), json!(options.conversation));
    figures.insert("messages".into(), json!(options.messages));
    figures.insert("argon2id_ms".into(), rounded(argon2id_ms()?));
    let catch_up = (median(kotlin.catch_up_s), median(rust.catch_up_s));
    let call = (median(kotlin.call_us), median(rust.call_us));
    let plain = (median(kotlin.plain_call_us), median(rust.plain_call_us));
    let pairs = [
        ("cold_start_ms", kotlin.cold_start_ms, rust.cold_start_ms),
        ("unlock_ms", kotlin.unlock_ms, rust.unlock_ms),
        ("open_100k_ms", kotlin.open_ms, rust.open_ms),
        ("send_ms", kotlin.send_ms, rust.send_ms),
        ("receive_ms", kotlin.receive_ms, rust.receive_ms),
    ];
    for (name, kotlin, rust) in pairs {
        figures.insert(name.into(), rounded(median(kotlin)));
        figures.insert(format!("rust_{name}"), rounded(median(rust)));
    }
    figures.insert("call_us".into(), rounded(call.0));
    figures.insert("rust_call_us".into(), rounded(call.1));
    figures.insert("call_overhead_us".into(), rounded(call.0 - call.1));
    figures.insert("plain_call_overhead_us".into(), rounded(plain.0 - plain.1));
    let per_s = |seconds: f64| rounded(options.messages as f64 / seconds);
    figures.insert("catch_up_per_s".into(), per_s(catch_up.0));
    figures.insert("rust_catch_up_per_s".into(), per_s(catch_up.1));
    figures.insert(
        "catch_up_ratio_to_rust".into(),
        rounded(catch_up.0 / catch_up.1),
    );
    Ok(figures)
}

/// What unlocking takes at least.
fn argon2id_ms() -> anyhow::Result<f64> {
    let mut taken = Vec::new();
    for _ in 0..WAITS {
        let start = Instant::now();
        argon2id(PIN.as_bytes(), &[7; 16], Argon2Params::DEFAULT).context("memory for Argon2id")?;
        taken.push(milliseconds(start));
    }
    Ok(median(taken))
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
