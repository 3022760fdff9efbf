//! The command line.

mod check_config;
mod confirm_clock;
mod doctor;
mod init;
mod inspect;
mod serve;

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// Relay of the Consilium messenger: stores sealed envelopes until their devices fetch them.
#[derive(Parser)]
#[command(name = "consilium-relay", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the relay until it is told to stop (SIGTERM).
    Serve(Box<serve::ServeArgs>),
    /// Makes data folder, store key, configuration and relay file; says what it made.
    Init(init::InitArgs),
    /// Shows the configuration that a relay would run with, or what is wrong with it.
    CheckConfig(Place),
    /// Looks for what would go wrong: keys, certificates, store, disk, clock, port.
    Doctor(Place),
    /// Counts and sizes: all that an operator can see of the store.
    Inspect(inspect::InspectArgs),
    /// Says that the clock is right, after a jump of over a day: expiry goes on.
    ConfirmClock(Place),
}

/// Where the relay's files are.
#[derive(clap::Args, Clone)]
struct Place {
    /// The data folder; default: the working folder.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The same, by name.
    #[arg(long, value_name = "FOLDER", conflicts_with = "folder")]
    data: Option<PathBuf>,
    /// The configuration; default: relay.toml in the data folder, if it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Cli {
    /// Does what the command line says.
    ///
    /// # Errors
    /// Whatever stops it, with the mend.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve(args) => args.run().await,
            Command::Init(args) => args.run(),
            Command::CheckConfig(place) => check_config::run(&place),
            Command::Doctor(place) => doctor::run(&place).await,
            Command::Inspect(args) => args.run().await,
            Command::ConfirmClock(place) => confirm_clock::run(&place).await,
        }
    }
}

impl Place {
    /// The configuration with the environment over it, not validated yet. What its file, or the
    /// relay file that a development relay left, calls development starts from those defaults.
    fn load(&self, development: bool) -> anyhow::Result<Config> {
        let file = self.config.as_deref();
        let base = Config {
            folder: self.folder(),
            ..Config::default()
        };
        let config = Config::load(&base, file, std::env::vars())?;
        if !development && !config.development && !self.is_development_folder() {
            return Ok(config);
        }
        let base = Config::development(&self.folder());
        Ok(Config::load(&base, file, std::env::vars())?)
    }

    fn folder(&self) -> PathBuf {
        let given = self.folder.as_ref().or(self.data.as_ref());
        given.cloned().unwrap_or_else(|| PathBuf::from("."))
    }

    fn is_development_folder(&self) -> bool {
        let relay_file = self.folder().join(crate::relay_file::RELAY_FILE);
        let own = self.folder().join(crate::config::CONFIG_FILE);
        let text = std::fs::read_to_string(relay_file).unwrap_or_default();
        let parsed: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        let marked = parsed
            .as_ref()
            .and_then(|file| file.get("development"))
            .is_some_and(|mark| mark == true);
        marked && self.config.is_none() && !own.exists()
    }
}

/// A line on standard output.
fn say(line: impl fmt::Display) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}
