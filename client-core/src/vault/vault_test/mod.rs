//! The vault as a whole: PINs, crashes at every step, old copies, stolen folders.

mod biometric;
mod entry;
mod rewrite;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use consilium_sodium::{Argon2Params, Secret};
use consilium_types::{Clock, Entropy, ManualClock, SeededEntropy, Timestamp};

use super::locked::testing::{checked, guess, open_with_master};
use super::*;
use crate::identity::{RecoveryCode, root_account};
use crate::prekey::{PrekeyOwner, generate_prekey};
use crate::probe::{NoProbe, Probe};
use consilium_sodium::SigningKey;

pub(super) const NOW: Timestamp = Timestamp(1_795_305_600_000);
const DAY: u64 = Timestamp::DAY_MS;

pub(super) fn code(number: u64) -> RecoveryCode {
    RecoveryCode::generate(&SeededEntropy::new(number)).unwrap()
}

/// Of an account with no prekey yet.
pub(super) fn secrets(number: u64) -> VaultSecrets {
    let entropy = SeededEntropy::new(number + 1000);
    let account = root_account(&code(number), None, &entropy, NOW).unwrap();
    VaultSecrets {
        statement: account.statement,
        identity_seed: Some(account.identity.seed().unwrap()),
        device_seed: account.device.seed().unwrap(),
        database_key: Secret::generate(&entropy).unwrap(),
        recovery_code: Some(code(number)),
        prekeys: Vec::new(),
    }
}

pub(super) fn add_prekey(secrets: &mut VaultSecrets, at: Timestamp) {
    let device = SigningKey::from_seed(&secrets.device_seed).unwrap();
    let owner = PrekeyOwner {
        account: secrets.statement.account(),
        device: &device,
        standby: device.verifying_key(),
    };
    let entropy = SeededEntropy::new(at.0);
    secrets
        .prekeys
        .push(generate_prekey(owner, &entropy, at).unwrap());
}

fn pin(text: &str) -> Pin {
    Pin::entered(text)
}

/// A device: its folders, keystore and clocks.
struct Device {
    folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    entropy: Arc<SeededEntropy>,
    gate: Arc<biometric::Gate>,
}

impl Device {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(ManualClock::at(NOW)),
            entropy: Arc::new(SeededEntropy::new(42)),
            gate: Arc::default(),
        }
    }

    /// With a vault, and its master key, which opens it without Argon2id's half second.
    fn with_vault(number: u64) -> (Self, Secret<32>) {
        let device = Self::new();
        let vault = device.locked();
        let vault = vault.create(&pin("527416"), Argon2Params::DEFAULT, secrets(number));
        let master = vault.unwrap().master();
        (device, master)
    }

    fn sandbox(&self) -> PathBuf {
        self.folder.path().join("sandbox")
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    fn platform(&self, keys: &Path, probe: Arc<dyn Probe>) -> Platform {
        Platform {
            keystore: Arc::new(FolderKeystore::open(keys).unwrap()),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            entropy: Arc::clone(&self.entropy) as Arc<dyn Entropy>,
            biometrics: Some(Arc::clone(&self.gate) as Arc<dyn BiometricGate>),
            probe,
        }
    }

    fn locked(&self) -> LockedVault {
        self.probed(Arc::new(NoProbe))
    }

    fn probed(&self, probe: Arc<dyn Probe>) -> LockedVault {
        let platform = self.platform(&self.keys(), probe);
        LockedVault::open(&self.sandbox(), platform).unwrap()
    }

    fn opened(&self, master: &Secret<32>) -> Option<Vault> {
        open_with_master(&self.locked(), master).unwrap()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Ends what runs at the step of that number, as a crash would.
struct CrashAt {
    step: usize,
    seen: AtomicUsize,
    names: Mutex<Vec<&'static str>>,
}

impl CrashAt {
    fn step(step: usize) -> Arc<Self> {
        Arc::new(Self {
            step,
            seen: AtomicUsize::new(0),
            names: Mutex::new(Vec::new()),
        })
    }
}

impl Probe for CrashAt {
    fn step(&self, name: &'static str) {
        self.names.lock().unwrap().push(name);
        let seen = self.seen.fetch_add(1, Ordering::SeqCst);
        assert!(seen != self.step, "crash at {name}");
    }
}

/// Runs with a crash at step 0, 1, 2 … until it runs through; the steps it has.
fn crash_at_each_step(mut run: impl FnMut(Arc<CrashAt>), mut after: impl FnMut(&str)) -> usize {
    for step in 0.. {
        let probe = CrashAt::step(step);
        let crashed = catch_unwind(AssertUnwindSafe(|| run(Arc::clone(&probe)))).is_err();
        let name = probe
            .names
            .lock()
            .unwrap()
            .last()
            .copied()
            .unwrap_or("none");
        after(name);
        if !crashed {
            return step;
        }
    }
    0
}
