//! The key file (protocol §12).
//!
//! ```text
//! header = "CSLVAULT" ‖ u8 1 ‖ u32 ops ‖ u32 mem KiB ‖ salt 16 ‖ u8 keystore slot 0|1 ‖ nonce 24
//! file   = header ‖ AEAD(K(master, vault-key, device secret), nonce, aad = S(vault, header), secrets)
//! ```

use std::path::Path;

use consilium_sodium::pwhash::{MEM_KIB, OPS};
use consilium_sodium::{Argon2Params, Context, Secret, aead, argon2id, k, s};
use consilium_statement::{Reader, RecordError};
use consilium_types::Entropy;
use zeroize::Zeroizing;

use super::durable;
use super::error::VaultError;
use super::pin::Pin;

/// Length of the header.
pub const HEADER_BYTES: usize = 8 + 1 + 4 + 4 + 16 + 1 + 24;
const MAGIC: &[u8; 8] = b"CSLVAULT";
const VERSION: u8 = 1;
const NAME: &str = "vault";
/// Far above the largest vault, of 256 prekeys.
const LIMIT: u64 = 1 << 20;

/// Which keystore slot holds the device secret of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    First,
    Second,
}

impl Slot {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::First => "device-secret-0",
            Self::Second => "device-secret-1",
        }
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }
}

/// How the master key is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Derivation {
    pub(super) params: Argon2Params,
    pub(super) salt: [u8; 16],
}

impl Derivation {
    /// A new salt.
    pub(super) fn generate(params: Argon2Params, entropy: &dyn Entropy) -> Self {
        Self {
            params,
            salt: entropy.array(),
        }
    }

    /// `Argon2id13(PIN, salt, ops, mem)`: half a second and 256 MiB or more.
    pub(super) fn master(&self, pin: &Pin) -> Result<Secret<32>, VaultError> {
        #[cfg(test)]
        if pin.as_bytes() == super::CHEAP_PIN.as_bytes() {
            return Ok(k(&self.salt.repeat(2), Context::Vault, &[pin.as_bytes()])?);
        }
        Ok(argon2id(pin.as_bytes(), &self.salt, self.params)?)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) derivation: Derivation,
    pub(super) slot: Slot,
    nonce: [u8; 24],
}

impl Header {
    fn encode(&self) -> Vec<u8> {
        let params = self.derivation.params;
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&params.ops().to_be_bytes());
        bytes.extend_from_slice(&params.mem_kib().to_be_bytes());
        bytes.extend_from_slice(&self.derivation.salt);
        bytes.push(self.slot.number());
        bytes.extend_from_slice(&self.nonce);
        bytes
    }

    fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let damaged = |_: RecordError| VaultError::Damaged;
        let mut reader = Reader::new(bytes);
        if reader.take(MAGIC.len()).map_err(damaged)? != MAGIC {
            return Err(VaultError::Damaged);
        }
        if reader.u8().map_err(damaged)? != VERSION {
            return Err(VaultError::Newer);
        }
        let ops = reader.u32().map_err(damaged)?;
        let mem_kib = reader.u32().map_err(damaged)?;
        let salt = reader.array().map_err(damaged)?;
        let slot = match reader.u8().map_err(damaged)? {
            0 => Slot::First,
            1 => Slot::Second,
            _ => return Err(VaultError::Damaged),
        };
        let nonce = reader.array().map_err(damaged)?;
        if ops < *OPS.start() || mem_kib < *MEM_KIB.start() {
            return Err(VaultError::BelowFloor);
        }
        let params = Argon2Params::new(ops, mem_kib).map_err(|_| VaultError::Damaged)?;
        Ok(Self {
            derivation: Derivation { params, salt },
            slot,
            nonce,
        })
    }
}

/// A key file whose header is sound.
#[derive(Debug)]
pub struct VaultFile {
    bytes: Vec<u8>,
    pub(super) header: Header,
}

impl VaultFile {
    /// Parses the header and checks the cost it names against the bounds of protocol §12.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::Newer`], [`VaultError::BelowFloor`].
    pub fn parse(bytes: Vec<u8>) -> Result<Self, VaultError> {
        let head = bytes.get(..HEADER_BYTES).ok_or(VaultError::Damaged)?;
        let header = Header::parse(head)?;
        Ok(Self { bytes, header })
    }

    /// The file in `folder`.
    pub(super) fn load(folder: &Path) -> Result<Self, VaultError> {
        let bytes = durable::read(folder, NAME, LIMIT)?;
        Self::parse(bytes.ok_or(VaultError::Missing)?)
    }

    /// Whether `folder` has one, sound or not.
    pub(super) fn exists(folder: &Path) -> bool {
        folder.join(NAME).exists()
    }

    /// Encrypts `secrets`.
    pub(super) fn encrypt(
        derivation: Derivation,
        slot: Slot,
        keys: Keys<'_>,
        secrets: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Self, VaultError> {
        let header = Header {
            derivation,
            slot,
            nonce: entropy.array(),
        };
        let mut bytes = header.encode();
        let aad = s(Context::Vault, &bytes);
        let key = keys.vault_key()?;
        bytes.extend_from_slice(&aead::encrypt(key.expose(), &header.nonce, &aad, secrets));
        Ok(Self { bytes, header })
    }

    /// Decrypts the secrets; `None` when the keys are not the ones, or the file was changed: the
    /// two cannot be told apart.
    pub(super) fn decrypt(&self, keys: Keys<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let (head, body) = self
            .bytes
            .split_at_checked(HEADER_BYTES)
            .ok_or(VaultError::Damaged)?;
        let aad = s(Context::Vault, head);
        let key = keys.vault_key()?;
        Ok(aead::decrypt(key.expose(), &self.header.nonce, &aad, body).ok())
    }

    /// Writes and syncs it beside the file that is in effect.
    pub(super) fn prepare(&self, folder: &Path) -> Result<(), VaultError> {
        Ok(durable::prepare(folder, NAME, &self.bytes)?)
    }

    /// Puts the prepared file in effect; durable only after [`durable::sync_folder`].
    pub(super) fn take_effect(folder: &Path) -> Result<(), VaultError> {
        Ok(durable::take_effect(folder, NAME)?)
    }

    /// Removes the file, and what a crash left half written.
    pub(super) fn remove(folder: &Path) -> Result<(), VaultError> {
        durable::remove_unfinished(folder, NAME)?;
        Ok(durable::remove(folder, NAME)?)
    }

    /// Removes what a crash left half written.
    pub(super) fn remove_unfinished(folder: &Path) -> Result<(), VaultError> {
        Ok(durable::remove_unfinished(folder, NAME)?)
    }
}

/// The two halves of the vault key.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a> {
    pub(super) master: &'a Secret<32>,
    pub(super) device: &'a Secret<32>,
}

impl Keys<'_> {
    fn vault_key(&self) -> Result<Secret<32>, VaultError> {
        let device: [&[u8]; 1] = [self.device.expose()];
        Ok(k(self.master.expose(), Context::VaultKey, &device)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::SeededEntropy;
    use proptest::prelude::*;

    fn key(byte: u8) -> Secret<32> {
        Secret::from_slice(&[byte; 32]).unwrap()
    }

    fn file(master: &Secret<32>, device: &Secret<32>) -> VaultFile {
        let entropy = SeededEntropy::new(1);
        let derivation = Derivation::generate(Argon2Params::DEFAULT, &entropy);
        let keys = Keys { master, device };
        VaultFile::encrypt(derivation, Slot::Second, keys, b"secrets", &entropy).unwrap()
    }

    #[test]
    fn a_file_opens_with_both_halves_of_its_key_only() {
        let file = file(&key(1), &key(2));
        let read = VaultFile::parse(file.bytes.clone()).unwrap();
        assert_eq!(read.header, file.header);
        let open = |master: &Secret<32>, device: &Secret<32>| {
            let opened = read.decrypt(Keys { master, device }).unwrap();
            opened.map(|secrets| secrets.to_vec())
        };
        assert_eq!(open(&key(1), &key(2)).unwrap(), b"secrets");
        assert_eq!(open(&key(1), &key(1)), None);
        assert_eq!(open(&key(2), &key(2)), None);
        assert_eq!(open(&key(2), &key(1)), None);
    }

    #[test]
    fn a_flip_in_any_byte_is_noticed() {
        let good = file(&key(1), &key(2));
        for index in 0..good.bytes.len() {
            let mut bytes = good.bytes.clone();
            bytes[index] ^= 1;
            let (master, device) = (&key(1), &key(2));
            let opened = VaultFile::parse(bytes)
                .and_then(|file| file.decrypt(Keys { master, device }))
                .ok()
                .flatten();
            assert_eq!(opened, None, "byte {index}");
        }
    }

    #[test]
    fn a_cost_outside_the_bounds_is_refused_before_any_work() {
        let good = file(&key(1), &key(2)).bytes;
        let with = |ops: u32, mem: u32| {
            let mut bytes = good.clone();
            bytes[9..13].copy_from_slice(&ops.to_be_bytes());
            bytes[13..17].copy_from_slice(&mem.to_be_bytes());
            VaultFile::parse(bytes).err()
        };
        let (low, high) = (256 << 10, 1 << 20);
        assert_eq!(with(3, low), None);
        assert_eq!(with(10, high), None);
        for (ops, mem) in [(2, low), (0, low), (3, low - 1), (3, 0), (1, u32::MAX)] {
            assert_eq!(with(ops, mem), Some(VaultError::BelowFloor));
        }
        for (ops, mem) in [(11, low), (u32::MAX, low), (3, high + 1), (3, u32::MAX)] {
            assert_eq!(with(ops, mem), Some(VaultError::Damaged));
        }
    }

    #[test]
    fn what_is_no_vault_or_a_newer_one_is_refused() {
        let good = file(&key(1), &key(2)).bytes;
        for length in 0..HEADER_BYTES {
            let refused = VaultFile::parse(good[..length].to_vec()).unwrap_err();
            assert_eq!(refused, VaultError::Damaged);
        }
        let changed = |at: usize, byte: u8| {
            let mut bytes = good.clone();
            bytes[at] = byte;
            VaultFile::parse(bytes).unwrap_err()
        };
        assert_eq!(changed(0, b'X'), VaultError::Damaged);
        assert_eq!(changed(8, 2), VaultError::Newer);
        assert_eq!(changed(33, 2), VaultError::Damaged);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = VaultFile::parse(bytes);
        }
    }
}
