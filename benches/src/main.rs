//! `./dev bench crypto|store|relay|client|bindings [--json]`: figures, never tests. Each prints medians, and
//! ratios against what was measured beside it in the same run.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    unreachable_pub,
    reason = "a benchmark reads real clocks and prints its figures"
)]

mod bindings;
mod client;
mod crypto;
mod discovery;
mod measure;
mod relay;
mod store;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Consilium's figures")]
struct Arguments {
    #[command(subcommand)]
    what: What,
    /// One JSON line at the end.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum What {
    /// Sealing and opening beside the raw primitives they are made of.
    Crypto(crypto::Options),
    /// The relay's store: appends, fetches, expiry; its discovery index.
    Store(store::Options),
    /// The relay under load, with its real TLS, store and synced acknowledgements.
    Relay(relay::Options),
    /// The client's database and catch-up.
    Client(client::Options),
    /// The client core through Kotlin beside the same calls in Rust.
    Bindings(bindings::Options),
    /// The Rust half of `bindings`: a process of its own, told what to do line by line.
    #[command(hide = true)]
    Worker(bindings::WorkerOptions),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let figures = match &arguments.what {
        What::Crypto(options) => crypto::run(options)?,
        What::Store(options) => runtime()?.block_on(store::run(options))?,
        What::Relay(options) => runtime()?.block_on(relay::run(options))?,
        What::Client(options) => runtime()?.block_on(client::run(options))?,
        What::Bindings(options) => runtime()?.block_on(bindings::run(options))?,
        What::Worker(options) => return runtime()?.block_on(bindings::work(options)),
    };
    if arguments.json {
        println!("{}", serde_json::Value::Object(figures));
    } else if matches!(arguments.what, What::Bindings(_)) {
        bindings::tell(&figures);
    } else {
        for (name, value) in figures {
            println!("{name:<40} {value}");
        }
    }
    Ok(())
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
}
