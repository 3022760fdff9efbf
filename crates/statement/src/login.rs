//! Login (protocol §9): a device proves its key to one relay, over nonces of both.
//!
//! `Sign(device, login, relay name ‖ device id ‖ client nonce 32 ‖ relay nonce 32)`; the relay name
//! is variable and has its u16 length before it (§2); context `standby` for the standby key.

use crate::RecordError;
use consilium_sodium::{Context, Signature, SigningKey, VerifyingKey};
use consilium_types::DeviceId;

/// Which key proves the login, hence what the token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginKey {
    /// The device key.
    Device,
    /// The standby key: fetching only.
    Standby,
}

impl LoginKey {
    const fn context(self) -> Context {
        match self {
            Self::Device => Context::Login,
            Self::Standby => Context::Standby,
        }
    }
}

/// What is signed. The relay name comes from the signer's own configuration, never from the wire.
#[derive(Clone, Copy, Debug)]
pub struct LoginTranscript<'a> {
    /// At most 65,535 bytes.
    pub relay_name: &'a str,
    /// Whose key.
    pub device: DeviceId,
    /// Random, of the client.
    pub client_nonce: [u8; 32],
    /// Random, of the relay: single use, 60 s.
    pub relay_nonce: [u8; 32],
}

impl LoginTranscript<'_> {
    /// Signs with the device or standby key.
    ///
    /// # Errors
    /// [`RecordError::Length`] for an overlong relay name.
    pub fn sign(&self, which: LoginKey, key: &SigningKey) -> Result<Signature, RecordError> {
        let length = self.name_length()?;
        Ok(key.sign(which.context(), &self.parts(&length)))
    }

    /// Checks a proof.
    ///
    /// # Errors
    /// [`RecordError::Signature`], or [`RecordError::Length`] for an overlong relay name.
    pub fn verify(
        &self,
        which: LoginKey,
        key: &VerifyingKey,
        signature: &Signature,
    ) -> Result<(), RecordError> {
        let length = self.name_length()?;
        key.verify(which.context(), &self.parts(&length), signature)?;
        Ok(())
    }

    fn name_length(&self) -> Result<[u8; 2], RecordError> {
        let length = u16::try_from(self.relay_name.len()).map_err(|_| RecordError::Length)?;
        Ok(length.to_be_bytes())
    }

    fn parts<'a>(&'a self, length: &'a [u8; 2]) -> [&'a [u8]; 5] {
        [
            length,
            self.relay_name.as_bytes(),
            self.device.as_bytes(),
            &self.client_nonce,
            &self.relay_nonce,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::SystemEntropy;

    #[test]
    fn a_proof_holds_for_its_relay_key_kind_and_nonces_only() {
        let key = SigningKey::generate(&SystemEntropy).unwrap();
        let good = LoginTranscript {
            relay_name: "relay.example",
            device: DeviceId::new([1; 16]),
            client_nonce: [2; 32],
            relay_nonce: [3; 32],
        };
        let proof = good.sign(LoginKey::Device, &key).unwrap();
        let check = |transcript: LoginTranscript<'_>, which| {
            transcript
                .verify(which, &key.verifying_key(), &proof)
                .is_ok()
        };
        assert!(check(good, LoginKey::Device));
        assert!(!check(good, LoginKey::Standby));
        let name = LoginTranscript {
            relay_name: "other.example",
            ..good
        };
        let client = LoginTranscript {
            client_nonce: [9; 32],
            ..good
        };
        let relay = LoginTranscript {
            relay_nonce: [9; 32],
            ..good
        };
        let device = LoginTranscript {
            device: DeviceId::new([9; 16]),
            ..good
        };
        for wrong in [name, client, relay, device] {
            assert!(!check(wrong, LoginKey::Device));
        }
    }
}
