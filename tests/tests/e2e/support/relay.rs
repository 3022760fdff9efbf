//! The real relay: its binary, as a process, on a folder and a loopback port of its own.

use super::authority::{Authority, Fault};
use super::endpoint::Endpoint;
use super::wait::{PATIENCE, until};
use consilium_types::{Clock, SystemClock, Timestamp};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use tempfile::TempDir;

/// Rates as a relay for real users has them, where a development relay has none.
const REAL_LIMITS: [(&str, &str); 5] = [
    ("SMS_NUMBER", "{ burst = 5, per_minute = 0 }"),
    ("SMS_TRIES", "{ burst = 10, per_minute = 0 }"),
    ("SMS_RESEND", "{ burst = 1, per_minute = 2 }"),
    ("SMS_ADDRESS", "{ burst = 20, per_minute = 2 }"),
    ("SMS_TOTAL", "{ burst = 300, per_minute = 60 }"),
];

/// How a relay is started.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// Rate limits raised, for tests that are not about them.
    pub(crate) unlimited: bool,
    /// More arguments of `serve`.
    pub(crate) arguments: Vec<String>,
    /// Settings, as the environment names them without their prefix.
    pub(crate) settings: Vec<(&'static str, String)>,
    /// A program to run it under, for example a tracer.
    pub(crate) under: Vec<String>,
}

/// A running relay; killed when dropped.
pub(crate) struct Relay {
    folder: TempDir,
    child: Option<Child>,
    address: SocketAddr,
    options: Options,
    starts: u32,
    /// How far its clocks are ahead of the machine's.
    ahead: Mutex<Duration>,
}

impl Relay {
    /// On an empty folder, without rate limits.
    pub(crate) fn start() -> Self {
        Self::start_with(Options {
            unlimited: true,
            ..Options::default()
        })
    }

    /// On an empty folder.
    pub(crate) fn start_with(options: Options) -> Self {
        let mut relay = Self {
            folder: tempfile::tempdir().expect("a folder"),
            child: None,
            address: loopback(),
            options,
            starts: 0,
            ahead: Mutex::default(),
        };
        relay.restart();
        relay
    }

    /// Starts it again on the same folder and port.
    pub(crate) fn restart(&mut self) {
        let (child, address) = self.launch().unwrap_or_else(|log| {
            panic!("the relay did not start; its log:\n{log}");
        });
        self.child = Some(child);
        self.address = address;
    }

    /// Starts it, or tells why it would not.
    pub(crate) fn launch(&mut self) -> Result<(Child, SocketAddr), String> {
        assert!(self.child.is_none(), "one relay at a time");
        self.starts += 1;
        let log_path = self.log_path(self.starts);
        let log = File::create(&log_path).expect("a log file");
        let mut child = self
            .command()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the relay's binary runs");
        match ready_line(&mut child) {
            Some(address) => Ok((child, address)),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                Err(std::fs::read_to_string(&log_path).unwrap_or_default())
            }
        }
    }

    /// Tries to start another on the same folder; its log if it refuses.
    pub(crate) fn start_another(&mut self) -> Result<(), String> {
        let own = self.child.take();
        let address = std::mem::replace(&mut self.address, loopback());
        let other = self.launch();
        (self.child, self.address) = (own, address);
        let (mut child, _) = other?;
        child.kill().expect("SIGKILL");
        child.wait().expect("its end");
        Ok(())
    }

    fn command(&self) -> Command {
        let binary = binary("consilium-relay");
        let mut command = match self.options.under.split_first() {
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(binary);
                command
            }
            None => Command::new(binary),
        };
        command
            .arg("serve")
            .arg("--dev")
            .arg("--data")
            .arg(self.folder.path())
            .arg("--listen")
            .arg(self.address.to_string())
            .env("TMPDIR", self.temporary())
            .env("CONSILIUM_RELAY_LOG__LEVEL", "trace");
        if self.options.unlimited {
            command.arg("--unlimited");
        } else {
            for (name, value) in REAL_LIMITS {
                command.env(format!("CONSILIUM_RELAY_LIMITS__{name}"), value);
            }
        }
        for (name, value) in &self.options.settings {
            command.env(format!("CONSILIUM_RELAY_{name}"), value);
        }
        let ahead = *self.ahead.lock().expect("the offset");
        if !ahead.is_zero() {
            command
                .arg("--dev-clock-offset-ms")
                .arg(ahead.as_millis().to_string());
        }
        command.args(&self.options.arguments);
        command
    }

    /// As a power cut: no handler runs.
    pub(crate) fn kill(&mut self) {
        let mut child = self.child.take().expect("a running relay");
        child.kill().expect("SIGKILL");
        child.wait().expect("the end of the relay");
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.process(), signal).expect("a signal");
    }

    /// Waits for its end.
    pub(crate) async fn wait(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("a running relay");
        until("the relay's end", async || {
            child.try_wait().expect("the state of the relay")
        })
        .await
    }

    /// Its process.
    pub(crate) fn process(&self) -> rustix::process::Pid {
        let child = self.child.as_ref().expect("a running relay");
        rustix::process::Pid::from_child(child)
    }

    /// Bytes of memory it holds.
    pub(crate) fn resident_bytes(&self) -> u64 {
        let path = format!("/proc/{}/statm", self.process().as_raw_nonzero());
        let pages: u64 = std::fs::read_to_string(path)
            .ok()
            .and_then(|text| text.split(' ').nth(1)?.parse().ok())
            .expect("the relay's memory");
        pages * rustix::param::page_size() as u64
    }

    /// How to reach it.
    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::read(&self.folder.path().join("relay.json"))
    }

    /// Everything it has.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its directory for temporary files.
    pub(crate) fn temporary(&self) -> PathBuf {
        let path = self.folder.path().join("tmp");
        std::fs::create_dir_all(&path).expect("a folder");
        path
    }

    fn log_path(&self, start: u32) -> PathBuf {
        self.folder.path().join(format!("relay-{start}.log"))
    }

    /// All it has logged, over all starts.
    pub(crate) fn logs(&self) -> String {
        (1..=self.starts)
            .filter_map(|start| std::fs::read(self.log_path(start)).ok())
            .map(|log| String::from_utf8_lossy(&log).into_owned())
            .collect()
    }

    /// The newest code that was sent to a number.
    pub(crate) async fn sms_code(&self, phone: &str) -> String {
        until("an SMS code", async || self.sms_codes(phone).pop()).await
    }

    /// The codes that were sent to a number, oldest first.
    pub(crate) fn sms_codes(&self, phone: &str) -> Vec<String> {
        let outbox = self.folder.path().join("sms-outbox.jsonl");
        std::fs::read_to_string(outbox)
            .unwrap_or_default()
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|sms| sms["phone"] == phone)
            .filter_map(|sms| Some(sms["code"].as_str()?.to_owned()))
            .collect()
    }

    /// Time passes at the relay: both its clocks go forward.
    pub(crate) async fn advance(&self, by: Duration) {
        let body = format!("{{\"advance_ms\":{}}}", by.as_millis());
        let (status, answer) = self.endpoint().http("POST", "/dev/clock", &body).await;
        assert_eq!(status, 200, "{answer}");
        *self.ahead.lock().expect("the offset") += by;
    }

    /// The relay's wall clock.
    pub(crate) fn now(&self) -> Timestamp {
        let ahead = *self.ahead.lock().expect("the offset");
        let ahead = u64::try_from(ahead.as_millis()).expect("milliseconds");
        SystemClock.now().plus(ahead)
    }

    /// The next start has the machine's own clocks, as if somebody had set the clock back.
    pub(crate) fn forget_clock(&self) {
        *self.ahead.lock().expect("the offset") = Duration::ZERO;
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        if !std::thread::panicking() {
            let log = self.logs();
            let panicked = log.lines().find(|line| line.contains("panicked"));
            assert_eq!(panicked, None, "the relay panicked");
        } else {
            let log = self.logs();
            let lines: Vec<_> = log.lines().filter(|line| notable(line)).collect();
            let from = lines.len().saturating_sub(40);
            eprintln!(
                "last notable lines of the relay's log:\n{}",
                lines[from..].join("\n")
            );
        }
    }
}

/// Any free port.
fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// A port that nobody listens on now.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(loopback()).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A relay set up as for real users: own configuration, own certificate, no development mode.
pub(crate) struct Production {
    child: Child,
    pub(crate) endpoint: Endpoint,
    _folder: TempDir,
}

impl Production {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let name = "relay.example.org";
        let (issuer, spare) = (Authority::new("Issuer"), Authority::new("Spare"));
        let (certificate, key) = issuer.certificate(name, Fault::None);
        let write = |file: &str, text: &str| {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        write("tls/relay.pem", &certificate);
        write("tls/relay.key", &key);
        write("tls/issuer.pem", issuer.pem());
        write("tls/spare.pem", spare.pem());
        write("store.key", &"5a".repeat(32));
        let settings =
            format!("name = \"{name}\"\nlisten = \"{address}\"\n[sms]\nprovider = \"none\"\n");
        write("relay.toml", &settings);
        let child = Command::new(binary("consilium-relay"))
            .args(["serve", "--data"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stderr(File::create(folder.path().join("log")).expect("a log file"))
            .spawn()
            .expect("the relay's binary runs");
        let file = Authority::relay_file(name, address, [&issuer, &spare], &[&issuer]);
        let endpoint = Endpoint::parse(&file);
        until("the relay", async || endpoint.tls("h2").await.ok()).await;
        Self {
            child,
            endpoint,
            _folder: folder,
        }
    }
}

impl Drop for Production {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn notable(line: &str) -> bool {
    !line.contains("TRACE") && !line.contains("DEBUG")
}

/// Reads the ready line, then keeps the pipe drained.
fn ready_line(child: &mut Child) -> Option<SocketAddr> {
    let output = child.stdout.take().expect("a pipe");
    let (sender, receiver) = sync_channel(1);
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Ok(ready) = serde_json::from_str::<Value>(&line)
                && ready["ready"] == true
            {
                let address = ready["address"].as_str().and_then(|text| text.parse().ok());
                let _ = sender.try_send(address);
            }
        }
    });
    receiver.recv_timeout(PATIENCE).ok().flatten()
}

/// A binary of the workspace, built if it is not there yet.
pub(crate) fn binary(name: &str) -> PathBuf {
    let beside = Path::new(env!("CARGO_BIN_EXE_test-client"));
    let path = beside.with_file_name(name);
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        if !path.exists() {
            let built = Command::new(env!("CARGO"))
                .args(["build", "--quiet", "--workspace", "--bins"])
                .status()
                .expect("cargo runs");
            assert!(built.success(), "the workspace's binaries do not build");
        }
    });
    path
}
