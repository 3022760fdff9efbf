//! The only crate that sees libsodium.
//!
//! Every primitive Consilium uses stands here behind one type per purpose: keys are checked where
//! they enter, secrets lie in guarded memory and never print, every return code of the library is
//! looked at, and each use names its [`Context`]. The names `S`, `D`, `K`, `Sign` and `AEAD` are
//! those of protocol.md §2.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::cast_possible_truncation,
        clippy::disallowed_methods,
        reason = "tests"
    )
)]

pub mod aead;
pub mod context;
pub mod ct;
pub mod error;
mod ffi;
pub mod hash;
pub mod kem;
pub mod padding;
pub mod pwhash;
pub mod random;
pub mod sealed_box;
pub mod secret;
pub mod sign;
mod x25519;

use std::sync::OnceLock;

pub use aead::{decrypt, encrypt};
pub use context::{Context, d, k, k_once, k_public, s};
pub use ct::ct_eq;
pub use error::SodiumError;
pub use hash::{Blake2b256, blake2b256};
pub use kem::{KemCiphertext, KemPublicKey, KemSecretKey};
pub use padding::{pad, unpad};
pub use pwhash::{Argon2Params, argon2id};
pub use random::SystemEntropy;
pub use sealed_box::{
    BoxPublicKey, BoxSecretKey, SEAL_BYTES, open, seal, seal_into, seal_with_ephemeral,
};
pub use secret::{Secret, SecretBytes, lock_failures};
pub use sign::{Signature, SigningKey, VerifyingKey};

/// Starts libsodium: chooses the fast implementations, opens the system's random source, learns
/// the page size. Idempotent and cheap after the first call; every constructor calls it.
///
/// # Errors
/// [`SodiumError::Init`] when the library could not start.
pub fn init() -> Result<(), SodiumError> {
    static STARTED: OnceLock<bool> = OnceLock::new();
    if *STARTED.get_or_init(|| sodiumoxide::init().is_ok()) {
        Ok(())
    } else {
        Err(SodiumError::Init)
    }
}
