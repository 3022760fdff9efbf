//! After a session locked itself or was locked, no key is left in the process's memory: neither the
//! vault's nor the database's.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::missing_docs_in_private_items,
    reason = "a test"
)]

use std::sync::Arc;

use consilium_client::api::{Client, ClientConfig, Standby, StandbyConfig, Urgency};
use consilium_client::db::Database;
use consilium_client::identity::{RecoveryCode, root_account};
use consilium_client::net::RelayFile;
use consilium_client::prekey::{PrekeyOwner, generate_prekey};
use consilium_client::probe::NoProbe;
use consilium_client::vault::{
    FolderKeystore, Keystore, LockedVault, Pin, Platform, VaultError, VaultSecrets,
};
use consilium_sodium::{Argon2Params, Secret, SystemEntropy};
use consilium_types::{Clock, SystemClock};
use support::{Needle, found};

mod support;

const PIN: &str = "739157";

fn relay_file() -> RelayFile {
    let made = rcgen::generate_simple_self_signed(vec!["relay.example".to_owned()]).unwrap();
    let json = serde_json::json!({
        "version": 1, "name": "relay.example", "address": "127.0.0.1:1",
        "pins": ["11".repeat(32), "22".repeat(32)], "issuers": [made.cert.pem()],
        "development": true
    });
    RelayFile::parse(&json.to_string()).unwrap()
}

/// An account whose keys are made here, as registration makes them; the needles of its keys.
fn set_up(folder: &std::path::Path, platform: Platform) -> Vec<Needle> {
    let entropy = SystemEntropy;
    let now = SystemClock.now();
    let code = RecoveryCode::generate(&entropy).unwrap();
    let account = root_account(&code, None, &entropy, now).unwrap();
    let database_key = Secret::<32>::generate(&entropy).unwrap();
    let db = Database::open(&folder.join("messages.db"), &database_key).unwrap();
    db.write(|tx| tx.set_statement(&account.statement, now))
        .unwrap();
    drop(db);
    let locked = LockedVault::open(folder, platform).unwrap();
    let secrets = VaultSecrets {
        identity_seed: Some(account.identity.seed().unwrap()),
        device_seed: account.device.seed().unwrap(),
        database_key: database_key.try_clone().unwrap(),
        recovery_code: None,
        prekeys: Vec::new(),
        statement: account.statement.clone(),
    };
    let pin = Pin::parse(PIN).unwrap();
    let mut vault = locked.create(&pin, Argon2Params::DEFAULT, secrets).unwrap();
    let owner = PrekeyOwner {
        account: account.statement.account(),
        device: &account.device,
        standby: locked.standby_key().unwrap().verifying_key(),
    };
    let entry = generate_prekey(owner, &entropy, now).unwrap();
    let prekey = Needle::of("prekey seed", entry.seed.expose());
    vault
        .rewrite(|secrets| {
            secrets.prekeys.push(entry);
            Ok::<_, VaultError>(())
        })
        .unwrap();
    let hex = zeroize::Zeroizing::new(consilium_types::ids::to_hex(database_key.expose()));
    vec![
        Needle::of("database key", database_key.expose()),
        Needle::of("database key as text", hex.as_bytes()),
        Needle::of("device seed", vault.secrets().device_seed.expose()),
        Needle::of("identity seed", account.identity.seed().unwrap().expose()),
        prekey,
    ]
}

#[test]
fn no_key_is_in_memory_after_a_session_is_locked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    let keystore = Arc::new(FolderKeystore::open(folder.path().join("keys")).unwrap());
    let platform = Platform {
        keystore: keystore.clone(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        biometrics: None,
        probe: Arc::new(NoProbe),
    };
    let mut needles = set_up(&data, platform);
    let standby_seed = keystore.load("standby").unwrap().unwrap();
    needles.push(Needle::of("standby seed", &standby_seed));
    drop(standby_seed);
    let standby = Standby::open(StandbyConfig {
        folder: data.clone(),
        relay: relay_file(),
        keystore: keystore.clone(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        probe: Arc::new(NoProbe),
    })
    .unwrap();
    let client = Client::open(ClientConfig {
        data_dir: data,
        standby_dir: None,
        relay: relay_file(),
        keystore,
        biometrics: None,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        probe: Arc::new(NoProbe),
        default_region: "NL".to_owned(),
        auto_lock_ms: 3_600_000,
    })
    .unwrap();
    let session = client.unlock(PIN).unwrap();
    let own = session.own_account().unwrap();
    for n in 0..50 {
        session
            .send_text(own.account, &format!("note {n}"), None, Urgency::Routine)
            .unwrap();
    }
    assert_eq!(
        session.messages(own.conversation, None, 100).unwrap().len(),
        50
    );
    assert!(!session.search("note", 100).unwrap().is_empty());
    let open = found(&needles);
    for name in ["database key", "device seed", "prekey seed", "standby seed"] {
        let held = open
            .iter()
            .any(|(found, count)| *found == name && *count > 0);
        assert!(
            held,
            "{name} is not found while the session is open: {open:?}"
        );
    }
    session.lock();
    let left = || {
        let found = found(&needles).into_iter();
        found.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    };
    assert_eq!(left(), []);
    // The state opens and the login is tried, at a relay that is not there.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let away = runtime.block_on(standby.fetch()).unwrap_err();
    assert_eq!(away.code(), "OFFLINE");
    assert_eq!(left(), [], "after a fetch without the PIN");
    assert_eq!(session.contacts().unwrap_err().code(), "LOCKED");
}
