//! One prekey of this device, with its secret.

use consilium_sodium::{Secret, SigningKey, SodiumError, VerifyingKey};
use consilium_statement::id::device_id;
use consilium_statement::{PrekeyDraft, PrekeyStatement, RecordError};
use consilium_types::{AccountId, Entropy, Timestamp};

use crate::seal::{ENVELOPE_VERSION, PrekeyKeys};

/// Prekeys that a device holds at most. One a day for 61 days is what the rules let live; the rest
/// is room for clocks that were set.
pub const MAX_PREKEYS: usize = 256;

/// A prekey and what became of it at the relay.
#[derive(Debug)]
pub struct PrekeyEntry {
    /// `s`, of which both secret keys are made.
    pub seed: Secret<32>,
    /// As published.
    pub statement: PrekeyStatement,
    /// When the relay confirmed it; until then it may not have reached anybody.
    pub confirmed: Option<Timestamp>,
    /// When the relay confirmed its successor.
    pub replaced: Option<Timestamp>,
}

impl PrekeyEntry {
    /// Another copy, the seed in a guarded page of its own.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn try_clone(&self) -> Result<Self, SodiumError> {
        Ok(Self {
            seed: self.seed.try_clone()?,
            statement: self.statement.clone(),
            confirmed: self.confirmed,
            replaced: self.replaced,
        })
    }
}

/// Whose prekey it becomes.
#[derive(Clone, Copy, Debug)]
pub struct PrekeyOwner<'a> {
    /// Own account.
    pub account: AccountId,
    /// Signs the statement; the device id follows from it.
    pub device: &'a SigningKey,
    /// Public part of the standby key.
    pub standby: VerifyingKey,
}

/// A new prekey, valid from `now` for 30 days. Store it in the vault before it is published: what
/// is sealed to a secret that a crash took is lost.
///
/// # Errors
/// [`RecordError::Sodium`] when there is no memory.
pub fn generate_prekey(
    owner: PrekeyOwner<'_>,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<PrekeyEntry, RecordError> {
    let seed = Secret::generate(entropy)?;
    let keys = PrekeyKeys::from_seed(&seed)?;
    let statement = PrekeyDraft {
        account: owner.account,
        device: device_id(&owner.device.verifying_key()),
        envelope_version: ENVELOPE_VERSION,
        standby: owner.standby,
        box_key: &keys.box_key(),
        kem_key: keys.kem_key(),
        not_before: now,
    }
    .sign(owner.device)?;
    Ok(PrekeyEntry {
        seed,
        statement,
        confirmed: None,
        replaced: None,
    })
}
