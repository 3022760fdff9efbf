//! The command line.

use crate::command::Command;
use clap::{Args, Parser};
use std::path::PathBuf;

/// Consilium in a terminal: messages between clinicians that the relay cannot read.
#[derive(Debug, Parser)]
#[command(name = "consilium", version, max_term_width = 100)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) options: Options,
    /// What to do; without it a shell opens that stays unlocked until you lock it.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options for every command.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Folder of this installation [default: ~/.local/share/consilium].
    #[arg(long, global = true, env = "CONSILIUM_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Folder that stands in for a phone's keystore [default: beside the data, DIR-keystore].
    #[arg(long, global = true, env = "CONSILIUM_KEYSTORE", value_name = "DIR")]
    pub(crate) keystore: Option<PathBuf>,
    /// Replies, errors and events as JSON, one a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// File whose first line is the PIN; for scripts, instead of being asked. Or `CONSILIUM_PIN`.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// Never connect by itself; `connect` and `sync` still do.
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// Start with clocks this many milliseconds ahead (a local development relay only).
    #[arg(long, global = true, hide = true, value_name = "MS")]
    pub(crate) dev_clock_offset_ms: Option<u64>,
    /// End this process by SIGKILL at the named step (a local development relay only).
    #[arg(long, global = true, hide = true, value_name = "STEP[:COUNT]")]
    pub(crate) dev_kill_at: Option<String>,
}
