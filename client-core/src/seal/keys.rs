//! What a prekey or archive seed makes (protocol §3): an X25519 and an X-Wing key.

use consilium_sodium::{
    BoxPublicKey, BoxSecretKey, Context, KemPublicKey, KemSecretKey, Secret, SodiumError, k,
};
use consilium_types::PrekeyHash;

/// Both keys of a seed, not named yet: the public parts go into a prekey statement.
#[derive(Debug)]
pub struct PrekeyKeys {
    pub(super) box_secret: BoxSecretKey,
    pub(super) kem_secret: KemSecretKey,
}

impl PrekeyKeys {
    /// `K(s, prekey-box, "")` and `K(s, prekey-kem, "")` as seeds of the two keys.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn from_seed(seed: &Secret<32>) -> Result<Self, SodiumError> {
        let box_seed = k(seed.expose(), Context::PrekeyBox, &[])?;
        let kem_seed = k(seed.expose(), Context::PrekeyKem, &[])?;
        Ok(Self {
            box_secret: BoxSecretKey::from_seed(&box_seed)?,
            kem_secret: KemSecretKey::from_seed(&kem_seed)?,
        })
    }

    /// The X25519 public key.
    #[must_use]
    pub const fn box_key(&self) -> BoxPublicKey {
        self.box_secret.public()
    }

    /// The X-Wing public key.
    #[must_use]
    pub const fn kem_key(&self) -> &KemPublicKey {
        self.kem_secret.public()
    }
}

/// Opens what was sealed to one prekey or archive.
#[derive(Debug)]
pub struct PrekeySecret {
    pub(super) keys: PrekeyKeys,
    pub(super) hash: PrekeyHash,
}

impl PrekeySecret {
    /// The secret of the prekey whose statement has `hash`.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn from_seed(seed: &Secret<32>, hash: PrekeyHash) -> Result<Self, SodiumError> {
        let keys = PrekeyKeys::from_seed(seed)?;
        Ok(Self { keys, hash })
    }

    /// `ph`.
    #[must_use]
    pub const fn hash(&self) -> PrekeyHash {
        self.hash
    }
}
