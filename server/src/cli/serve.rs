//! `serve`.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;

use tracing::Level;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use super::Place;
use crate::config::{Config, Limits, Log, LogFormat};
use crate::lifecycle::{self, Serve};

/// Runs the relay.
#[derive(clap::Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    place: Place,
    /// Development: makes CA, certificate and key by itself, writes codes into a file, prints a
    /// line of JSON when ready. On loopback only.
    #[arg(long)]
    dev: bool,
    /// Development: what logged-in devices do is not limited by rates, for load generators.
    #[arg(long)]
    unlimited: bool,
    /// Where to listen, over the configuration; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Name of the relay, over the configuration.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Development: the file that gets the codes, over the configuration.
    #[arg(long, value_name = "FILE")]
    sms_outbox: Option<PathBuf>,
    /// Development: starts with wall and boot clock this far ahead.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    dev_clock_offset_ms: u64,
    /// Form of the log, over the configuration.
    #[arg(long, value_enum)]
    log_format: Option<LogFormat>,
}

impl ServeArgs {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (offset, unlimited) = (self.dev_clock_offset_ms, self.unlimited);
        let mut config = self.config()?;
        if !config.development && (offset != 0 || unlimited) {
            anyhow::bail!("--dev-clock-offset-ms and --unlimited are for development only");
        }
        if unlimited {
            config.limits = Limits::unlimited();
        }
        start_log(&config.log)?;
        lifecycle::serve(Serve {
            config,
            clock_offset_ms: offset,
        })
        .await?;
        Ok(())
    }

    fn config(self) -> anyhow::Result<Config> {
        let mut config = self.place.load(self.dev)?;
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        if let Some(name) = self.name {
            config.name = name;
        }
        if let Some(file) = self.sms_outbox {
            // As given on the command line: from the working folder on, not from the data folder.
            config.sms.outbox_file = Some(std::path::absolute(file)?);
        }
        if let Some(format) = self.log_format {
            config.log.format = format;
        }
        config.validate()?;
        Ok(config)
    }
}

/// Log lines go to standard error: standard output has the ready line. Other crates may warn, and
/// no more: at finer levels some print headers and frames.
fn start_log(log: &Log) -> anyhow::Result<()> {
    let chosen = EnvFilter::try_new(&log.level)
        .map_err(|error| anyhow::anyhow!("log.level: {error}; use a filter such as \"info\""))?;
    let own =
        filter_fn(|line| line.target().starts_with("consilium") || *line.level() <= Level::WARN);
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let lines = match log.format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(own))
        .with(chosen)
        .try_init()
        .map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}
