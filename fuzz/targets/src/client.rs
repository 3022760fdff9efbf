//! What a client parses: from the relay, from other clients through it, from files and cameras.

use bytes::Bytes;
use consilium_client::conversation::payload::Payload;
use consilium_client::discovery::{Region, normalise};
use consilium_client::identity::{RecoveryCode, VerificationQr};
use consilium_client::import;
use consilium_client::net::{RelayFile, read_frame};
use consilium_client::seal::{Kind, Plaintext, Sealed, Unverified, open};
use consilium_client::standby::{Records, SPOOL_HEADER, StandbyState};
use consilium_client::vault::{BiometricFile, VaultFile, VaultSecrets};

pub(crate) fn envelope(data: &[u8]) {
    if let Ok(sealed) = Sealed::parse(data) {
        assert_eq!(sealed.as_bytes(), data);
        if let Some(secret) = crate::seeds::prekey_secret() {
            let _ = open(&sealed, &secret);
        }
    }
}

pub(crate) fn content(data: &[u8]) {
    if let Ok(content) = Unverified::parse(Plaintext::new(data.to_vec())) {
        assert_eq!(content.as_bytes(), data);
        let _ = content.claims();
    }
}

/// The first two bytes choose the kind.
pub(crate) fn payload(data: &[u8]) {
    if let Some((kind, payload)) = data.split_first_chunk::<2>() {
        let kind = Kind::from_number(u16::from_be_bytes(*kind));
        let _ = Payload::parse(kind, payload);
    }
}

pub(crate) fn relay_frame(data: &[u8]) {
    let _ = read_frame(Bytes::copy_from_slice(data));
}

pub(crate) fn relay_file(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = RelayFile::parse(text);
    }
}

pub(crate) fn vault_file(data: &[u8]) {
    let _ = VaultFile::parse(data.to_vec());
}

pub(crate) fn vault_secrets(data: &[u8]) {
    if let Ok((secrets, mark)) = VaultSecrets::decode(data)
        && let Ok(again) = secrets.encode(mark)
    {
        assert_eq!(again.len(), data.len());
    }
}

pub(crate) fn biometric_file(data: &[u8]) {
    if let Some(file) = BiometricFile::parse(data) {
        assert_eq!(file.encode(), data);
    }
}

/// As the file, and as what the file would decrypt to.
pub(crate) fn standby_state(data: &[u8]) {
    if let Some(key) = crate::standby::key() {
        let _ = StandbyState::open(data, &key);
    }
    if let Some(state) = StandbyState::decode(data) {
        assert_eq!(state.encode(), data);
    }
}

pub(crate) fn spool(data: &[u8]) {
    let Some(key) = crate::standby::key() else {
        return;
    };
    let mut records = Records::new(data, &key);
    let mut again = SPOOL_HEADER.to_vec();
    for record in records.by_ref() {
        again.extend(record.encode(&key).unwrap_or_default());
    }
    let valid = usize::try_from(records.valid_bytes()).unwrap_or(usize::MAX);
    assert!(valid == 0 || data.get(..valid) == Some(&again));
}

pub(crate) fn recovery_code(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(code) = RecoveryCode::parse(text)
    {
        assert!(RecoveryCode::parse(&code.text()).is_ok());
    }
}

pub(crate) fn verification_qr(data: &[u8]) {
    if let Ok(qr) = VerificationQr::parse(data) {
        assert_eq!(qr.to_bytes(), data);
    }
}

pub(crate) fn phone_number(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Some(number) = normalise(text, Region::parse("NL"))
    {
        assert_eq!(normalise(number.expose(), None).as_ref(), Some(&number));
    }
}

pub(crate) fn address_book(data: &[u8]) {
    let _ = import::parse(data);
}
