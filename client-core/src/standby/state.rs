//! The standby state: whose mailbox is fetched, at which relay, and from where on.
//!
//! ```text
//! header = "CSLSTNBY" ‖ u8 1 ‖ nonce 24
//! plain  = account id 16 ‖ device id 16 ‖ u64 fetched ‖ u8 length ‖ relay name
//! file   = header ‖ AEAD(K(standby seed, standby-state-key, ""), nonce, S(standby-state, header), plain)
//! ```
//!
//! Only a session writes it, a standby fetch reads it. An old copy put in its place makes a fetch
//! ask for what was fetched before, and does nothing else.

use super::{STATE, StandbyError, StandbyKey};
use crate::vault::durable;
use consilium_sodium::{Context, SodiumError, aead, s};
use consilium_statement::Reader;
use consilium_types::{AccountId, DeviceId, Entropy};
use std::io::ErrorKind;
use std::path::Path;

const MAGIC: &[u8; 8] = b"CSLSTNBY";
const VERSION: u8 = 1;
const HEADER_BYTES: usize = 8 + 1 + 24;
/// Header, ids, number, the longest name and the tag fit.
const LIMIT: u64 = 512;

/// What a fetch without the PIN has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandbyState {
    /// Own account.
    pub account: AccountId,
    /// This device.
    pub device: DeviceId,
    /// Everything up to here was fetched before, into the database or through the spool.
    pub fetched: u64,
    /// The name of the relay that has the account, at most 253 bytes (RFC 1035).
    pub relay: String,
}

impl StandbyState {
    /// Replaces the file in `folder`.
    ///
    /// # Errors
    /// [`StandbyError::Storage`], [`StandbyError::Sodium`].
    pub fn store(
        &self,
        folder: &Path,
        key: &StandbyKey,
        entropy: &dyn Entropy,
    ) -> Result<(), StandbyError> {
        let bytes = self.seal(key, &entropy.array())?;
        Ok(durable::replace(folder, STATE, &bytes)?)
    }

    /// What the file in `folder` says; `None` if there is none that this key opens.
    ///
    /// # Errors
    /// [`StandbyError::Storage`], [`StandbyError::Sodium`].
    pub fn load(folder: &Path, key: &StandbyKey) -> Result<Option<Self>, StandbyError> {
        let found = match durable::read(folder, STATE, LIMIT) {
            Err(error) if error.kind() == ErrorKind::FileTooLarge => None,
            found => found?,
        };
        let opened = found.map(|bytes| Self::open(&bytes, key)).transpose()?;
        Ok(opened.flatten())
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// [`SodiumError::Memory`].
    pub fn seal(&self, key: &StandbyKey, nonce: &[u8; 24]) -> Result<Vec<u8>, SodiumError> {
        let mut bytes = [MAGIC.as_slice(), &[VERSION], nonce].concat();
        let aad = s(Context::StandbyState, &bytes);
        let sealed = aead::encrypt(key.state_key()?.expose(), nonce, &aad, &self.encode());
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }

    /// Reads the file's bytes; `None` for anything that this key did not seal.
    ///
    /// # Errors
    /// [`SodiumError::Memory`].
    pub fn open(bytes: &[u8], key: &StandbyKey) -> Result<Option<Self>, SodiumError> {
        let Some((header, body)) = bytes.split_at_checked(HEADER_BYTES) else {
            return Ok(None);
        };
        let Some(nonce) = nonce_of(header) else {
            return Ok(None);
        };
        let aad = s(Context::StandbyState, header);
        let plain = aead::decrypt(key.state_key()?.expose(), &nonce, &aad, body);
        Ok(plain.ok().and_then(|plain| Self::decode(&plain)))
    }

    /// What is encrypted.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.account.as_bytes().to_vec();
        bytes.extend_from_slice(self.device.as_bytes());
        bytes.extend_from_slice(&self.fetched.to_be_bytes());
        let name = self.relay.as_bytes();
        // A longer one is no relay's: it is cut, and then names none.
        let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
        bytes.push(length);
        bytes.extend(name.iter().take(usize::from(length)));
        bytes
    }

    /// Reads what was encrypted; `None` if it is not exactly that.
    #[must_use]
    pub fn decode(plain: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(plain);
        let state = Self {
            account: AccountId::new(reader.array().ok()?),
            device: DeviceId::new(reader.array().ok()?),
            fetched: reader.u64().ok()?,
            relay: {
                let length = reader.u8().ok()?;
                let name = reader.take(usize::from(length)).ok()?;
                String::from_utf8(name.to_vec()).ok()?
            },
        };
        reader.end().ok()?;
        Some(state)
    }
}

fn nonce_of(header: &[u8]) -> Option<[u8; 24]> {
    let mut reader = Reader::new(header);
    let known = reader.take(MAGIC.len()).ok()? == MAGIC && reader.u8().ok()? == VERSION;
    known.then(|| reader.array().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::Secret;
    use consilium_types::SeededEntropy;
    use proptest::prelude::*;

    fn key(seed: u8) -> StandbyKey {
        StandbyKey::from_seed(Secret::from_slice(&[seed; 32]).unwrap())
    }

    fn state() -> StandbyState {
        StandbyState {
            account: AccountId::new([1; 16]),
            device: DeviceId::new([2; 16]),
            fetched: 77,
            relay: "relay.example.org".to_owned(),
        }
    }

    #[test]
    fn a_state_is_read_back_by_the_key_that_wrote_it_and_by_no_other() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(StandbyState::load(folder.path(), &key(1)), Ok(None));
        let entropy = SeededEntropy::new(5);
        state().store(folder.path(), &key(1), &entropy).unwrap();
        let loaded = StandbyState::load(folder.path(), &key(1));
        assert_eq!(loaded, Ok(Some(state())));
        assert_eq!(StandbyState::load(folder.path(), &key(2)), Ok(None));
        let bytes = std::fs::read(folder.path().join(STATE)).unwrap();
        for secret in [&[1; 16][..], &[2; 16], b"relay.example.org"] {
            let shown = bytes.windows(secret.len()).any(|part| part == secret);
            assert!(!shown, "without the key the file tells nothing");
        }
    }

    #[test]
    fn a_flip_or_a_cut_anywhere_makes_it_no_state() {
        let good = state().seal(&key(1), &[7; 24]).unwrap();
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            assert_eq!(StandbyState::open(&bytes, &key(1)), Ok(None), "byte {at}");
            assert_eq!(StandbyState::open(&good[..at], &key(1)), Ok(None));
        }
        let longer = [good.as_slice(), &[0]].concat();
        assert_eq!(StandbyState::open(&longer, &key(1)), Ok(None));
    }

    #[test]
    fn a_file_that_is_too_large_is_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(STATE), vec![1; 513]).unwrap();
        assert_eq!(StandbyState::load(folder.path(), &key(1)), Ok(None));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_state_that_writes_itself_back_or_none(
            bytes in prop::collection::vec(any::<u8>(), 0..400),
            cut in 0_usize..20,
        ) {
            prop_assert_eq!(StandbyState::open(&bytes, &key(1)), Ok(None));
            if let Some(state) = StandbyState::decode(&bytes) {
                prop_assert_eq!(state.encode(), &bytes[..]);
            }
            let own = state().encode();
            let short = own.len().saturating_sub(cut);
            prop_assert_eq!(StandbyState::decode(&own[..short]).is_some(), cut == 0);
        }
    }
}
