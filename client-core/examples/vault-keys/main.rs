//! Every key of an installation, for tests that search another process's memory for them. An
//! example, so that it is in no library and in nothing that is shipped.
//!
//! ```text
//! vault-keys DATA    reads three lines: PIN, device secret, standby seed, the latter two in hex
//!                    writes for each key its name and its bytes in hex
//! ```
//!
//! It opens nothing for writing: the installation may be open elsewhere. The layout of the vault's
//! header is read here once more, and the keys are derived as protocol §12 says. Each is proved by
//! what the core made with it, or the program fails: a file that it opens, a statement that names
//! its public key, a signature.
#![allow(
    clippy::print_stdout,
    reason = "what a test reads on the standard output are keys of the test's own"
)]

mod proof;

use std::io::{BufRead, stdin};
use std::path::Path;

use anyhow::{Context as _, anyhow, ensure};
use consilium_client::prekey::PrekeyEntry;
use consilium_client::vault::{HEADER_BYTES, VaultSecrets};
use consilium_sodium::{
    Argon2Params, BoxSecretKey, Context, KemSecretKey, Secret, SigningKey, VerifyingKey, aead,
    argon2id, k, s,
};
use consilium_statement::Reader;
use consilium_statement::id::device_id;
use consilium_types::ids::to_hex;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

fn main() -> anyhow::Result<()> {
    let data = std::env::args_os().nth(1).context("vault-keys DATA")?;
    let data = Path::new(&data);
    let mut lines = stdin().lock().lines();
    let mut line = || anyhow::Ok(lines.next().context("three lines")??);
    let (pin, device, standby) = (line()?, line()?, line()?);
    let device = HEXLOWER.decode(device.as_bytes())?;
    let standby = HEXLOWER.decode(standby.as_bytes())?;
    let file = std::fs::read(data.join("vault"))?;
    let (head, body) = file.split_at_checked(HEADER_BYTES).context("no header")?;
    let header = Header::read(head).map_err(|error| anyhow!("no header: {error:?}"))?;
    let params = Argon2Params::new(header.ops, header.mem_kib)?;
    let master = argon2id(pin.as_bytes(), &header.salt, params)?;
    let vault_key = k(master.expose(), Context::VaultKey, &[&device])?;
    let aad = s(Context::Vault, head);
    let plain = aead::decrypt(vault_key.expose(), &header.nonce, &aad, body)?;
    let (secrets, _) = VaultSecrets::decode(&plain)?;
    let statement = &secrets.statement;
    print("master key", master.expose());
    print("vault key", vault_key.expose());
    let state_key = print_derived("standby state key", &standby, Context::StandbyStateKey)?;
    let state = proof::standby_state(data, &state_key)?;
    ensure!(state.account == statement.account(), "another's state");
    print("database key", secrets.database_key.expose());
    // As SQLCipher is given it.
    let letters = Zeroizing::new(to_hex(secrets.database_key.expose()));
    print("database key in letters", letters.as_bytes());
    let device = device_id(&SigningKey::from_seed(&secrets.device_seed)?.verifying_key());
    let device = statement.device(device).context("another's device")?;
    print_signing("device", &secrets.device_seed, &device.key)?;
    if let Some(identity) = &secrets.identity_seed {
        print_signing("identity", identity, &statement.identity())?;
    }
    if let Some(code) = &secrets.recovery_code {
        print("recovery code", code.secret().expose());
        let seed = print_derived("root seed", code.secret().expose(), Context::Root)?;
        let root = SigningKey::from_seed(&seed)?.verifying_key();
        ensure!(root == statement.root(), "another account's root");
    }
    for (place, prekey) in secrets.prekeys.iter().enumerate() {
        print_prekey(&format!("prekey {place}"), prekey)?;
    }
    Ok(())
}

/// What the vault's header says (protocol §12).
struct Header {
    ops: u32,
    mem_kib: u32,
    salt: [u8; 16],
    nonce: [u8; 24],
}

impl Header {
    fn read(head: &[u8]) -> Result<Self, consilium_statement::RecordError> {
        let mut reader = Reader::new(head);
        // Magic and version.
        reader.take(8 + 1)?;
        let (ops, mem_kib, salt) = (reader.u32()?, reader.u32()?, reader.array()?);
        // Which slot of the keystore: whoever calls knows it.
        reader.u8()?;
        Ok(Self {
            ops,
            mem_kib,
            salt,
            nonce: reader.array()?,
        })
    }
}

/// A signing key: its seed, and what Ed25519 signs with, which is the seed's hash.
fn print_signing(name: &str, seed: &Secret<32>, public: &VerifyingKey) -> anyhow::Result<()> {
    print(&format!("{name} seed"), seed.expose());
    let hash = Sha512::digest(seed.expose());
    ensure!(proof::signs(&hash, seed, public)?, "{name}: another key");
    print(&format!("{name} key as it signs"), &hash);
    Ok(())
}

fn print_prekey(name: &str, prekey: &PrekeyEntry) -> anyhow::Result<()> {
    let seed = prekey.seed.expose();
    print(&format!("{name} seed"), seed);
    let box_seed = print_derived(&format!("{name} box seed"), seed, Context::PrekeyBox)?;
    let public = BoxSecretKey::from_seed(&box_seed)?.public();
    ensure!(public == *prekey.statement.box_key(), "another box key");
    // libsodium's box keys are the first half of their seed's hash.
    let hash = Sha512::digest(box_seed.expose());
    let (secret, _) = hash.split_at(32);
    print(&format!("{name} box key"), secret);
    let kem = print_derived(&format!("{name} kem key"), seed, Context::PrekeyKem)?;
    let kem = KemSecretKey::from_seed(&kem)?;
    ensure!(
        kem.public() == prekey.statement.kem_key(),
        "another KEM key"
    );
    Ok(())
}

fn print_derived(name: &str, key: &[u8], context: Context) -> anyhow::Result<Secret<32>> {
    let derived = k(key, context, &[])?;
    print(name, derived.expose());
    Ok(derived)
}

fn print(name: &str, key: &[u8]) {
    println!("{name}: {}", HEXLOWER.encode(key));
}
