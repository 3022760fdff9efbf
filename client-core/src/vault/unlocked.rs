//! The vault while it is open: secrets in guarded memory, and how the file is rewritten.

use std::sync::Arc;

use consilium_sodium::{Secret, SigningKey};
use consilium_types::BootTime;

use super::clock_mark::ClockMark;
use super::durable::sync_folder;
use super::error::VaultError;
use super::file::{Derivation, Keys, Slot, VaultFile};
use super::locked::Place;
use super::pin::Pin;
use super::secrets::VaultSecrets;
use crate::prekey::{destroy_due, is_due};

/// How the file in effect is encrypted, and when it was written.
pub(super) struct Opened {
    pub(super) derivation: Derivation,
    pub(super) slot: Slot,
    pub(super) master: Secret<32>,
    /// When the PIN was entered last; a finger or face that opened later does not count.
    pub(super) pin_entered: BootTime,
    pub(super) mark: ClockMark,
}

/// An open vault. Dropping it locks: every secret it holds is zeroised.
pub struct Vault {
    place: Arc<Place>,
    opened: Opened,
    secrets: VaultSecrets,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(..)")
    }
}

impl Vault {
    /// Writes the first file.
    pub(super) fn first(
        place: Arc<Place>,
        opened: Opened,
        secrets: VaultSecrets,
    ) -> Result<Self, VaultError> {
        let copy = secrets.try_clone()?;
        let mut vault = Self {
            place,
            opened,
            secrets,
        };
        let derivation = vault.opened.derivation;
        vault.write(copy, derivation, None)?;
        Ok(vault)
    }

    /// After the file opened: clears what a crash left, then destroys the prekeys that are due.
    pub(super) fn opened(
        place: Arc<Place>,
        opened: Opened,
        secrets: VaultSecrets,
    ) -> Result<Self, VaultError> {
        let mut vault = Self {
            place,
            opened,
            secrets,
        };
        // Only the file that opened tells which slot is in use; before, an old copy of the file
        // put in its place would have the wrong one emptied.
        vault
            .place
            .delete_device_secret(vault.opened.slot.other())?;
        VaultFile::remove_unfinished(&vault.place.folder)?;
        // Memory no longer holds them in any case; the file is tried again at the next write.
        if let Err(error) = vault.destroy_due() {
            tracing::warn!(%error, "prekeys that are due could not be taken out of the vault");
        }
        Ok(vault)
    }

    pub(super) const fn place(&self) -> &Arc<Place> {
        &self.place
    }

    pub(super) const fn opened_with(&self) -> &Opened {
        &self.opened
    }

    /// When the PIN was entered last: it is asked for again by this (R6).
    #[must_use]
    pub const fn pin_entered(&self) -> BootTime {
        self.opened.pin_entered
    }

    /// What it holds.
    #[must_use]
    pub const fn secrets(&self) -> &VaultSecrets {
        &self.secrets
    }

    /// The device key.
    ///
    /// # Errors
    /// [`VaultError::Memory`].
    pub fn device_key(&self) -> Result<SigningKey, VaultError> {
        Ok(SigningKey::from_seed(&self.secrets.device_seed)?)
    }

    /// The identity key, on the primary device.
    ///
    /// # Errors
    /// [`VaultError::Memory`].
    pub fn identity_key(&self) -> Result<Option<SigningKey>, VaultError> {
        let seed = self.secrets.identity_seed.as_ref();
        Ok(seed.map(SigningKey::from_seed).transpose()?)
    }

    /// Changes the secrets and writes the file anew under a new device secret, so that no older
    /// copy of the file opens any more. When it returns the change is on disk; when it fails before
    /// that, memory holds what it held.
    ///
    /// # Errors
    /// Whatever `change` returns, then nothing was written; [`VaultError`] as the caller's `E`.
    pub fn rewrite<T, E: From<VaultError>>(
        &mut self,
        change: impl FnOnce(&mut VaultSecrets) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut next = self.secrets.try_clone().map_err(VaultError::from)?;
        let outcome = change(&mut next)?;
        let derivation = self.opened.derivation;
        self.write(next, derivation, None)?;
        Ok(outcome)
    }

    /// Changes the PIN: the old one is checked and counted as at unlocking; the file is encrypted
    /// under a new salt, master key and device secret. Takes a second or more.
    ///
    /// # Errors
    /// [`VaultError::WrongPin`] and the rest as for unlocking; then the old PIN stays.
    pub fn change_pin(&mut self, old: &Pin, new: &Pin) -> Result<(), VaultError> {
        let place = Arc::clone(&self.place);
        place.checked(|| {
            let master = self.opened.derivation.master(old)?;
            Ok(master.ct_eq(&self.opened.master).then_some(()))
        })?;
        let entropy = place.platform.entropy.as_ref();
        let derivation = Derivation::generate(self.opened.derivation.params, entropy);
        let master = derivation.master(new)?;
        place.step("vault.change_pin.derived");
        let wanted = self.wants_biometrics()?;
        let secrets = self.secrets.try_clone()?;
        self.write(secrets, derivation, Some(master))?;
        self.opened.pin_entered = place.platform.clock.boot();
        if wanted && let Err(error) = self.enable_biometrics() {
            tracing::warn!(%error, "opening by finger or face was switched off");
        }
        Ok(())
    }

    /// Whether the wall clock jumped ahead since the file was written last, so that nothing may be
    /// destroyed by it yet: ask [`Vault::trust_clock`] once the relay's clock agrees or a day of
    /// boot clock has passed.
    #[must_use]
    pub fn clock_is_doubtful(&self) -> bool {
        self.opened.mark.jumped(self.place.platform.clock.as_ref())
    }

    /// The wall clock was confirmed: remembers it, and destroys what is due by it.
    ///
    /// # Errors
    /// As for [`Vault::rewrite`].
    pub fn trust_clock(&mut self) -> Result<(), VaultError> {
        let confirmed = ClockMark::of(self.place.platform.clock.as_ref());
        if !self.clock_is_doubtful() {
            return self.destroy_due().map(|_| ());
        }
        self.opened.mark = confirmed;
        destroy_due(&mut self.secrets.prekeys, confirmed.wall);
        self.rewrite(|_| Ok(()))
    }

    /// Destroys the secrets of the prekeys that are due, in memory and with every copy of the file;
    /// how many. None while the clock is doubtful. Called at unlocking; an app that stays open calls
    /// it when [`crate::prekey::next_destruction`] comes.
    ///
    /// # Errors
    /// As for [`Vault::rewrite`]; memory no longer holds them even then.
    pub fn destroy_due(&mut self) -> Result<usize, VaultError> {
        let now = self.place.platform.clock.now();
        let due = self.secrets.prekeys.iter().any(|entry| is_due(entry, now));
        if !due || self.clock_is_doubtful() {
            return Ok(0);
        }
        let destroyed = destroy_due(&mut self.secrets.prekeys, now);
        self.rewrite(|_| Ok::<_, VaultError>(()))?;
        self.place.step("vault.destroy.done");
        Ok(destroyed)
    }

    /// Two slots, so that at every moment the file in effect has its device secret: the new secret
    /// goes to the slot not in use, the file that names it is written, synced and renamed, and only
    /// then the old secret goes.
    fn write(
        &mut self,
        secrets: VaultSecrets,
        derivation: Derivation,
        master: Option<Secret<32>>,
    ) -> Result<(), VaultError> {
        let place = Arc::clone(&self.place);
        let entropy = place.platform.entropy.as_ref();
        let mark = self.next_mark();
        let old = self.opened.slot;
        let slot = old.other();
        let device = Secret::generate(entropy)?;
        let keys = Keys {
            master: master.as_ref().unwrap_or(&self.opened.master),
            device: &device,
        };
        let plain = secrets.encode(mark)?;
        let file = VaultFile::encrypt(derivation, slot, keys, plain.expose(), entropy)?;
        place.store_device_secret(slot, &device)?;
        place.step("vault.rewrite.secret_stored");
        file.prepare(&place.folder)?;
        place.step("vault.rewrite.prepared");
        VaultFile::take_effect(&place.folder)?;
        // From here on the new file is the one that opens, whatever fails below.
        self.secrets = secrets;
        self.opened.derivation = derivation;
        self.opened.slot = slot;
        self.opened.mark = mark;
        if let Some(master) = master {
            self.opened.master = master;
        }
        place.step("vault.rewrite.renamed");
        sync_folder(&place.folder)?;
        place.step("vault.rewrite.synced");
        place.delete_device_secret(old)?;
        place.step("vault.rewrite.old_deleted");
        Ok(())
    }

    /// While the wall clock is in doubt the old mark stays: writing must not make it trusted.
    fn next_mark(&self) -> ClockMark {
        if self.clock_is_doubtful() {
            self.opened.mark
        } else {
            ClockMark::of(self.place.platform.clock.as_ref())
        }
    }

    #[cfg(test)]
    pub(super) fn master(&self) -> Secret<32> {
        self.opened.master.try_clone().unwrap()
    }
}
