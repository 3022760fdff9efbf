//! The real relay's binary, on a folder and a loopback port of its own.

use super::narrows::Narrows;
use super::{PATIENCE, until};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use tempfile::TempDir;

/// A running relay; killed when dropped.
pub(crate) struct Relay {
    folder: TempDir,
    address: String,
    child: Option<Child>,
    /// What apps come through, if anything.
    narrows: Option<Narrows>,
}

impl Relay {
    /// On an empty folder, without rate limits.
    pub(crate) fn start() -> Self {
        let mut relay = Self {
            folder: tempfile::tempdir().expect("a folder"),
            address: "127.0.0.1:0".into(),
            child: None,
            narrows: None,
        };
        relay.restart();
        relay
    }

    /// Behind narrows, which apps that are given its file come through.
    pub(crate) fn start_behind_narrows() -> Self {
        let mut relay = Self::start();
        relay.narrows = Some(Narrows::before(&relay.address));
        relay
    }

    /// The narrows before it.
    pub(crate) fn narrows(&self) -> &Narrows {
        self.narrows.as_ref().expect("a relay behind narrows")
    }

    /// Starts it again on the same folder and port.
    pub(crate) fn restart(&mut self) {
        assert!(self.child.is_none(), "one relay at a time");
        let log = self.folder.path().join("relay.log");
        let mut child = Command::new(binary())
            .args(["serve", "--dev", "--unlimited", "--data"])
            .arg(self.folder.path())
            .args(["--listen", &self.address])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(log).expect("a log file"))
            .spawn()
            .expect("the relay's binary runs");
        let output = child.stdout.take().expect("a pipe");
        self.child = Some(child);
        let (sender, receiver) = sync_channel(1);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Ok(ready) = serde_json::from_str::<Value>(&line)
                    && ready["ready"] == true
                {
                    let _ = sender.try_send(ready["address"].as_str().expect("text").to_owned());
                }
            }
        });
        self.address = receiver.recv_timeout(PATIENCE).expect("the relay starts");
    }

    /// As a power cut: no handler runs.
    pub(crate) fn kill(&mut self) {
        let mut child = self.child.take().expect("a running relay");
        child.kill().expect("SIGKILL");
        child.wait().expect("its end");
    }

    /// It stops answering, as a network that swallows everything.
    pub(crate) fn freeze(&self) {
        kill_process(self.process(), Signal::STOP).expect("SIGSTOP");
    }

    /// It answers again.
    pub(crate) fn thaw(&self) {
        kill_process(self.process(), Signal::CONT).expect("SIGCONT");
    }

    /// What an app is given to know it by.
    pub(crate) fn file(&self) -> String {
        let path = self.folder.path().join("relay.json");
        let file = std::fs::read_to_string(path).expect("a relay file");
        let Some(narrows) = &self.narrows else {
            return file;
        };
        let mut file: Value = serde_json::from_str(&file).expect("a relay file");
        file["address"] = narrows.address().into();
        file.to_string()
    }

    /// The newest code that was sent to a number.
    pub(crate) fn sms_code(&self, number: &str) -> String {
        let outbox = self.folder.path().join("sms-outbox.jsonl");
        until("an SMS code", || {
            let text = std::fs::read_to_string(&outbox).unwrap_or_default();
            let sent = text.lines().rev();
            sent.filter_map(|line| serde_json::from_str::<Value>(line).ok())
                .find(|sms| sms["phone"] == number)
                .and_then(|sms| Some(sms["code"].as_str()?.to_owned()))
        })
    }

    fn process(&self) -> Pid {
        Pid::from_child(self.child.as_ref().expect("a running relay"))
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Beside this test's own binary; built if it is not there yet.
fn binary() -> PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let found = BINARY.get_or_init(|| {
        let own = std::env::current_exe().expect("the test's binary");
        let profile = own.ancestors().nth(2).expect("the target folder");
        let path = profile.join("consilium-relay");
        if !path.exists() {
            let built = Command::new(env!("CARGO"))
                .args([
                    "build",
                    "--quiet",
                    "--package",
                    "consilium-server",
                    "--bins",
                ])
                .status()
                .expect("cargo runs");
            assert!(built.success(), "the relay does not build");
        }
        path
    });
    found.clone()
}
