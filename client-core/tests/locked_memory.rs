//! After locking, no key is left in the process's memory: all of it is read and searched.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::missing_docs_in_private_items,
    reason = "a test"
)]

use std::sync::Arc;

use consilium_client::identity::{RecoveryCode, root_account};
use consilium_client::prekey::{Keyring, PrekeyOwner, generate_prekey};
use consilium_client::probe::NoProbe;
use consilium_client::seal::{Header, Kind, seal};
use consilium_client::vault::{
    FolderKeystore, HEADER_BYTES, Keystore, LockedVault, Pin, Platform, Vault, VaultError,
    VaultFile, VaultSecrets,
};
use consilium_sodium::{
    Argon2Params, BoxSecretKey, Context, KemSecretKey, Secret, SigningKey, SystemEntropy, aead, k,
    s,
};
use consilium_statement::id::{device_id, direct_conversation};
use consilium_types::{Clock, Entropy, MessageHash, SystemClock};
use support::{Needle, found};
use zeroize::Zeroizing;

mod support;

/// Ten digits that stand nowhere in the program.
fn random_pin(entropy: &dyn Entropy) -> Zeroizing<String> {
    loop {
        let mut text = Zeroizing::new(String::with_capacity(10));
        for _ in 0..10 {
            text.push(char::from(b'0' + entropy.below(10) as u8));
        }
        if Pin::parse(&text).is_ok() {
            return text;
        }
    }
}

fn first_secrets(entropy: &dyn Entropy) -> VaultSecrets {
    let now = SystemClock.now();
    let code = RecoveryCode::generate(entropy).unwrap();
    let account = root_account(&code, None, entropy, now).unwrap();
    let owner = PrekeyOwner {
        account: account.statement.account(),
        device: &account.device,
        standby: account.device.verifying_key(),
    };
    let prekey = generate_prekey(owner, entropy, now).unwrap();
    VaultSecrets {
        identity_seed: Some(account.identity.seed().unwrap()),
        device_seed: account.device.seed().unwrap(),
        database_key: Secret::generate(entropy).unwrap(),
        recovery_code: Some(code),
        prekeys: vec![prekey],
        statement: account.statement,
    }
}

fn needles(vault: &Vault, keystore: &dyn Keystore, file: &[u8], pin: &str) -> Vec<Needle> {
    let secrets = vault.secrets();
    let code = secrets.recovery_code.as_ref().unwrap();
    let slot = ["device-secret-0", "device-secret-1"];
    let device = slot.iter().find_map(|slot| keystore.load(slot).unwrap());
    let params = Argon2Params::DEFAULT;
    let salt = file[17..33].try_into().unwrap();
    let master = consilium_sodium::argon2id(pin.as_bytes(), &salt, params).unwrap();
    let identity = secrets.identity_seed.as_ref().unwrap();
    let device = device.unwrap();
    let prekey = &secrets.prekeys[0].seed;
    let vault_key = k(master.expose(), Context::VaultKey, &[device.as_slice()]).unwrap();
    let root_seed = k(code.secret().expose(), Context::Root, &[]).unwrap();
    let box_seed = k(prekey.expose(), Context::PrekeyBox, &[]).unwrap();
    let kem_seed = k(prekey.expose(), Context::PrekeyKem, &[]).unwrap();
    // A search for other bytes than the core's would find nothing either.
    let (head, body) = file.split_at(HEADER_BYTES);
    let nonce = head.last_chunk().unwrap();
    aead::decrypt(vault_key.expose(), nonce, &s(Context::Vault, head), body).unwrap();
    let root = SigningKey::from_seed(&root_seed).unwrap().verifying_key();
    assert_eq!(root, secrets.statement.root());
    let statement = &secrets.prekeys[0].statement;
    let box_key = BoxSecretKey::from_seed(&box_seed).unwrap().public();
    assert_eq!(box_key, *statement.box_key());
    let kem_key = KemSecretKey::from_seed(&kem_seed).unwrap();
    assert_eq!(kem_key.public(), statement.kem_key());
    vec![
        Needle::of("vault key", vault_key.expose()),
        Needle::of("root seed", root_seed.expose()),
        Needle::of("prekey box seed", box_seed.expose()),
        Needle::of("prekey kem seed", kem_seed.expose()),
        Needle::of("database key", secrets.database_key.expose()),
        Needle::of("device seed", secrets.device_seed.expose()),
        Needle::of("identity seed", identity.expose()),
        Needle::of("prekey seed", prekey.expose()),
        Needle::of("recovery code", code.secret().expose()),
        Needle::of("recovery text", code.text().as_bytes()),
        Needle::of("device secret", &device),
        Needle::of("master key", master.expose()),
        Needle::of("PIN", pin.as_bytes()),
    ]
}

/// What an open app does: signs, seals, opens, rewrites the vault.
fn use_it(vault: &mut Vault) {
    let key = vault.device_key().unwrap();
    let secrets = vault.secrets();
    let account = secrets.statement.account();
    let header = Header {
        kind: Kind::Text,
        sender: account,
        device: device_id(&key.verifying_key()),
        sender_statement: secrets.statement.hash(),
        conversation: direct_conversation(account, account),
        recipient: account,
        view: *secrets.statement.hash().as_bytes(),
        sent: SystemClock.now(),
        counter: 1,
        prev: MessageHash::ZERO,
    };
    let signed = header.sign(b"text", &key).unwrap();
    let sealed = seal(&signed, &secrets.prekeys[0].statement).unwrap();
    let ring = Keyring::of(&secrets.prekeys).unwrap();
    assert_eq!(ring.open(&sealed).unwrap().as_bytes(), signed.as_bytes());
    vault.rewrite(|_| Ok::<_, VaultError>(())).unwrap();
}

#[test]
fn no_key_is_in_memory_after_locking() {
    let folder = tempfile::tempdir().unwrap();
    let keystore = Arc::new(FolderKeystore::open(folder.path().join("keys")).unwrap());
    let platform = Platform {
        keystore: Arc::clone(&keystore) as Arc<dyn Keystore>,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        biometrics: None,
        probe: Arc::new(NoProbe),
    };
    let sandbox = folder.path().join("sandbox");
    let locked = LockedVault::open(&sandbox, platform).unwrap();
    let text = random_pin(&SystemEntropy);
    let secrets = first_secrets(&SystemEntropy);
    drop(
        locked
            .create(&Pin::parse(&text).unwrap(), Argon2Params::DEFAULT, secrets)
            .unwrap(),
    );
    let mut vault = locked.unlock(&Pin::entered(&text)).unwrap();
    use_it(&mut vault);
    let file = std::fs::read(sandbox.join("vault")).unwrap();
    VaultFile::parse(file.clone()).unwrap();
    let needles = needles(&vault, keystore.as_ref(), &file, &text);
    // While it is open the search finds what it holds: it does bite.
    let open = found(&needles);
    for name in [
        "database key",
        "device seed",
        "prekey seed",
        "master key",
        "PIN",
    ] {
        let held = open
            .iter()
            .any(|(found, count)| *found == name && *count > 0);
        assert!(
            held,
            "{name} is not found while the vault is open: {open:?}"
        );
    }
    drop((vault, text));
    let left = found(&needles).into_iter().filter(|(_, count)| *count > 0);
    assert_eq!(left.collect::<Vec<_>>(), []);
}
