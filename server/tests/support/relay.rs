//! The relay's own binary on a folder of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A running relay; killed when dropped.
pub struct Relay {
    child: Child,
    pub address: SocketAddr,
    pub folder: Arc<TempDir>,
}

impl Relay {
    /// Starts it in development mode; `port` 0 takes a free one.
    pub fn start(folder: Arc<TempDir>, port: u16, more: &[&str]) -> Self {
        Self::start_with(folder, port, more, &[])
    }

    /// The same with environment variables.
    pub fn start_with(
        folder: Arc<TempDir>,
        port: u16,
        more: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_consilium-relay"))
            .args(["serve", "--dev", "--data"])
            .arg(folder.path())
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .args(more)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["ready"], true);
        Self {
            child,
            address: ready["address"].as_str().unwrap().parse().unwrap(),
            folder,
        }
    }

    /// SIGKILL; leaves its folder.
    pub fn kill(mut self) -> Arc<TempDir> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        Arc::clone(&self.folder)
    }

    /// Bytes that its process has written, to files and sockets alike.
    pub fn written(&self) -> u64 {
        let io = std::fs::read_to_string(format!("/proc/{}/io", self.child.id())).unwrap();
        let line = io.lines().find_map(|line| line.strip_prefix("wchar: "));
        line.unwrap().parse().unwrap()
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// SIGTERM; returns once it has ended well.
    pub async fn stop(mut self) {
        self.signal(Signal::TERM);
        for _ in 0..3000 {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success());
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the relay did not stop");
    }

    /// Codes sent so far, newest last.
    pub fn codes(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder.path().join("sms-outbox.jsonl")).unwrap();
        text.lines()
            .map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                line["code"].as_str().unwrap().to_owned()
            })
            .collect()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
