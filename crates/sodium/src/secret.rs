//! Secrets in guarded memory: pages of their own between inaccessible ones, locked out of swap and
//! core dumps where the system allows, zeroised when dropped, never printed.
//!
//! A secret costs a few pages and several system calls: right for keys that live, wrong for a key
//! used once ([`crate::k_once`]).

use std::fmt;

use consilium_types::Entropy;
use zeroize::Zeroizing;

use crate::error::SodiumError;
use crate::ffi::{self, Guarded};

/// How many secrets of this process the system refused to lock into memory. Locking is best
/// effort: such a secret is guarded and zeroised like any other, but could reach the swap file.
#[must_use]
pub fn lock_failures() -> u64 {
    ffi::lock_failures()
}

/// A secret of `N` bytes.
pub struct Secret<const N: usize>(Guarded<[u8; N]>);

impl<const N: usize> Secret<N> {
    /// All zero bytes, to be written to.
    pub(crate) fn zeroed() -> Result<Self, SodiumError> {
        crate::init()?;
        Guarded::zeroed_array().map(Self)
    }

    /// `N` bytes from `entropy`, written straight into guarded memory.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, SodiumError> {
        let mut secret = Self::zeroed()?;
        entropy.fill(secret.expose_mut());
        Ok(secret)
    }

    /// A copy of `bytes`; the caller zeroises the original.
    ///
    /// # Errors
    /// [`SodiumError::BadParameters`] when there are not `N` bytes, [`SodiumError::Memory`] when no
    /// guarded page could be had.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, SodiumError> {
        if bytes.len() != N {
            return Err(SodiumError::BadParameters);
        }
        let mut secret = Self::zeroed()?;
        secret.expose_mut().copy_from_slice(bytes);
        Ok(secret)
    }

    /// Moves `bytes` into guarded memory; the original is zeroised.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn from_array(bytes: Zeroizing<[u8; N]>) -> Result<Self, SodiumError> {
        Self::from_slice(bytes.as_slice())
    }

    /// The bytes. Do not copy them into memory that is not zeroised.
    #[must_use]
    pub fn expose(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }

    /// Another copy, in a guarded page of its own.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn try_clone(&self) -> Result<Self, SodiumError> {
        Self::from_slice(self.expose())
    }

    /// Whether both are equal, in constant time.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        ffi::equal(self.expose(), other.expose())
    }
}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A secret of a length known only at run time, such as the serialised contents of the vault.
pub struct SecretBytes(Guarded<[u8]>);

impl SecretBytes {
    /// `len` zero bytes, to be written to.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded pages could be had.
    pub fn new(len: usize) -> Result<Self, SodiumError> {
        crate::init()?;
        Guarded::zeroed_slice(len).map(Self)
    }

    /// A copy of `bytes`; the caller zeroises the original.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded pages could be had.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, SodiumError> {
        let mut secret = Self::new(bytes.len())?;
        secret.expose_mut().copy_from_slice(bytes);
        Ok(secret)
    }

    /// The bytes. Do not copy them into memory that is not zeroised.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, to be written to.
    #[must_use]
    pub fn expose_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Another copy, in guarded pages of its own.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded pages could be had.
    pub fn try_clone(&self) -> Result<Self, SodiumError> {
        Self::from_slice(self.expose())
    }

    /// Whether both are equal, in constant time for equal lengths.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        ffi::equal(self.expose(), other.expose())
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(..)")
    }
}

#[cfg(test)]
mod tests {
    use consilium_types::SeededEntropy;

    use super::*;

    #[test]
    fn a_secret_holds_what_was_given_and_nothing_of_another_length() {
        let secret = Secret::<4>::from_slice(b"abcd").unwrap();
        assert_eq!(secret.expose(), b"abcd");
        assert_eq!(
            Secret::<4>::from_array(Zeroizing::new(*b"abcd"))
                .unwrap()
                .expose(),
            b"abcd"
        );
        assert_eq!(secret.try_clone().unwrap().expose(), b"abcd");
        for length in [0, 3, 5] {
            let refused = Secret::<4>::from_slice(&b"abcde"[..length]);
            assert_eq!(refused.err(), Some(SodiumError::BadParameters));
        }
    }

    #[test]
    fn a_generated_secret_is_what_the_entropy_gave() {
        let entropy = SeededEntropy::new(9);
        let first = Secret::<32>::generate(&entropy).unwrap();
        let second = Secret::<32>::generate(&entropy).unwrap();
        let again = Secret::<32>::generate(&SeededEntropy::new(9)).unwrap();
        assert!(first.ct_eq(&again));
        assert!(!first.ct_eq(&second));
    }

    #[test]
    fn a_secret_of_any_length_can_be_written_and_compared() {
        for length in [0, 1, 4095, 4096, 100_000] {
            let mut secret = SecretBytes::new(length).unwrap();
            assert_eq!((secret.len(), secret.is_empty()), (length, length == 0));
            assert!(secret.expose().iter().all(|byte| *byte == 0));
            secret.expose_mut().fill(7);
            let copy = secret.try_clone().unwrap();
            assert!(secret.ct_eq(&copy));
            assert!(secret.ct_eq(&SecretBytes::from_slice(&vec![7; length]).unwrap()));
            assert!(!secret.ct_eq(&SecretBytes::new(length + 1).unwrap()));
        }
    }

    #[test]
    fn a_secret_never_prints() {
        let bytes = [0xab; 32];
        let secret = Secret::<32>::from_slice(&bytes).unwrap();
        let long = SecretBytes::from_slice(&bytes).unwrap();
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(..) Secret(..)");
        assert_eq!(
            format!("{long:?} {long:#?}"),
            "SecretBytes(..) SecretBytes(..)"
        );
    }

    #[test]
    fn memory_that_cannot_be_had_is_an_error() {
        for length in [usize::MAX, usize::MAX / 2 + 1] {
            assert_eq!(SecretBytes::new(length).err(), Some(SodiumError::Memory));
        }
    }

    #[test]
    fn secrets_move_between_threads() {
        let secret = Secret::<32>::from_slice(&[3; 32]).unwrap();
        let returned = std::thread::spawn(move || {
            assert_eq!(secret.expose(), &[3; 32]);
            secret
        });
        assert!(
            returned
                .join()
                .unwrap()
                .ct_eq(&Secret::from_slice(&[3; 32]).unwrap())
        );
    }
}
