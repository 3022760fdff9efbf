//! Login and tokens (protocol §9).

use std::net::IpAddr;
use std::sync::Arc;

use consilium_proto::convert::account::Proof;
use consilium_sodium::{Signature, VerifyingKey, blake2b256};
use consilium_statement::{LoginKey, LoginTranscript};
use consilium_store::{RelayStore, TokenHash, TokenRecord, TokenScope};
use consilium_types::limits::TOKEN_MS;
use consilium_types::{Clock, DeviceId, Entropy, Timestamp};
use zeroize::Zeroizing;

use super::ServiceError;
use super::nonce::Nonces;
use crate::limits::{AddressKey, Keyed, Rate, now_us};
use crate::presence::Presence;

/// Keys that one limit remembers.
const KEYS: usize = 100_000;

/// How often somebody may try to log in.
#[derive(Clone, Copy, Debug)]
pub struct LoginRates {
    /// Challenges and proofs of one address.
    pub address: Rate,
    /// Proofs for one device.
    pub device: Rate,
}

/// Logs devices in and out.
pub struct Authentication {
    store: Arc<dyn RelayStore>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    presence: Arc<Presence>,
    relay_name: String,
    nonces: Nonces,
    by_address: Keyed<AddressKey>,
    by_device: Keyed<DeviceId>,
}

/// A fresh token.
pub struct Login {
    /// Known to the device only.
    pub token: Zeroizing<[u8; 32]>,
    /// Milliseconds.
    pub expires_in_ms: u64,
    /// The relay's clock.
    pub relay_time: Timestamp,
}

impl Authentication {
    /// For the relay of that name.
    pub fn new(
        store: Arc<dyn RelayStore>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        presence: Arc<Presence>,
        relay_name: String,
        rates: LoginRates,
    ) -> Self {
        let nonces = Nonces::new(&*entropy);
        Self {
            store,
            clock,
            entropy,
            presence,
            relay_name,
            nonces,
            by_address: Keyed::new(rates.address, KEYS),
            by_device: Keyed::new(rates.device, KEYS),
        }
    }

    /// A nonce, good once and for 60 s, and the relay's clock.
    ///
    /// # Errors
    /// [`ServiceError::Later`].
    pub fn challenge(&self, peer: IpAddr) -> Result<([u8; 32], Timestamp), ServiceError> {
        self.by_address.take(peer.into(), 1, now_us(&*self.clock))?;
        let nonce = self
            .nonces
            .issue(&*self.clock, &*self.entropy)
            .map_err(|_| ServiceError::LoginRefused)?;
        Ok((nonce, self.clock.now()))
    }

    /// Logs a known device in.
    ///
    /// # Errors
    /// [`ServiceError::Later`], [`ServiceError::LoginRefused`] whatever is wrong with the proof,
    /// [`ServiceError::Locked`] only after a proof that holds.
    pub async fn prove(&self, proof: Proof, peer: IpAddr) -> Result<Login, ServiceError> {
        let now = now_us(&*self.clock);
        self.by_address.take(peer.into(), 1, now)?;
        self.by_device.take(proof.device, 1, now)?;
        let device = self
            .store
            .device(proof.device)
            .await?
            .ok_or(ServiceError::LoginRefused)?;
        let key = if proof.standby {
            device.standby_pk.ok_or(ServiceError::LoginRefused)?
        } else {
            device.device_pk
        };
        self.check(&proof, &VerifyingKey::from_imported(key))?;
        if device.locked {
            return Err(ServiceError::Locked);
        }
        self.issue(proof.device, scope(&proof)).await
    }

    /// Checks a proof against a key, and takes its nonce.
    ///
    /// # Errors
    /// [`ServiceError::LoginRefused`].
    pub fn check(&self, proof: &Proof, key: &VerifyingKey) -> Result<(), ServiceError> {
        if !self.nonces.is_fresh(&proof.relay_nonce, &*self.clock) {
            return Err(ServiceError::LoginRefused);
        }
        let transcript = LoginTranscript {
            relay_name: &self.relay_name,
            device: proof.device,
            client_nonce: proof.client_nonce,
            relay_nonce: proof.relay_nonce,
        };
        let which = if proof.standby {
            LoginKey::Standby
        } else {
            LoginKey::Device
        };
        transcript
            .verify(which, key, &Signature::from_bytes(proof.signature))
            .map_err(|_| ServiceError::LoginRefused)?;
        if self.nonces.take(&proof.relay_nonce, &*self.clock) {
            Ok(())
        } else {
            Err(ServiceError::LoginRefused)
        }
    }

    /// A token for a device whose proof was checked.
    ///
    /// # Errors
    /// [`ServiceError::Locked`] if the device was locked or removed meanwhile.
    pub async fn issue(&self, device: DeviceId, scope: TokenScope) -> Result<Login, ServiceError> {
        let token = Zeroizing::new(self.entropy.array::<32>());
        let now = self.clock.now();
        let hash = token_hash(&token);
        let stored = self
            .store
            .put_token(hash, device, scope, now.plus(TOKEN_MS))
            .await?;
        if !stored {
            return Err(ServiceError::Locked);
        }
        Ok(Login {
            token,
            expires_in_ms: TOKEN_MS,
            relay_time: now,
        })
    }

    /// Who has this token.
    ///
    /// # Errors
    /// [`ServiceError::Unauthenticated`].
    pub async fn token(&self, token: TokenHash) -> Result<TokenRecord, ServiceError> {
        self.store
            .token(token, self.clock.now())
            .await?
            .ok_or(ServiceError::Unauthenticated)
    }

    /// Ends a token, and the socket that was opened with it.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; the socket is ended all the same.
    pub async fn logout(&self, device: DeviceId, token: TokenHash) -> Result<(), ServiceError> {
        let deleted = self.store.delete_token(token).await;
        self.presence.end_token(device, token);
        Ok(deleted?)
    }

    /// Locks a device: its tokens and its socket end.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; the socket is ended all the same.
    pub async fn lock(&self, device: DeviceId) -> Result<bool, ServiceError> {
        let known = self.store.set_locked(device, true).await;
        self.presence.end_device(device);
        Ok(known?)
    }
}

/// What the relay stores of a token.
pub fn token_hash(token: &[u8; 32]) -> TokenHash {
    TokenHash(blake2b256(&[token]))
}

const fn scope(proof: &Proof) -> TokenScope {
    if proof.standby {
        TokenScope::Standby
    } else {
        TokenScope::Device
    }
}

#[cfg(test)]
mod tests;
