//! The relay as its operator runs it, and the operator's two powers: to kill it and to look inside.

use anyhow::{Context, ensure};
use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// A relay and its folder.
pub struct Relay {
    folder: PathBuf,
    address: String,
    clock_ms: u64,
    child: Child,
}

/// The program beside this one.
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    ensure!(
        path.is_file(),
        "{} is not built; use ./dev demo",
        path.display()
    );
    Ok(path)
}

impl Relay {
    /// Starts on an empty folder and a free loopback port.
    pub fn start(folder: PathBuf) -> anyhow::Result<Self> {
        let (child, address) = spawn(&folder, "127.0.0.1:0", 0)?;
        Ok(Self {
            folder,
            address,
            clock_ms: 0,
            child,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What clients are given.
    pub fn file(&self) -> PathBuf {
        self.folder.join("relay.json")
    }

    /// SIGKILL: no warning, no clean-up.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts again on the same folder and port.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        let (child, _) = spawn(&self.folder, &self.address, self.clock_ms)?;
        self.child = child;
        Ok(())
    }

    /// The newest SMS to a number.
    pub fn sms_code(&self, number: &str) -> anyhow::Result<String> {
        let outbox = std::fs::read_to_string(outbox(&self.folder))?;
        let code = outbox.lines().rev().find_map(|line| {
            let sms: Value = serde_json::from_str(line).ok()?;
            (sms.get("phone")? == number).then(|| Some(sms.get("code")?.as_str()?.to_owned()))?
        });
        code.context("no SMS was sent")
    }

    /// Moves wall and boot clock of the relay forward.
    pub fn advance(&mut self, by: Duration) -> anyhow::Result<()> {
        let ms = u64::try_from(by.as_millis())?;
        let answer = self.post("/dev/clock", &format!("{{\"advance_ms\":{ms}}}"))?;
        ensure!(
            answer.starts_with("HTTP/1.1 200"),
            "the relay refused to move its clock"
        );
        self.clock_ms += ms;
        Ok(())
    }

    /// What `consilium-relay inspect` tells the operator, of a relay that runs.
    pub fn inspect(&self) -> anyhow::Result<Value> {
        let output = Command::new(program("consilium-relay")?)
            .args(["inspect", "--json"])
            .arg(&self.folder)
            .output()?;
        ensure!(
            output.status.success(),
            "inspect failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    fn post(&self, path: &str, body: &str) -> anyhow::Result<String> {
        let file: Value = serde_json::from_slice(&std::fs::read(self.file())?)?;
        let mut roots = rustls::RootCertStore::empty();
        let issuers = file
            .get("issuers")
            .and_then(Value::as_array)
            .context("issuers")?;
        for issuer in issuers.iter().filter_map(Value::as_str) {
            roots.add(CertificateDer::from_pem_slice(issuer.as_bytes())?)?;
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = file
            .get("name")
            .and_then(Value::as_str)
            .context("name")?
            .to_owned();
        let host = name.clone();
        let tls = rustls::ClientConnection::new(Arc::new(config), ServerName::try_from(name)?)?;
        let tcp = TcpStream::connect(&self.address)?;
        tcp.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut stream = rustls::StreamOwned::new(tls, tcp);
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = Vec::new();
        // A peer that closes without a TLS goodbye has still answered.
        let _ = stream.read_to_end(&mut answer);
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the SMS provider got: it is no part of the relay.
fn outbox(folder: &Path) -> PathBuf {
    folder.with_file_name("sms-provider.jsonl")
}

/// What the relay wrote to its log.
pub fn log_of(folder: &Path) -> PathBuf {
    folder.with_extension("log")
}

fn spawn(folder: &Path, listen: &str, clock_ms: u64) -> anyhow::Result<(Child, String)> {
    std::fs::create_dir_all(folder)?;
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(log_of(folder))?;
    let mut child = Command::new(program("consilium-relay")?)
        .args([
            "serve",
            "--dev",
            "--listen",
            listen,
            "--dev-clock-offset-ms",
        ])
        .arg(clock_ms.to_string())
        .arg(folder)
        .arg("--sms-outbox")
        .arg(outbox(folder))
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()?;
    let stdout = child.stdout.take().context("the relay's output")?;
    let mut lines = BufReader::new(stdout).lines();
    loop {
        let line = lines
            .next()
            .context("the relay ended before it was ready")??;
        let ready: Option<Value> = serde_json::from_str(&line).ok();
        if let Some(address) = ready.as_ref().and_then(|ready| ready.get("address")) {
            return Ok((child, address.as_str().context("an address")?.to_owned()));
        }
    }
}
