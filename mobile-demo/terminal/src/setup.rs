//! Where an installation lies, and what it is opened with.

use crate::args::Options;
use crate::failure::Failure;
use consilium_client::SystemEntropy;
use consilium_client::api::{Client, ClientConfig};
use consilium_client::net::RelayFile;
use consilium_client::probe::{NoProbe, Probe};
use consilium_client::vault::FolderKeystore;
use consilium_types::limits::AUTO_LOCK_MS;
use consilium_types::{Clock, ManualClock, SystemClock};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The relay file, kept as it was given.
const RELAY: &str = "relay.json";
/// What this program remembers besides.
const SETTINGS: &str = "terminal.json";
/// An attempt to register, between its two commands.
const ATTEMPT: &str = "attempt.json";

/// The two folders of an installation.
#[derive(Clone, Debug)]
pub(crate) struct Folders {
    pub(crate) data: PathBuf,
    pub(crate) keystore: PathBuf,
}

/// What this program remembers outside the vault: nothing about anybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Two letters.
    pub(crate) region: String,
}

/// An attempt to register that waits for its SMS code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PendingAttempt {
    pub(crate) attempt: String,
    pub(crate) number: String,
}

/// An installation that knows its relay, not unlocked.
pub(crate) struct Installation {
    pub(crate) client: Arc<Client>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Only for a relay of a developer on this machine.
    pub(crate) dev_clock: Option<Arc<ManualClock>>,
}

impl Folders {
    pub(crate) fn of(options: &Options) -> Result<Self, Failure> {
        let data = match &options.data {
            Some(data) => data.clone(),
            None => default_data().ok_or_else(|| {
                Failure::usage("There is no home folder. Say where the data go: --data DIR")
            })?,
        };
        let keystore = options.keystore.clone().unwrap_or_else(|| beside(&data));
        Ok(Self { data, keystore })
    }

    /// Makes the installation known to a relay.
    pub(crate) fn init(&self, relay: &Path, region: &str) -> Result<RelayFile, Failure> {
        let region = region.trim().to_ascii_uppercase();
        if region.len() != 2 || !region.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Failure::usage("A region is two letters, for example NL"));
        }
        let text = read(relay)?;
        let file = RelayFile::parse(&text)
            .map_err(|error| Failure::new("RELAY-FILE", error.to_string()))?;
        if self.data.join(RELAY).exists() && self.relay()?.name() != file.name() {
            return Err(Failure::new(
                "RELAY-OTHER",
                "This installation belongs to another relay. Nothing was changed. Use another folder: --data DIR",
            ));
        }
        std::fs::create_dir_all(&self.data).map_err(|error| storage(&self.data, &error))?;
        write(&self.data.join(RELAY), &text)?;
        let settings = serde_json::to_string(&Settings { region }).unwrap_or_default();
        write(&self.data.join(SETTINGS), &settings)?;
        Ok(file)
    }

    fn relay(&self) -> Result<RelayFile, Failure> {
        let path = self.data.join(RELAY);
        if !path.exists() {
            return Err(Failure::new(
                "NO-RELAY",
                "This installation knows no relay yet. Ask its operator for the relay file, then: \
                 consilium init --relay FILE",
            ));
        }
        RelayFile::parse(&read(&path)?)
            .map_err(|error| Failure::new("RELAY-FILE", error.to_string()))
    }

    /// Opens what `init` made.
    pub(crate) fn open(&self, options: &Options) -> Result<Installation, Failure> {
        let relay = self.relay()?;
        let settings = read(&self.data.join(SETTINGS))?;
        let settings: Settings = serde_json::from_str(&settings).map_err(|_| {
            Failure::new(
                "SETTINGS",
                "The settings of this installation are damaged. Run init again.",
            )
        })?;
        let local = relay.is_local_development();
        let dev_clock = local.then(|| Arc::new(ManualClock::over(SystemClock)));
        if let Some(offset) = options.dev_clock_offset_ms {
            dev_clock
                .as_ref()
                .ok_or_else(not_local)?
                .advance(Duration::from_millis(offset));
        }
        let clock: Arc<dyn Clock> = match &dev_clock {
            Some(clock) => Arc::clone(clock) as _,
            None => Arc::new(SystemClock),
        };
        let probe: Arc<dyn Probe> = match &options.dev_kill_at {
            None => Arc::new(NoProbe),
            Some(_) if !local => return Err(not_local()),
            Some(step) => Arc::new(KillAt::parse(step)?),
        };
        let keystore = FolderKeystore::open(&self.keystore)
            .map_err(|error| Failure::new("KEYSTORE", error.to_string()))?;
        let client = Client::open(ClientConfig {
            data_dir: self.data.clone(),
            standby_dir: None,
            relay,
            keystore: Arc::new(keystore),
            biometrics: None,
            clock: Arc::clone(&clock),
            entropy: Arc::new(SystemEntropy),
            probe,
            default_region: settings.region,
            auto_lock_ms: AUTO_LOCK_MS,
        })?;
        Ok(Installation {
            client,
            clock,
            dev_clock,
        })
    }

    pub(crate) fn keep_attempt(&self, attempt: &PendingAttempt) -> Result<(), Failure> {
        let text = serde_json::to_string(attempt).unwrap_or_default();
        write(&self.data.join(ATTEMPT), &text)
    }

    pub(crate) fn attempt(&self) -> Option<PendingAttempt> {
        let text = std::fs::read_to_string(self.data.join(ATTEMPT)).ok()?;
        serde_json::from_str(&text).ok()
    }

    pub(crate) fn forget_attempt(&self) {
        // A leftover is harmless: the relay ends attempts after ten minutes.
        let _ = std::fs::remove_file(self.data.join(ATTEMPT));
    }
}

/// Asked for a development tool where it has no place.
pub(crate) fn not_local() -> Failure {
    Failure::new(
        "NOT-DEVELOPMENT",
        "Clocks are moved only for a development relay on this machine. Nothing was changed.",
    )
}

/// Ends this process when a step was reached so often, as a power cut would.
struct KillAt {
    step: String,
    left: AtomicU64,
}

impl KillAt {
    fn parse(text: &str) -> Result<Self, Failure> {
        let (step, count) = text.rsplit_once(':').unwrap_or((text, "1"));
        let left = count
            .parse()
            .map_err(|_| Failure::usage("STEP or STEP:COUNT is wanted"))?;
        Ok(Self {
            step: step.to_owned(),
            left: AtomicU64::new(left),
        })
    }
}

impl Probe for KillAt {
    fn step(&self, name: &'static str) {
        if name == self.step && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            let own = rustix::process::getpid();
            // Nothing is left to do if the system refuses.
            let _ = rustix::process::kill_process(own, rustix::process::Signal::KILL);
        }
    }
}

fn default_data() -> Option<PathBuf> {
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let share = set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")))?;
    Some(share.join("consilium"))
}

fn beside(data: &Path) -> PathBuf {
    let mut name = data.file_name().unwrap_or_default().to_owned();
    name.push("-keystore");
    data.with_file_name(name)
}

pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| storage(path, &error))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| storage(path, &error))
}

pub(crate) fn storage(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new("FILE", format!("{}: {error}", path.display()))
}
