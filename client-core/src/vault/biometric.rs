//! Opening by finger or face (protocol §12, R6): the master key, wrapped under a secret that the
//! platform gives out only after its own check of the person.
//!
//! ```text
//! header = "CSLFINGR" ‖ u8 1 ‖ salt 16 (the vault's) ‖ boot id 16 ‖ u64 boot ms ‖ nonce 24
//! file   = header ‖ AEAD(gate secret, nonce, aad = S(biometric, header), master 32)
//! ```
//!
//! The header says when the PIN was last entered. Seven days of boot clock after that, and after a
//! restart of the device, only the PIN opens: the wall clock, which anybody can set, has no say.
//! The file stays as the owner's wish; the PIN renews it under a new secret.

use std::path::Path;
use std::sync::Arc;

use consilium_sodium::{Context, Secret, aead, s};
use consilium_statement::Reader;
use consilium_types::limits::PIN_AGAIN_MS;
use consilium_types::{BootTime, LogSafe};
use zeroize::Zeroizing;

use super::durable;
use super::error::VaultError;
use super::file::VaultFile;
use super::locked::{LockedVault, Opening, Place};
use super::unlocked::Vault;

const MAGIC: &[u8; 8] = b"CSLFINGR";
const VERSION: u8 = 1;
const NAME: &str = "biometric";
const HEADER_BYTES: usize = 8 + 1 + 16 + 16 + 8 + 24;
/// Header, a wrapped key of 32 bytes and its tag fit.
const LIMIT: u64 = 256;

/// The platform's check of the person, behind an interface that an app implements. `keep` and `ask`
/// may show something and wait for the person: they are called from threads that may block.
pub trait BiometricGate: Send + Sync {
    /// Keeps `secret` under a key bound to the fingers and faces enrolled now, in place of what was
    /// there.
    ///
    /// # Errors
    /// [`BiometricError::Unavailable`] when nothing is enrolled or there is no such hardware.
    fn keep(&self, secret: &[u8]) -> Result<(), BiometricError>;

    /// Asks the person, then gives the secret. `None` when there is none any more, for instance
    /// since another finger or face was enrolled.
    ///
    /// # Errors
    /// [`BiometricError::NotRecognised`] when the person turned away or was not recognised.
    fn ask(&self) -> Result<Option<Zeroizing<Vec<u8>>>, BiometricError>;

    /// Forgets the secret; that there was none is no error.
    ///
    /// # Errors
    /// [`BiometricError::Unavailable`].
    fn forget(&self) -> Result<(), BiometricError>;
}

/// The platform's check did not come to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BiometricError {
    /// The person turned away or was not recognised.
    #[error("not recognised: try again or enter the PIN")]
    NotRecognised,
    /// Nothing is enrolled, or the hardware does not answer.
    #[error("finger or face cannot be used on this device: enter the PIN")]
    Unavailable,
}

impl LogSafe for BiometricError {}

/// How opening by finger or face stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Biometrics {
    /// This installation has no gate.
    None,
    /// The PIN alone opens.
    Off,
    /// A finger or face opens.
    Ready,
    /// Switched on, but the PIN is due: seven days, or a restart of the device.
    PinDue,
}

/// A wrapped master key: the file `biometric`.
#[derive(Debug)]
pub struct BiometricFile {
    salt: [u8; 16],
    pin_entered: BootTime,
    nonce: [u8; 24],
    body: Vec<u8>,
}

impl BiometricFile {
    fn header(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.pin_entered.boot);
        bytes.extend_from_slice(&self.pin_entered.ms.to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes
    }

    /// The file's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.header();
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Reads the header; what is wrapped shows only when it is unwrapped. `None` for anything else.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (head, body) = bytes.split_at_checked(HEADER_BYTES)?;
        let mut reader = Reader::new(head);
        if reader.take(MAGIC.len()).ok()? != MAGIC || reader.u8().ok()? != VERSION {
            return None;
        }
        Some(Self {
            salt: reader.array().ok()?,
            pin_entered: BootTime {
                boot: reader.array().ok()?,
                ms: reader.u64().ok()?,
            },
            nonce: reader.array().ok()?,
            body: body.to_vec(),
        })
    }

    /// What this installation has: nothing if it is no such file, or another PIN's.
    fn load(folder: &Path) -> Result<Option<Self>, VaultError> {
        let Some(found) = durable::read(folder, NAME, LIMIT)? else {
            return Ok(None);
        };
        let salt = VaultFile::load(folder)?.header.derivation.salt;
        Ok(Self::parse(&found).filter(|wrapped| wrapped.salt == salt))
    }

    fn wrap(&mut self, gate: &Secret<32>, master: &Secret<32>) {
        let aad = s(Context::Biometric, &self.header());
        self.body = aead::encrypt(gate.expose(), &self.nonce, &aad, master.expose());
    }

    /// `None` when anything in the file was changed, or the gate's secret is another one.
    fn unwrap_with(&self, gate: &[u8]) -> Option<Secret<32>> {
        let key = gate.try_into().ok()?;
        let aad = s(Context::Biometric, &self.header());
        let master = aead::decrypt(key, &self.nonce, &aad, &self.body).ok()?;
        Secret::from_slice(&master).ok()
    }

    fn is_pin_due(&self, now: BootTime) -> bool {
        let passed = now.since(self.pin_entered);
        passed.is_none_or(|passed| passed >= PIN_AGAIN_MS)
    }
}

impl Place {
    fn gate(&self) -> Result<&dyn BiometricGate, VaultError> {
        let gate = self.platform.biometrics.as_deref();
        Ok(gate.ok_or(BiometricError::Unavailable)?)
    }

    /// The PIN alone opens from now on. The file first: without it the gate's secret opens nothing.
    pub(super) fn forget_biometrics(&self) -> Result<(), VaultError> {
        durable::remove_unfinished(&self.folder, NAME)?;
        durable::remove(&self.folder, NAME)?;
        self.step("vault.biometric.removed");
        match self.platform.biometrics.as_deref() {
            Some(gate) => Ok(gate.forget()?),
            None => Ok(()),
        }
    }
}

impl Vault {
    /// From now on a finger or face opens too, until the PIN is due.
    ///
    /// # Errors
    /// [`VaultError::Biometric`], [`VaultError::Storage`], [`VaultError::Memory`]; then the PIN
    /// alone opens.
    pub fn enable_biometrics(&self) -> Result<(), VaultError> {
        let place = self.place();
        let gate = place.gate()?;
        place.forget_biometrics()?;
        let entropy = place.platform.entropy.as_ref();
        let secret = Secret::<32>::generate(entropy)?;
        let opened = self.opened_with();
        let mut wrapped = BiometricFile {
            salt: opened.derivation.salt,
            pin_entered: opened.pin_entered,
            nonce: entropy.array(),
            body: Vec::new(),
        };
        wrapped.wrap(&secret, &opened.master);
        gate.keep(secret.expose())?;
        place.step("vault.biometric.kept");
        durable::replace(&place.folder, NAME, &wrapped.encode())?;
        place.step("vault.biometric.written");
        Ok(())
    }

    /// From now on the PIN alone opens.
    ///
    /// # Errors
    /// [`VaultError::Storage`]; [`VaultError::Biometric`] when the gate kept its secret, which
    /// opens nothing any more.
    pub fn disable_biometrics(&self) -> Result<(), VaultError> {
        self.place().forget_biometrics()
    }

    /// Whether the owner wants a finger or face to open.
    ///
    /// # Errors
    /// [`VaultError::Storage`].
    pub fn wants_biometrics(&self) -> Result<bool, VaultError> {
        let place = self.place();
        Ok(place.platform.biometrics.is_some() && BiometricFile::load(&place.folder)?.is_some())
    }

    /// The PIN was entered: what is switched on goes on under a new secret. A gate that fails
    /// leaves the PIN.
    pub(super) fn renew_biometrics(&self) {
        let renewed = match self.wants_biometrics() {
            Ok(true) => self.enable_biometrics(),
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = renewed {
            tracing::warn!(%error, "opening by finger or face was switched off");
        }
    }
}

impl LockedVault {
    /// How opening by finger or face stands. When the PIN is due the gate forgets its secret.
    ///
    /// # Errors
    /// [`VaultError::Missing`] without a vault, [`VaultError::Storage`], [`VaultError::Damaged`].
    pub fn biometrics(&self) -> Result<Biometrics, VaultError> {
        let place = self.place();
        if !self.exists() {
            return Err(VaultError::Missing);
        }
        let Some(gate) = place.platform.biometrics.as_deref() else {
            return Ok(Biometrics::None);
        };
        let Some(wrapped) = BiometricFile::load(&place.folder)? else {
            return Ok(Biometrics::Off);
        };
        if !wrapped.is_pin_due(place.platform.clock.boot()) {
            return Ok(Biometrics::Ready);
        }
        if let Err(error) = gate.forget() {
            tracing::warn!(%error, "a secret that opens nothing any more was not forgotten");
        }
        Ok(Biometrics::PinDue)
    }

    /// Opens by finger or face, at once. It counts as no try of the PIN, takes none back, and does
    /// not open PIN entry that is closed.
    ///
    /// # Errors
    /// [`VaultError::PinDue`] when only the PIN opens: after seven days or a restart (the PIN then
    /// renews it), or for good after another finger or face was enrolled. [`VaultError::Closed`]
    /// after ten wrong PINs. [`VaultError::Biometric`] when the person was not recognised.
    pub fn unlock_with_biometrics(&self) -> Result<Vault, VaultError> {
        if self.status()?.closed {
            return Err(VaultError::Closed);
        }
        let place = self.place();
        let gate = place.gate()?;
        if self.biometrics()? != Biometrics::Ready {
            return Err(VaultError::PinDue);
        }
        let wrapped = BiometricFile::load(&place.folder)?.ok_or(VaultError::PinDue)?;
        let master = gate.ask()?.and_then(|secret| wrapped.unwrap_with(&secret));
        let opening = Opening::of(place)?;
        let opened = match master {
            Some(master) => opening.with_master(master, wrapped.pin_entered)?,
            None => None,
        };
        match opened {
            Some((opened, secrets)) => Vault::opened(Arc::clone(place), opened, secrets),
            None => {
                place.forget_biometrics()?;
                Err(VaultError::PinDue)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_a_wrapped_key_that_writes_itself_back_or_none(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            if let Some(wrapped) = BiometricFile::parse(&bytes) {
                prop_assert_eq!(wrapped.encode(), bytes);
            }
        }
    }
}
