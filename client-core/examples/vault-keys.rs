//! Every key of an installation, for tests that search another process's memory for them. An
//! example, so that it is in no library and in nothing that is shipped.
//!
//! ```text
//! vault-keys DATA    reads three lines: PIN, device secret, standby seed, the latter two in hex
//!                    writes for each key its name and its bytes in hex
//! ```
//!
//! It opens nothing for writing: the installation may be open elsewhere. The layout of the vault's
//! header is read here once more, and the keys are derived as protocol §12 says: a file that opens
//! proves them.
#![allow(
    clippy::print_stdout,
    reason = "what a test reads on the standard output are keys of the test's own"
)]

use std::io::{BufRead, stdin};
use std::path::Path;

use anyhow::{Context as _, anyhow};
use consilium_client::vault::{HEADER_BYTES, VaultSecrets};
use consilium_sodium::{Argon2Params, Context, Secret, aead, argon2id, k, s};
use consilium_statement::Reader;
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
    print("master key", master.expose());
    print("vault key", vault_key.expose());
    print_derived("standby state key", &standby, Context::StandbyStateKey)?;
    print("database key", secrets.database_key.expose());
    // As SQLCipher is given it.
    let letters = Zeroizing::new(to_hex(secrets.database_key.expose()));
    print("database key in letters", letters.as_bytes());
    print_signing("device", &secrets.device_seed);
    if let Some(identity) = &secrets.identity_seed {
        print_signing("identity", identity);
    }
    if let Some(code) = &secrets.recovery_code {
        print("recovery code", code.secret().expose());
        print_derived("root seed", code.secret().expose(), Context::Root)?;
    }
    for (place, prekey) in secrets.prekeys.iter().enumerate() {
        let seed = prekey.seed.expose();
        print(&format!("prekey {place} seed"), seed);
        let box_seed = print_derived(
            &format!("prekey {place} box seed"),
            seed,
            Context::PrekeyBox,
        )?;
        // libsodium's box keys are the first half of their seed's hash.
        let hash = Sha512::digest(box_seed.expose());
        let (secret, _) = hash.split_at(32);
        print(&format!("prekey {place} box key"), secret);
        print_derived(&format!("prekey {place} kem key"), seed, Context::PrekeyKem)?;
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
fn print_signing(name: &str, seed: &Secret<32>) {
    print(&format!("{name} seed"), seed.expose());
    let hash = Sha512::digest(seed.expose());
    print(&format!("{name} key as it signs"), &hash);
}

fn print_derived(name: &str, key: &[u8], context: Context) -> anyhow::Result<Secret<32>> {
    let derived = k(key, context, &[])?;
    print(name, derived.expose());
    Ok(derived)
}

fn print(name: &str, key: &[u8]) {
    println!("{name}: {}", HEXLOWER.encode(key));
}
