//! The vault while it is closed: set-up, PIN entry, the recovery code after ten wrong PINs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use consilium_sodium::{Argon2Params, Secret, SigningKey};
use consilium_types::{BootTime, Clock, Entropy};

use super::attempt::{PinStatus, Tries, TryStore};
use super::biometric::BiometricGate;
use super::clock_mark::ClockMark;
use super::error::VaultError;
use super::file::{Derivation, Keys, Slot, VaultFile};
use super::keystore::Keystore;
use super::pin::Pin;
use super::secrets::VaultSecrets;
use super::unlocked::{Opened, Vault};
use super::{Protection, durable};
use crate::identity::RecoveryCode;
use crate::probe::Probe;

/// Holds the seed of the standby key.
pub(crate) const STANDBY_SLOT: &str = "standby";
const LOCK: &str = "lock";

/// What the vault needs from the platform it runs on.
#[derive(Clone)]
pub struct Platform {
    /// Holds the device secret, the wrong-PIN counter and the standby key.
    pub keystore: Arc<dyn Keystore>,
    /// Both clocks.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Finger or face, where the device has it.
    pub biometrics: Option<Arc<dyn BiometricGate>>,
    /// Is told of each step.
    pub probe: Arc<dyn Probe>,
}

/// Where a vault is, and what it needs.
pub(super) struct Place {
    pub(super) folder: PathBuf,
    pub(super) platform: Platform,
    /// One PIN at a time: the counter is read, written and read again around each.
    entry: Mutex<()>,
    /// One process at a time: two would write each other's counters and device secrets over.
    _lock: File,
}

/// A vault that is closed, or none yet.
#[derive(Clone)]
pub struct LockedVault(Arc<Place>);

impl std::fmt::Debug for LockedVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LockedVault(..)")
    }
}

impl LockedVault {
    /// The vault in `folder`, which is created if it is not there. It is this process's until the
    /// last clone and the [`Vault`]s made of it are dropped.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::Storage`].
    pub fn open(folder: &Path, platform: Platform) -> Result<Self, VaultError> {
        durable::create_folder(folder)?;
        let lock = durable::lock(folder, LOCK)?.ok_or(VaultError::InUse)?;
        Ok(Self(Arc::new(Place {
            folder: folder.to_owned(),
            platform,
            entry: Mutex::new(()),
            _lock: lock,
        })))
    }

    pub(super) const fn place(&self) -> &Arc<Place> {
        &self.0
    }

    /// Whether there is a vault.
    #[must_use]
    pub fn exists(&self) -> bool {
        VaultFile::exists(&self.0.folder)
    }

    /// How well the keystore protects.
    #[must_use]
    pub fn protection(&self) -> Protection {
        self.0.platform.keystore.protection()
    }

    /// How PIN entry stands.
    ///
    /// # Errors
    /// [`VaultError::Missing`] without a vault, [`VaultError::KeyGone`] when the keystore lost it.
    pub fn status(&self) -> Result<PinStatus, VaultError> {
        if !self.exists() {
            return Err(VaultError::Missing);
        }
        let _one_at_a_time = self.0.enter();
        let now = self.0.platform.clock.boot();
        Ok(self.0.tries().load(now)?.status(now))
    }

    /// The standby key, which works while the vault is closed: it fetches sealed envelopes and
    /// opens none.
    ///
    /// # Errors
    /// [`VaultError::KeyGone`] when the keystore has none.
    pub fn standby_key(&self) -> Result<SigningKey, VaultError> {
        let seed = self.0.platform.keystore.load(STANDBY_SLOT)?;
        let seed = seed.ok_or(VaultError::KeyGone)?;
        let seed = Secret::from_slice(&seed).map_err(|_| VaultError::Damaged)?;
        Ok(SigningKey::from_seed(&seed)?)
    }

    /// Sets a vault up, with a new standby key and device secret; what a file that was moved away
    /// needs is destroyed first. Takes half a second or more, and 256 MiB.
    ///
    /// # Errors
    /// [`VaultError::Exists`] when there is one, [`VaultError::Memory`], [`VaultError::Keystore`],
    /// [`VaultError::Storage`]. After a failure there is no vault, and set-up can be repeated.
    pub fn create(
        &self,
        pin: &Pin,
        params: Argon2Params,
        secrets: VaultSecrets,
    ) -> Result<Vault, VaultError> {
        let _one_at_a_time = self.0.enter();
        if self.exists() {
            return Err(VaultError::Exists);
        }
        let platform = &self.0.platform;
        let entropy = platform.entropy.as_ref();
        let derivation = Derivation::generate(params, entropy);
        let master = derivation.master(pin)?;
        let standby = Secret::<32>::generate(entropy)?;
        // Whoever moves a vault's file away to set another one up gets its counter back at none:
        // before that, its device secret goes, and the file with it.
        self.0.delete_device_secret(Slot::First)?;
        self.0.delete_device_secret(Slot::Second)?;
        self.0.forget_biometrics()?;
        platform.keystore.store(STANDBY_SLOT, standby.expose())?;
        let root = secrets.statement.root();
        self.0.tries().create(&root, platform.clock.boot())?;
        self.0.step("vault.create.prepared");
        let opened = Opened {
            derivation,
            // The first file goes to the other slot: the second one.
            slot: Slot::First,
            master,
            pin_entered: platform.clock.boot(),
            mark: ClockMark::of(platform.clock.as_ref()),
        };
        Vault::first(Arc::clone(&self.0), opened, secrets)
    }

    /// Checks a PIN and opens the vault; destroys the prekeys that are due before it returns. Takes
    /// half a second or more, and 256 MiB.
    ///
    /// # Errors
    /// [`VaultError::WrongPin`], which was counted; every other error was not.
    pub fn unlock(&self, pin: &Pin) -> Result<Vault, VaultError> {
        let opening = Opening::of(&self.0)?;
        let now = self.0.platform.clock.boot();
        let (opened, secrets) = self.0.checked(|| opening.with(pin, now))?;
        let vault = Vault::opened(Arc::clone(&self.0), opened, secrets)?;
        vault.renew_biometrics();
        Ok(vault)
    }

    /// Opens PIN entry again after ten wrong PINs. The vault stays closed: the code is no PIN.
    ///
    /// # Errors
    /// [`VaultError::WrongRecoveryCode`] when it is another account's.
    pub fn reopen(&self, code: &RecoveryCode) -> Result<(), VaultError> {
        let _one_at_a_time = self.0.enter();
        let tries = self.0.tries();
        if code.root_key()?.verifying_key() != tries.root()? {
            return Err(VaultError::WrongRecoveryCode);
        }
        tries.store(Tries::none(self.0.platform.clock.boot()))
    }

    /// Erases the vault: device secrets and standby key first, so that the file is unreadable, then
    /// the file and the wrong-PIN counter. What is gone already is no error, so that an interrupted
    /// erasure can be repeated.
    ///
    /// # Errors
    /// [`VaultError::Keystore`], [`VaultError::Storage`].
    pub fn erase(&self) -> Result<(), VaultError> {
        let _one_at_a_time = self.0.enter();
        self.0.delete_device_secret(Slot::First)?;
        self.0.delete_device_secret(Slot::Second)?;
        self.0.platform.keystore.delete(STANDBY_SLOT)?;
        if let Err(error) = self.0.forget_biometrics() {
            // What it keeps opens nothing without the device secret.
            tracing::warn!(%error, "the device's check of finger or face kept its secret");
        }
        self.0.step("vault.erase.keystore");
        VaultFile::remove(&self.0.folder)?;
        self.0.tries().remove()
    }
}

/// A sound file and the device secret it names.
pub(super) struct Opening {
    file: VaultFile,
    device: Secret<32>,
}

impl Opening {
    pub(super) fn of(place: &Place) -> Result<Self, VaultError> {
        let file = VaultFile::load(&place.folder)?;
        let slot = file.header.slot.name();
        let device = place.platform.keystore.load(slot)?;
        let device = device.ok_or(VaultError::KeyGone)?;
        let device = Secret::from_slice(&device).map_err(|_| VaultError::Damaged)?;
        Ok(Self { file, device })
    }

    /// `None` for a wrong PIN.
    fn with(&self, pin: &Pin, now: BootTime) -> Result<Option<(Opened, VaultSecrets)>, VaultError> {
        let master = self.file.header.derivation.master(pin)?;
        self.with_master(master, now)
    }

    /// `pin_entered`: when the PIN was, of which `master` was made.
    pub(super) fn with_master(
        &self,
        master: Secret<32>,
        pin_entered: BootTime,
    ) -> Result<Option<(Opened, VaultSecrets)>, VaultError> {
        let keys = Keys {
            master: &master,
            device: &self.device,
        };
        let Some(plain) = self.file.decrypt(keys)? else {
            return Ok(None);
        };
        let (secrets, mark) = VaultSecrets::decode(&plain)?;
        let opened = Opened {
            derivation: self.file.header.derivation,
            slot: self.file.header.slot,
            master,
            pin_entered,
            mark,
        };
        Ok(Some((opened, secrets)))
    }
}

impl Place {
    pub(super) fn step(&self, name: &'static str) {
        self.platform.probe.step(name);
    }

    fn tries(&self) -> TryStore<'_> {
        TryStore {
            folder: &self.folder,
            keystore: self.platform.keystore.as_ref(),
        }
    }

    fn enter(&self) -> std::sync::MutexGuard<'_, ()> {
        self.entry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a try, checks the PIN, and takes the count back if it was the right one or could not
    /// be checked.
    pub(super) fn checked<T>(
        &self,
        check: impl FnOnce() -> Result<Option<T>, VaultError>,
    ) -> Result<T, VaultError> {
        let _one_at_a_time = self.enter();
        let tries = self.tries();
        let now = || self.platform.clock.boot();
        let before = tries.load(now())?;
        let status = before.status(now());
        if status.closed {
            return Err(VaultError::Closed);
        }
        if status.wait_ms > 0 {
            return Err(VaultError::Wait { ms: status.wait_ms });
        }
        let counted = before.one_more(now());
        tries.store(counted)?;
        self.step("vault.unlock.counted");
        match check() {
            Ok(Some(opened)) => {
                tries.store(Tries::none(now()))?;
                self.step("vault.unlock.opened");
                Ok(opened)
            }
            Ok(None) => {
                let status = counted.status(now());
                Err(VaultError::WrongPin {
                    tries_left: status.tries_left,
                    wait_ms: status.wait_ms,
                })
            }
            Err(error) => {
                tries.store(before)?;
                Err(error)
            }
        }
    }

    pub(super) fn store_device_secret(
        &self,
        slot: Slot,
        secret: &Secret<32>,
    ) -> Result<(), VaultError> {
        Ok(self.platform.keystore.store(slot.name(), secret.expose())?)
    }

    pub(super) fn delete_device_secret(&self, slot: Slot) -> Result<(), VaultError> {
        Ok(self.platform.keystore.delete(slot.name())?)
    }
}

#[cfg(test)]
pub(super) mod testing {
    //! Opening without the half second of Argon2id, for tests that open hundreds of times.

    use zeroize::Zeroizing;

    use super::*;

    /// Opens with the master key instead of the PIN; `None` if it is not the one.
    pub(in crate::vault) fn open_with_master(
        vault: &LockedVault,
        master: &Secret<32>,
    ) -> Result<Option<Vault>, VaultError> {
        let opening = Opening::of(&vault.0)?;
        let now = vault.0.platform.clock.boot();
        let opened = opening.with_master(master.try_clone()?, now)?;
        opened
            .map(|(opened, secrets)| Vault::opened(Arc::clone(&vault.0), opened, secrets))
            .transpose()
    }

    /// Counts a try around any check.
    pub(in crate::vault) fn checked(
        vault: &LockedVault,
        check: impl FnOnce() -> Result<Option<()>, VaultError>,
    ) -> Result<(), VaultError> {
        vault.0.checked(check)
    }

    /// What a thief does with a copied file: the keys straight, no counter.
    pub(in crate::vault) fn guess(
        file: &VaultFile,
        device: &Secret<32>,
        pin: &Pin,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let master = file.header.derivation.master(pin).unwrap();
        let keys = Keys {
            master: &master,
            device,
        };
        file.decrypt(keys).unwrap()
    }
}
