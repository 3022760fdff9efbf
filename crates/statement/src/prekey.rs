//! Prekey statement (protocol §5): what others seal to, signed by the device that holds the seed.
//!
//! ```text
//! body      = u8 1 ‖ account id 16 ‖ device id 16 ‖ u8 highest envelope version ‖ standby_pk 32
//!           ‖ box_pk 32 ‖ kem_pk 1216 ‖ u64 not_before ‖ u64 not_after
//! statement = body ‖ Sign(device, prekey, body) 64
//! ```

use crate::{Reader, RecordError};
use consilium_sodium::{
    BoxPublicKey, Context, KemPublicKey, Signature, SigningKey, VerifyingKey, d,
};
use consilium_types::limits::{KEM_PUBLIC_KEY, PREKEY_LIFE_MS, SIGNATURE};
use consilium_types::{AccountId, DeviceId, PrekeyHash, PrekeyId, Timestamp};

const VERSION: u8 = 1;
const BODY: usize = 1 + 16 + 16 + 1 + 32 + 32 + KEM_PUBLIC_KEY + 8 + 8;

/// A prekey statement's length: 1,394.
pub const PREKEY_STATEMENT: usize = BODY + SIGNATURE;

/// A prekey statement whose layout, keys and validity were checked. Its signature is checked by
/// [`PrekeyStatement::verify`] against the device key of the account's *current* statement.
#[derive(Clone)]
pub struct PrekeyStatement {
    bytes: Vec<u8>,
    account: AccountId,
    device: DeviceId,
    envelope_version: u8,
    standby: VerifyingKey,
    box_key: BoxPublicKey,
    kem_key: KemPublicKey,
    not_before: Timestamp,
    not_after: Timestamp,
    hash: PrekeyHash,
}

impl std::fmt::Debug for PrekeyStatement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "PrekeyStatement({:?} of {:?})",
            self.hash.id(),
            self.device
        )
    }
}

/// What goes into a new prekey statement.
pub struct PrekeyDraft<'a> {
    /// Own account.
    pub account: AccountId,
    /// Own device.
    pub device: DeviceId,
    /// Highest envelope version that this device opens.
    pub envelope_version: u8,
    /// Standby key, public part.
    pub standby: VerifyingKey,
    /// X25519 part.
    pub box_key: &'a BoxPublicKey,
    /// X-Wing part.
    pub kem_key: &'a KemPublicKey,
    /// Valid from now on, for 30 days.
    pub not_before: Timestamp,
}

impl PrekeyDraft<'_> {
    /// Encodes and signs with the device key.
    ///
    /// # Errors
    /// [`RecordError`] if the draft would not be accepted by [`PrekeyStatement::parse`].
    pub fn sign(&self, device: &SigningKey) -> Result<PrekeyStatement, RecordError> {
        let mut bytes = Vec::with_capacity(PREKEY_STATEMENT);
        bytes.push(VERSION);
        bytes.extend_from_slice(self.account.as_bytes());
        bytes.extend_from_slice(self.device.as_bytes());
        bytes.push(self.envelope_version);
        bytes.extend_from_slice(self.standby.as_bytes());
        bytes.extend_from_slice(self.box_key.as_bytes());
        bytes.extend_from_slice(self.kem_key.as_bytes());
        bytes.extend_from_slice(&self.not_before.as_millis().to_be_bytes());
        let not_after = self.not_before.plus(PREKEY_LIFE_MS);
        bytes.extend_from_slice(&not_after.as_millis().to_be_bytes());
        let signature = device.sign(Context::Prekey, &[&bytes]);
        bytes.extend_from_slice(signature.as_bytes());
        PrekeyStatement::parse(&bytes)
    }
}

impl PrekeyStatement {
    /// Parses and checks length, version, keys and the 30 days' validity; not the signature.
    ///
    /// # Errors
    /// The first [`RecordError`] met.
    pub fn parse(bytes: &[u8]) -> Result<Self, RecordError> {
        let (body, _) = bytes.split_at_checked(BODY).ok_or(RecordError::Length)?;
        let mut reader = Reader::new(bytes);
        if reader.u8()? != VERSION {
            return Err(RecordError::Version);
        }
        let account = AccountId::new(reader.array()?);
        let device = DeviceId::new(reader.array()?);
        let envelope_version = reader.u8()?;
        let standby = VerifyingKey::import(&reader.array()?)?;
        let box_key = BoxPublicKey::import(&reader.array()?)?;
        let kem_key = KemPublicKey::import(&reader.array()?)?;
        let not_before = Timestamp(reader.u64()?);
        let not_after = Timestamp(reader.u64()?);
        reader.take(SIGNATURE)?;
        reader.end()?;
        if not_before.0.checked_add(PREKEY_LIFE_MS) != Some(not_after.0) {
            return Err(RecordError::Validity);
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            account,
            device,
            envelope_version,
            standby,
            box_key,
            kem_key,
            not_before,
            not_after,
            hash: PrekeyHash::new(d(Context::PrekeyHash, &[body])),
        })
    }

    /// Checks the signature against the device key that the account's current statement names.
    ///
    /// # Errors
    /// [`RecordError::Signature`].
    pub fn verify(&self, device: &VerifyingKey) -> Result<(), RecordError> {
        let (body, signature) = self
            .bytes
            .split_at_checked(BODY)
            .ok_or(RecordError::Length)?;
        let signature = signature.try_into().map_err(|_| RecordError::Length)?;
        device.verify(Context::Prekey, &[body], &Signature::from_bytes(signature))?;
        Ok(())
    }

    /// As received.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whose.
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Which device's.
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Highest envelope version that the device opens.
    pub const fn envelope_version(&self) -> u8 {
        self.envelope_version
    }

    /// The device's standby key.
    pub const fn standby(&self) -> VerifyingKey {
        self.standby
    }

    /// X25519 part.
    pub const fn box_key(&self) -> &BoxPublicKey {
        &self.box_key
    }

    /// X-Wing part.
    pub const fn kem_key(&self) -> &KemPublicKey {
        &self.kem_key
    }

    /// Valid from.
    pub const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Valid until.
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// `ph = D(prekey-hash, body)`.
    pub const fn hash(&self) -> PrekeyHash {
        self.hash
    }

    /// `ph[..16]`.
    pub fn id(&self) -> PrekeyId {
        self.hash.id()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::{BoxSecretKey, KemSecretKey, Secret, SystemEntropy};
    use proptest::prelude::*;

    fn draft_and_key() -> (PrekeyStatement, SigningKey) {
        let key = SigningKey::generate(&SystemEntropy).unwrap();
        let seed = || Secret::<32>::generate(&SystemEntropy).unwrap();
        let box_key = BoxSecretKey::from_seed(&seed()).unwrap();
        let kem_key = KemSecretKey::from_seed(&seed()).unwrap();
        let prekey = PrekeyDraft {
            account: AccountId::new([1; 16]),
            device: crate::id::device_id(&key.verifying_key()),
            envelope_version: 1,
            standby: SigningKey::generate(&SystemEntropy)
                .unwrap()
                .verifying_key(),
            box_key: &box_key.public(),
            kem_key: kem_key.public(),
            not_before: Timestamp(1_000),
        }
        .sign(&key)
        .unwrap();
        (prekey, key)
    }

    #[test]
    fn a_prekey_statement_parses_and_verifies() {
        let (prekey, key) = draft_and_key();
        assert_eq!(prekey.as_bytes().len(), PREKEY_STATEMENT);
        let parsed = PrekeyStatement::parse(prekey.as_bytes()).unwrap();
        assert_eq!(parsed.hash(), prekey.hash());
        assert_eq!(parsed.verify(&key.verifying_key()), Ok(()));
        let other = SigningKey::generate(&SystemEntropy)
            .unwrap()
            .verifying_key();
        assert_eq!(parsed.verify(&other), Err(RecordError::Signature));
    }

    #[test]
    fn every_flipped_byte_is_refused() {
        let (prekey, key) = draft_and_key();
        for index in 0..PREKEY_STATEMENT {
            let mut bytes = prekey.as_bytes().to_vec();
            bytes[index] ^= 1;
            let accepted = PrekeyStatement::parse(&bytes)
                .is_ok_and(|parsed| parsed.verify(&key.verifying_key()).is_ok());
            assert!(!accepted, "byte {index}");
        }
    }

    #[test]
    fn a_validity_of_31_days_is_refused() {
        let (prekey, key) = draft_and_key();
        let mut bytes = prekey.as_bytes()[..BODY].to_vec();
        let not_after = prekey.not_after().plus(Timestamp::DAY_MS).0.to_be_bytes();
        bytes[BODY - 8..].copy_from_slice(&not_after);
        let signature = key.sign(Context::Prekey, &[&bytes]);
        bytes.extend_from_slice(signature.as_bytes());
        assert_eq!(
            PrekeyStatement::parse(&bytes).unwrap_err(),
            RecordError::Validity
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..1500)) {
            prop_assert!(PrekeyStatement::parse(&bytes).is_err());
        }
    }
}
