//! The client core through Kotlin beside the same calls in Rust.
//!
//! Two workers, one in each language, do what they are told line by line ([`worker`] says what), in
//! turns. Each has an installation of its own, filled in the same way: a database gets slower as it
//! grows, so whoever came second to a shared one would pay for it.

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
use std::collections::HashMap;
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
    #[arg(long, default_value_t = 5)]
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
const READERS: [(&str, &str); 2] = [("kotlin", "+31612345672"), ("rust", "+31612345673")];

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
    let mut readers = Vec::new();
    for (language, number) in READERS {
        let home = Home {
            folder: folder.path().join(language),
            relay_file: relay.file.clone(),
            classes: (language == "kotlin").then(|| options.kotlin.clone()),
        };
        let (_client, reader) = person(&relay, &home.folder, "reader", number).await?;
        let own = reader.own_account()?.account;
        for number in 0..options.conversation {
            reader.send_text(own, &text(number), None, Urgency::Routine)?;
        }
        find(&reader, WRITER).await?;
        reader.lock();
        let to = find(&writer, number).await?;
        readers.push((language, home, to, Measured::default()));
    }
    for round in 0..options.rounds.max(1) {
        // Each language is first in turn.
        readers.reverse();
        for (language, home, to, measured) in &mut readers {
            turn(home, &writer, *to, options, measured).await?;
            if let Some(seconds) = measured.catch_up_s.last() {
                eprintln!("round {round}, {language}: caught up in {seconds:.2} s");
            }
        }
    }
    writer.lock();
    let mut measured = HashMap::new();
    for (language, _, _, taken) in readers {
        measured.insert(language, taken);
    }
    let mut of = |language| measured.remove(language).context("both languages");
    figures(options, of("rust")?, of("kotlin")?)
}

/// One worker, from its start to its end.
async fn turn(
    home: &Home,
    writer: &Session,
    to: AccountId,
    options: &Options,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut child = Child::start(home)?;
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
    // Last: a virtual machine has compiled its side of the border by then.
    child.tell("disconnect", "disconnected").await?;
    for number in 0..options.messages {
        writer.send_text(to, &text(number), None, Urgency::Routine)?;
    }
    writer.sync_now().await?;
    measured.catch_up_s.push(child.figure("catch-up").await?);
    child.tell("lock", "locked").await?;
    child.end().await
}

fn figures(options: &Options, rust: Measured, kotlin: Measured) -> anyhow::Result<Figures> {
    let mut figures = Figures::new();
    figures.insert("conversation".into(), json!(options.conversation));
    figures.insert("messages".into(), json!(options.messages));
    figures.insert("argon2id_ms".into(), rounded(argon2id_ms()?));
    // Of each round: both databases had the same size then.
    let rounds = kotlin.catch_up_s.iter().zip(&rust.catch_up_s);
    let ratio = median(rounds.map(|(kotlin, rust)| kotlin / rust).collect());
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
    figures.insert("catch_up_ratio_to_rust".into(), rounded(ratio));
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
