//! The secret keys of all prekeys that live, made once after unlocking.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use consilium_sodium::SodiumError;
use consilium_types::PrekeyId;

use super::entry::PrekeyEntry;
use crate::seal::{PrekeySecret, RejectReason, Sealed, Unverified, open};

/// Opens what was sealed to this device.
#[derive(Debug, Default)]
pub struct Keyring(HashMap<PrekeyId, PrekeySecret>);

impl Keyring {
    /// The keys of `entries`; those destroyed later stay out only if the ring is made anew, or
    /// [`Keyring::update`]d.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn of(entries: &[PrekeyEntry]) -> Result<Self, SodiumError> {
        let mut ring = Self::default();
        ring.update(entries)?;
        Ok(ring)
    }

    /// Makes the keys of new entries and drops those of entries that are gone.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had; what is gone is dropped first.
    pub fn update(&mut self, entries: &[PrekeyEntry]) -> Result<(), SodiumError> {
        let lives = |id: &PrekeyId| entries.iter().any(|entry| entry.statement.id() == *id);
        self.0.retain(|id, _| lives(id));
        for entry in entries {
            let id = entry.statement.id();
            if let Entry::Vacant(place) = self.0.entry(id) {
                let hash = entry.statement.hash();
                place.insert(PrekeySecret::from_seed(&entry.seed, hash)?);
            }
        }
        Ok(())
    }

    /// Opens an envelope with the prekey it names (protocol §7.1).
    ///
    /// # Errors
    /// The [`RejectReason`] of the first check that fails.
    pub fn open(&self, envelope: &Sealed) -> Result<Unverified, RejectReason> {
        let secret = self.0.get(&envelope.prekey_id());
        open(envelope, secret.ok_or(RejectReason::UnknownPrekey)?)
    }

    /// How many prekeys it opens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
