//! What the vault keeps, and its layout inside the file.
//!
//! ```text
//! secrets = u8 1 ‖ u64 wall ‖ boot 16 ‖ u64 boot ms ‖ u16 length ‖ own statement
//!         ‖ u8 0|1 ‖ identity seed 32 ‖ device seed 32 ‖ database key 32
//!         ‖ u8 0|1 ‖ recovery code 20 ‖ u16 n ‖ n × prekey
//! prekey  = seed 32 ‖ statement 1394 ‖ u64 confirmed ‖ u64 replaced        0: not yet
//! ```
//!
//! What is absent is written as zeros: the file's length tells only how many prekeys there are.

use consilium_sodium::{Secret, SecretBytes, SodiumError};
use consilium_statement::prekey::PREKEY_STATEMENT;
use consilium_statement::{AccountStatement, PrekeyStatement, Reader, RecordError};
use consilium_types::{BootTime, Timestamp};

use super::clock_mark::ClockMark;
use super::error::VaultError;
use crate::identity::{RECOVERY_BYTES, RecoveryCode};
use crate::prekey::{MAX_PREKEYS, PrekeyEntry};

const VERSION: u8 = 1;
const MARK: usize = 8 + 16 + 8;
const PREKEY: usize = 32 + PREKEY_STATEMENT + 8 + 8;

/// The secrets of one device, each in guarded memory.
#[derive(Debug)]
pub struct VaultSecrets {
    /// Own account statement, as signed last.
    pub statement: AccountStatement,
    /// Seed of the identity key; on the primary device only.
    pub identity_seed: Option<Secret<32>>,
    /// Seed of the device key.
    pub device_seed: Secret<32>,
    /// SQLCipher's raw key.
    pub database_key: Secret<32>,
    /// The recovery code, until the user confirms having written it down.
    pub recovery_code: Option<RecoveryCode>,
    /// The prekeys whose secrets live.
    pub prekeys: Vec<PrekeyEntry>,
}

impl VaultSecrets {
    /// Another copy of everything, in guarded memory.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn try_clone(&self) -> Result<Self, SodiumError> {
        let clone = |seed: &Secret<32>| seed.try_clone();
        let prekeys = self.prekeys.iter().map(PrekeyEntry::try_clone);
        Ok(Self {
            statement: self.statement.clone(),
            identity_seed: self.identity_seed.as_ref().map(clone).transpose()?,
            device_seed: self.device_seed.try_clone()?,
            database_key: self.database_key.try_clone()?,
            recovery_code: self
                .recovery_code
                .as_ref()
                .map(RecoveryCode::try_clone)
                .transpose()?,
            prekeys: prekeys.collect::<Result<_, _>>()?,
        })
    }

    /// The layout above, in guarded memory.
    ///
    /// # Errors
    /// [`VaultError::Full`], [`VaultError::Memory`].
    pub fn encode(&self, mark: ClockMark) -> Result<SecretBytes, VaultError> {
        let statement = self.statement.as_bytes();
        let statement_length = u16::try_from(statement.len()).map_err(|_| VaultError::Full)?;
        if self.prekeys.len() > MAX_PREKEYS {
            return Err(VaultError::Full);
        }
        let count = u16::try_from(self.prekeys.len()).map_err(|_| VaultError::Full)?;
        let fixed = 1 + MARK + 2 + (1 + 32) + 32 + 32 + (1 + RECOVERY_BYTES) + 2;
        let total = fixed + statement.len() + self.prekeys.len() * PREKEY;
        let mut bytes = SecretBytes::new(total)?;
        let mut out = Writer(bytes.expose_mut());
        out.put(&[VERSION])?;
        out.put(&mark.wall.as_millis().to_be_bytes())?;
        out.put(&mark.boot.boot)?;
        out.put(&mark.boot.ms.to_be_bytes())?;
        out.put(&statement_length.to_be_bytes())?;
        out.put(statement)?;
        out.optional(self.identity_seed.as_ref())?;
        out.put(self.device_seed.expose())?;
        out.put(self.database_key.expose())?;
        out.optional(self.recovery_code.as_ref().map(RecoveryCode::secret))?;
        out.put(&count.to_be_bytes())?;
        for prekey in &self.prekeys {
            out.put(prekey.seed.expose())?;
            out.put(prekey.statement.as_bytes())?;
            out.time(prekey.confirmed)?;
            out.time(prekey.replaced)?;
        }
        out.end()?;
        Ok(bytes)
    }

    /// Reads what an AEAD has authenticated: a failure is our own bug or a full memory.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::Newer`], [`VaultError::Memory`].
    pub fn decode(bytes: &[u8]) -> Result<(Self, ClockMark), VaultError> {
        let mut reader = Reader::new(bytes);
        if reader.u8().map_err(damaged)? != VERSION {
            return Err(VaultError::Newer);
        }
        let mark = ClockMark {
            wall: Timestamp(reader.u64().map_err(damaged)?),
            boot: BootTime {
                boot: reader.array().map_err(damaged)?,
                ms: reader.u64().map_err(damaged)?,
            },
        };
        let length = reader.u16().map_err(damaged)?;
        let statement = reader.take(usize::from(length)).map_err(damaged)?;
        let secrets = Self {
            statement: AccountStatement::parse(statement).map_err(damaged)?,
            identity_seed: optional(&mut reader)?,
            device_seed: secret(&mut reader)?,
            database_key: secret(&mut reader)?,
            recovery_code: optional(&mut reader)?.map(RecoveryCode::from_secret),
            prekeys: prekeys(&mut reader)?,
        };
        reader.end().map_err(damaged)?;
        Ok((secrets, mark))
    }
}

fn prekeys(reader: &mut Reader<'_>) -> Result<Vec<PrekeyEntry>, VaultError> {
    let count = usize::from(reader.u16().map_err(damaged)?);
    if count > MAX_PREKEYS {
        return Err(VaultError::Damaged);
    }
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let seed = secret(reader)?;
        let statement = reader.take(PREKEY_STATEMENT).map_err(damaged)?;
        entries.push(PrekeyEntry {
            seed,
            statement: PrekeyStatement::parse(statement).map_err(damaged)?,
            confirmed: time(reader)?,
            replaced: time(reader)?,
        });
    }
    Ok(entries)
}

/// Straight from the buffer into guarded memory.
fn secret<const N: usize>(reader: &mut Reader<'_>) -> Result<Secret<N>, VaultError> {
    Ok(Secret::from_slice(reader.take(N).map_err(damaged)?)?)
}

fn optional<const N: usize>(reader: &mut Reader<'_>) -> Result<Option<Secret<N>>, VaultError> {
    match reader.u8().map_err(damaged)? {
        0 => reader.take(N).map_err(damaged).map(|_| None),
        1 => secret(reader).map(Some),
        _ => Err(VaultError::Damaged),
    }
}

fn time(reader: &mut Reader<'_>) -> Result<Option<Timestamp>, VaultError> {
    let ms = reader.u64().map_err(damaged)?;
    Ok((ms != 0).then_some(Timestamp(ms)))
}

fn damaged(error: RecordError) -> VaultError {
    match error {
        RecordError::Sodium(error) => error.into(),
        _ => VaultError::Damaged,
    }
}

/// Fills a buffer of exactly the right length.
struct Writer<'a>(&'a mut [u8]);

impl Writer<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        let all = std::mem::take(&mut self.0);
        let (place, rest) = all
            .split_at_mut_checked(bytes.len())
            .ok_or(VaultError::Full)?;
        place.copy_from_slice(bytes);
        self.0 = rest;
        Ok(())
    }

    fn optional<const N: usize>(&mut self, secret: Option<&Secret<N>>) -> Result<(), VaultError> {
        self.put(&[u8::from(secret.is_some())])?;
        match secret {
            Some(secret) => self.put(secret.expose()),
            None => self.put(&[0; N]),
        }
    }

    fn time(&mut self, time: Option<Timestamp>) -> Result<(), VaultError> {
        let ms = time.map_or(0, Timestamp::as_millis);
        self.put(&ms.to_be_bytes())
    }

    fn end(self) -> Result<(), VaultError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(VaultError::Full)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::vault_test::{NOW, add_prekey, secrets};
    use super::*;
    use proptest::prelude::*;

    const MARKED: ClockMark = ClockMark {
        wall: Timestamp(7),
        boot: BootTime {
            boot: [8; 16],
            ms: 9,
        },
    };

    fn same(one: &VaultSecrets, other: &VaultSecrets) -> bool {
        one.encode(MARKED)
            .unwrap()
            .ct_eq(&other.encode(MARKED).unwrap())
    }

    #[test]
    fn secrets_come_back_with_and_without_what_may_be_absent() {
        let mut full = secrets(1);
        add_prekey(&mut full, NOW);
        full.prekeys[0].confirmed = Some(NOW);
        full.prekeys[0].replaced = Some(NOW.plus(1));
        let mut bare = secrets(1);
        bare.recovery_code = None;
        bare.identity_seed = None;
        for secrets in [full, bare] {
            let bytes = secrets.encode(MARKED).unwrap();
            let (again, mark) = VaultSecrets::decode(bytes.expose()).unwrap();
            assert!(same(&again, &secrets));
            assert_eq!(mark, MARKED);
            let prekeys = |all: &VaultSecrets| {
                let times = all
                    .prekeys
                    .iter()
                    .map(|entry| (entry.confirmed, entry.replaced));
                times.collect::<Vec<_>>()
            };
            assert_eq!(prekeys(&again), prekeys(&secrets));
            assert!(same(&secrets.try_clone().unwrap(), &secrets));
        }
    }

    #[test]
    fn the_length_does_not_tell_what_is_absent() {
        let full = secrets(1);
        let mut bare = secrets(1);
        bare.recovery_code = None;
        bare.identity_seed = None;
        let length = |secrets: &VaultSecrets| secrets.encode(MARKED).unwrap().len();
        assert_eq!(length(&full), length(&bare));
    }

    #[test]
    fn every_other_length_and_version_is_refused() {
        let mut full = secrets(1);
        add_prekey(&mut full, NOW);
        let bytes = full.encode(MARKED).unwrap();
        let bytes = bytes.expose();
        for length in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
            let refused = VaultSecrets::decode(&bytes[..length]).unwrap_err();
            assert_eq!(refused, VaultError::Damaged);
        }
        let longer = [bytes, &[0]].concat();
        assert_eq!(
            VaultSecrets::decode(&longer).unwrap_err(),
            VaultError::Damaged
        );
        let mut newer = bytes.to_vec();
        newer[0] = 2;
        assert_eq!(VaultSecrets::decode(&newer).unwrap_err(), VaultError::Newer);
    }

    #[test]
    fn secrets_never_print() {
        let shown = format!("{:?}", secrets(1));
        assert!(shown.contains("database_key: Secret(..)"), "{shown}");
        assert!(shown.contains("RecoveryCode(..)"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..900)) {
            prop_assert!(VaultSecrets::decode(&bytes).is_err());
        }
    }
}
