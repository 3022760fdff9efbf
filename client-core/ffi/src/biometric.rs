//! The platform's check of finger or face, implemented by the app.

use consilium_client::vault;
use std::fmt::Display;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Why the check came to no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Error)]
pub enum BiometricError {
    /// The person turned away or was not recognised.
    NotRecognised,
    /// Nothing is enrolled, there is no such hardware, or it threw what is no `BiometricError`.
    Unavailable,
}

impl Display for BiometricError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotRecognised => "the person was not recognised",
            Self::Unavailable => "the device's check of finger or face cannot be used",
        })
    }
}

impl std::error::Error for BiometricError {}

impl From<uniffi::UnexpectedUniFFICallbackError> for BiometricError {
    /// What was thrown is not looked at: it may hold anything.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

/// A secret that the device gives out only after its own check of the person: on Android a key of
/// its Keystore that asks for BiometricPrompt and ends with a new enrolment, on Apple's systems a
/// Keychain item for `biometryCurrentSet`. Called from threads of the core, never from the main
/// thread; `keep` and `ask` may wait for the person. An exception counts as
/// `BiometricError.Unavailable`.
#[uniffi::export(foreign)]
pub trait BiometricGate: Send + Sync {
    /// Keeps `secret` under a key bound to the fingers and faces enrolled now, in place of what was
    /// there.
    fn keep(&self, secret: Vec<u8>) -> Result<(), BiometricError>;

    /// Asks the person, then gives the secret; nothing when there is none any more, for instance
    /// since another finger or face was enrolled.
    fn ask(&self) -> Result<Option<Vec<u8>>, BiometricError>;

    /// Forgets the secret; that there was none is no error.
    fn forget(&self) -> Result<(), BiometricError>;
}

/// An app's gate as the core sees it.
pub(crate) struct Adapter(pub(crate) Arc<dyn BiometricGate>);

impl vault::BiometricGate for Adapter {
    fn keep(&self, secret: &[u8]) -> Result<(), vault::BiometricError> {
        Ok(self.0.keep(secret.to_vec())?)
    }

    fn ask(&self) -> Result<Option<Zeroizing<Vec<u8>>>, vault::BiometricError> {
        Ok(self.0.ask()?.map(Zeroizing::new))
    }

    fn forget(&self) -> Result<(), vault::BiometricError> {
        Ok(self.0.forget()?)
    }
}

impl From<BiometricError> for vault::BiometricError {
    fn from(error: BiometricError) -> Self {
        match error {
            BiometricError::NotRecognised => Self::NotRecognised,
            BiometricError::Unavailable => Self::Unavailable,
        }
    }
}
