//! Inputs of the files that are read without the PIN.

use consilium_client::standby::{SPOOL_HEADER, SpooledEnvelope, StandbyKey, StandbyState};
use consilium_sodium::Secret;
use consilium_types::limits::ENVELOPE_SIZES;
use consilium_types::{AccountId, DeviceId, Timestamp};

/// Reads the seeds of both files.
pub(crate) fn key() -> Option<StandbyKey> {
    let seed = Secret::from_slice(&[4; 32]).ok()?;
    Some(StandbyKey::from_seed(seed))
}

/// The file, and what it decrypts to.
pub(crate) fn state() -> Vec<Vec<u8>> {
    let state = StandbyState {
        account: AccountId::new([1; 16]),
        device: DeviceId::new([2; 16]),
        fetched: 77,
        relay: "relay.example.org".to_owned(),
    };
    let sealed = key().and_then(|key| state.seal(&key, &[3; 24]).ok());
    sealed.into_iter().chain([state.encode()]).collect()
}

/// Empty, and with envelopes of several sizes.
pub(crate) fn spool() -> Vec<Vec<u8>> {
    let Some(key) = key() else {
        return Vec::new();
    };
    let mut file = SPOOL_HEADER.to_vec();
    let mut files = vec![file.clone()];
    for (sequence, size) in (1_u8..).zip(ENVELOPE_SIZES.iter().take(2)) {
        let record = SpooledEnvelope {
            sequence: sequence.into(),
            fetched: Timestamp(1_800_000_000_000),
            envelope: vec![sequence; *size].into(),
        };
        file.extend(record.encode(&key).unwrap_or_default());
        files.push(file.clone());
    }
    files
}
