//! What can go wrong below the protocol.

use thiserror::Error;

/// A failure of a primitive. Carries no input: nothing secret or personal can reach a log from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum SodiumError {
    /// libsodium could not start (no random source).
    #[error("the cryptography library could not start: restart the device and try again")]
    Init,
    /// The system refused memory. The cost of a password hash is never lowered to fit.
    #[error("not enough free memory: close other apps and try again")]
    Memory,
    /// A public key that is malformed, not canonical or of small order.
    #[error("a public key is not valid: it was refused")]
    BadPublicKey,
    /// Opening failed, for whatever reason: wrong key, wrong context or changed bytes.
    #[error("this could not be opened: wrong key, or changed on the way")]
    Sealed,
    /// The signature does not verify.
    #[error("a signature is not valid: what it signs was refused")]
    BadSignature,
    /// A length or cost outside what the protocol allows.
    #[error("a length or cost is outside the allowed bounds: it was refused")]
    BadParameters,
    /// The padding is malformed.
    #[error("the padding is malformed: the data was refused")]
    Padding,
}
