//! The main job as a story that a person can read and a script can check: three clinicians, a relay
//! that is killed, thirty-one days, and what the relay's operator can see.

mod cast;
mod person;
mod proof;
mod relay;
mod story;
mod tell;

use anyhow::ensure;
use clap::Args;
use serde_json::json;
use std::time::Instant;

/// How to tell it.
#[derive(Args)]
pub struct Options {
    /// Ends with one JSON line.
    #[arg(long)]
    json: bool,
    /// Leaves the folder with everybody's files behind.
    #[arg(long)]
    keep_files: bool,
}

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    messages_sent: usize,
    messages_delivered: usize,
    lost: usize,
    duplicated: usize,
    plaintext_hits_in_relay_files: usize,
    plaintext_hits_in_client_database: usize,
    expired_removed: bool,
    kept_present: bool,
    relay_kills: usize,
}

impl Outcome {
    fn holds(&self) -> bool {
        self.messages_sent >= 20
            && self.messages_delivered == self.messages_sent
            && self.lost == 0
            && self.duplicated == 0
            && self.plaintext_hits_in_relay_files == 0
            && self.plaintext_hits_in_client_database > 0
            && self.expired_removed
            && self.kept_present
            && self.relay_kills > 0
    }
}

/// Tells the story; fails unless all of it held.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut folder = tempfile::Builder::new()
        .prefix("consilium-demo-")
        .tempdir()?;
    folder.disable_cleanup(options.keep_files);
    let outcome = story::tell(folder.path())?;
    let seconds = start.elapsed().as_secs_f64();
    tell::ending(&outcome, seconds, options.keep_files.then(|| folder.path()));
    if options.json {
        let Outcome {
            messages_sent,
            messages_delivered,
            lost,
            duplicated,
            plaintext_hits_in_relay_files,
            plaintext_hits_in_client_database,
            expired_removed,
            kept_present,
            relay_kills,
        } = outcome;
        println!(
            "{}",
            json!({
                "messages_sent": messages_sent,
                "messages_delivered": messages_delivered,
                "lost": lost,
                "duplicated": duplicated,
                "plaintext_hits_in_relay_files": plaintext_hits_in_relay_files,
                "plaintext_hits_in_client_database": plaintext_hits_in_client_database,
                "expired_removed": expired_removed,
                "kept_present": kept_present,
                "relay_kills": relay_kills,
                "seconds": (seconds * 10.0).round() / 10.0,
            })
        );
    }
    ensure!(
        outcome.holds(),
        "something that was promised did not hold; see above"
    );
    Ok(())
}
