//! Starts the relay as its operator would, on an empty folder, in development mode, whose limits let one address do what a load test does.

use anyhow::{Context, bail};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A running relay and its folder.
pub struct Relay {
    child: Child,
    folder: tempfile::TempDir,
    /// Where it listens.
    pub address: String,
    /// Its name in certificates and logins.
    pub name: String,
    /// The relay file that clients are given.
    pub file: PathBuf,
    /// Its issuers, PEM.
    pub issuers: Vec<String>,
}

#[derive(Deserialize)]
struct Ready {
    address: String,
    relay_file: PathBuf,
}

#[derive(Deserialize)]
struct RelayFile {
    name: String,
    issuers: Vec<String>,
}

impl Relay {
    /// Starts `binary`, or the `consilium-relay` beside this program.
    pub async fn start(binary: Option<&Path>) -> anyhow::Result<Self> {
        let beside = std::env::current_exe()?.with_file_name("consilium-relay");
        let binary = binary.unwrap_or(&beside);
        let folder = tempfile::tempdir()?;
        let mut child = Command::new(binary)
            .args(["serve", "--dev", "--unlimited", "--listen", "127.0.0.1:0"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", binary.display()))?;
        let stdout = child.stdout.take().context("the relay's output")?;
        let mut lines = BufReader::new(stdout).lines();
        let ready: Ready = loop {
            let Some(line) = lines.next_line().await? else {
                bail!("the relay ended before it was ready");
            };
            if let Ok(ready) = serde_json::from_str(&line) {
                break ready;
            }
        };
        let file: RelayFile = serde_json::from_slice(&std::fs::read(&ready.relay_file)?)?;
        Ok(Self {
            child,
            folder,
            address: ready.address,
            name: file.name,
            file: ready.relay_file,
            issuers: file.issuers,
        })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// The development outbox: a JSON line for each SMS.
    pub fn outbox(&self) -> PathBuf {
        self.folder.path().join("sms-outbox.jsonl")
    }
}
