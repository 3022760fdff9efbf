//! What unlocking does when the system refuses the memory. Alone in its file, because the limit it
//! sets holds for the whole process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test")]

use std::sync::Arc;

use consilium_client::identity::{RecoveryCode, root_account};
use consilium_client::probe::NoProbe;
use consilium_client::vault::{
    FolderKeystore, LockedVault, Pin, Platform, VaultError, VaultSecrets,
};
use consilium_sodium::{Argon2Params, Secret, SystemEntropy};
use consilium_types::{Clock, SystemClock};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Address space that suffices for a test process, and not for 256 MiB more.
const LITTLE: u64 = 200 << 20;

#[test]
fn a_pin_that_no_memory_could_check_is_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let platform = Platform {
        keystore: Arc::new(FolderKeystore::open(folder.path().join("keys")).unwrap()),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        biometrics: None,
        probe: Arc::new(NoProbe),
    };
    let locked = LockedVault::open(&folder.path().join("sandbox"), platform).unwrap();
    let code = RecoveryCode::generate(&SystemEntropy).unwrap();
    let account = root_account(&code, None, &SystemEntropy, SystemClock.now()).unwrap();
    let secrets = VaultSecrets {
        identity_seed: Some(account.identity.seed().unwrap()),
        device_seed: account.device.seed().unwrap(),
        database_key: Secret::generate(&SystemEntropy).unwrap(),
        recovery_code: None,
        prekeys: Vec::new(),
        statement: account.statement,
    };
    let pin = Pin::parse("527416").unwrap();
    drop(locked.create(&pin, Argon2Params::DEFAULT, secrets).unwrap());

    let before = getrlimit(Resource::As);
    let little = Rlimit {
        current: Some(LITTLE),
        maximum: before.maximum,
    };
    setrlimit(Resource::As, little).unwrap();
    let refused = [&pin, &Pin::entered("527417")].map(|pin| locked.unlock(pin).map(|_| ()));
    setrlimit(Resource::As, before).unwrap();

    assert_eq!(refused, [Err(VaultError::Memory); 2]);
    assert_eq!(locked.status().unwrap().tries_left, 10);
    assert!(locked.unlock(&pin).is_ok());
}
