//! Vaults unlocked. Each right or wrong PIN costs an Argon2id of 256 MiB.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use consilium_client::probe::NoProbe;
use consilium_client::vault::{
    FolderKeystore, Keystore, LockedVault, Pin, Platform, Vault, VaultError,
};
use consilium_types::{ManualClock, SeededEntropy, Timestamp};
use serde::Deserialize;

use crate::load::{Hex, Reason, expect, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    pin: String,
    folder: BTreeMap<String, Hex>,
    keystore: BTreeMap<String, Hex>,
    now: u64,
    boot_ms: u64,
    outcome: String,
    statement: Option<Hex>,
    identity_seed: Option<Hex>,
    device_seed: Option<Hex>,
    database_key: Option<Hex>,
    recovery_code: Option<Hex>,
    prekeys: Option<Vec<Prekey>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prekey {
    seed: Hex,
    prekey: Hex,
    confirmed: u64,
    replaced: u64,
}

impl Reason for VaultError {
    fn reason(&self) -> &'static str {
        match self {
            Self::WrongPin { .. } => "wrong_pin",
            Self::Wait { .. } => "wait",
            Self::Closed => "closed",
            Self::KeyGone => "key_gone",
            Self::Damaged => "damaged",
            Self::BelowFloor => "below_floor",
            Self::Newer => "newer",
            other => panic!("{other}"),
        }
    }
}

/// The case's files and slots, and a clock that stands at its times.
fn unlock(case: &Case) -> Result<Vault, VaultError> {
    let place = tempfile::tempdir().unwrap();
    let (folder, slots) = (place.path().join("vault"), place.path().join("keystore"));
    std::fs::create_dir(&folder).unwrap();
    for (name, bytes) in &case.folder {
        std::fs::write(folder.join(name), &**bytes).unwrap();
    }
    let keystore = FolderKeystore::open(slots).unwrap();
    for (slot, secret) in &case.keystore {
        keystore.store(slot, secret).unwrap();
    }
    // The boot clock begins at zero and is moved together with the wall clock.
    let clock = ManualClock::at(Timestamp(case.now));
    clock.advance(Duration::from_millis(case.boot_ms));
    let platform = Platform {
        keystore: Arc::new(keystore),
        clock: Arc::new(clock),
        entropy: Arc::new(SeededEntropy::new(1)),
        biometrics: None,
        probe: Arc::new(NoProbe),
    };
    LockedVault::open(&folder, platform)?.unlock(&Pin::entered(&case.pin))
}

#[test]
fn a_vault_opens_or_not_as_the_vectors_say() {
    let file: File = load("vault");
    for case in &file.cases {
        if let Some(vault) = expect(&case.name, &case.outcome, unlock(case)) {
            check(case, &vault);
        }
    }
}

fn check(case: &Case, vault: &Vault) {
    let (name, secrets) = (&case.name, vault.secrets());
    let hex = |bytes: &[u8]| Some(Hex(bytes.to_vec()));
    let identity = secrets
        .identity_seed
        .as_ref()
        .map(|seed| seed.expose().to_vec());
    let code = secrets
        .recovery_code
        .as_ref()
        .map(|code| code.secret().expose().to_vec());
    let time = |time: Option<Timestamp>| time.map_or(0, Timestamp::as_millis);
    let prekeys = secrets.prekeys.iter().map(|entry| Prekey {
        seed: Hex(entry.seed.expose().to_vec()),
        prekey: Hex(entry.statement.as_bytes().to_vec()),
        confirmed: time(entry.confirmed),
        replaced: time(entry.replaced),
    });
    assert_eq!(hex(secrets.statement.as_bytes()), case.statement, "{name}");
    assert_eq!(
        hex(&identity.unwrap_or_default()),
        case.identity_seed,
        "{name}"
    );
    assert_eq!(
        hex(secrets.device_seed.expose()),
        case.device_seed,
        "{name}"
    );
    assert_eq!(
        hex(secrets.database_key.expose()),
        case.database_key,
        "{name}"
    );
    assert_eq!(hex(&code.unwrap_or_default()), case.recovery_code, "{name}");
    assert_eq!(Some(prekeys.collect()), case.prekeys, "{name}");
}
