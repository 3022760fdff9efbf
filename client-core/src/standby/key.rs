//! The standby key: the one secret that is used while the app is locked. It opens no message.

use super::StandbyError;
use crate::vault::{Keystore, STANDBY_SLOT};
use consilium_sodium::{Context, Secret, SigningKey, SodiumError, k, k_public};

/// The seed of the standby key, in guarded memory.
#[derive(Debug)]
pub struct StandbyKey(Secret<32>);

impl StandbyKey {
    /// From its slot.
    ///
    /// # Errors
    /// [`StandbyError::NotSetUp`] when the slot holds none, [`StandbyError::Keystore`],
    /// [`StandbyError::Sodium`].
    pub fn load(keystore: &dyn Keystore) -> Result<Self, StandbyError> {
        let seed = keystore.load(STANDBY_SLOT)?;
        let seed = seed.filter(|seed| seed.len() == 32);
        Ok(Self(Secret::from_slice(
            &seed.ok_or(StandbyError::NotSetUp)?,
        )?))
    }

    /// Of a seed.
    pub const fn from_seed(seed: Secret<32>) -> Self {
        Self(seed)
    }

    /// Signs logins whose token can only fetch.
    ///
    /// # Errors
    /// [`SodiumError::Memory`].
    pub fn signing_key(&self) -> Result<SigningKey, SodiumError> {
        SigningKey::from_seed(&self.0)
    }

    /// What the state is encrypted with.
    pub(super) fn state_key(&self) -> Result<Secret<32>, SodiumError> {
        k(self.0.expose(), Context::StandbyStateKey, &[])
    }

    /// Tag of a record in the spool.
    pub(super) fn tag(&self, record: &[&[u8]]) -> Result<[u8; 32], SodiumError> {
        k_public(self.0.expose(), Context::Spool, record)
    }
}
