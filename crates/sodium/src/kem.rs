//! X-Wing: ML-KEM-768 and X25519 in one key encapsulation (draft-connolly-cfrg-xwing-kem).
//! Reading what it protects needs both broken.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::SodiumError;
use crate::ffi;
use crate::secret::Secret;
use crate::x25519;

/// Bytes of a public key.
pub const KEM_PUBLIC_BYTES: usize = ffi::KEM_PUBLIC;
/// Bytes of a ciphertext.
pub const KEM_CIPHERTEXT_BYTES: usize = ffi::KEM_CIPHERTEXT;

/// An X-Wing public key to which encapsulating is known to work.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KemPublicKey(Box<[u8; KEM_PUBLIC_BYTES]>);

impl KemPublicKey {
    /// Checks a key that came from elsewhere: its X25519 half is the canonical encoding, and a
    /// trial encapsulation works, which fails for coefficients that are not canonical (FIPS 203
    /// §7.2) and for an X25519 half of small order (protocol.md §2).
    ///
    /// # Errors
    /// [`SodiumError::BadPublicKey`] when it is not canonical or encapsulating to it fails.
    pub fn import(bytes: &[u8; KEM_PUBLIC_BYTES]) -> Result<Self, SodiumError> {
        crate::init()?;
        if !bytes.last_chunk().is_some_and(x25519::is_canonical) {
            return Err(SodiumError::BadPublicKey);
        }
        let key = Self::from_imported(bytes);
        key.encapsulate()?;
        Ok(key)
    }

    /// A key that passed [`Self::import`] before and comes from our own database: no second trial.
    /// Encapsulating to a bad key fails all the same.
    #[must_use]
    pub fn from_imported(bytes: &[u8; KEM_PUBLIC_BYTES]) -> Self {
        Self(Box::new(*bytes))
    }

    /// The 1,216 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; KEM_PUBLIC_BYTES] {
        &self.0
    }

    /// A new shared secret and the ciphertext that carries it.
    ///
    /// # Errors
    /// [`SodiumError::BadPublicKey`] when encapsulating to this key fails.
    pub fn encapsulate(&self) -> Result<(KemCiphertext, Zeroizing<[u8; 32]>), SodiumError> {
        crate::init()?;
        let mut ciphertext = KemCiphertext([0; KEM_CIPHERTEXT_BYTES]);
        let mut shared = Zeroizing::new([0; 32]);
        ffi::kem_encapsulate(&mut ciphertext.0, &mut shared, &self.0)?;
        Ok((ciphertext, shared))
    }

    /// As [`Self::encapsulate`], with the draft's 64-byte `eseed` in place of randomness. For golden
    /// vectors only: whoever knows the seed knows the secret.
    ///
    /// # Errors
    /// [`SodiumError::BadPublicKey`] when encapsulating to this key fails.
    pub fn encapsulate_seeded(
        &self,
        seed: &[u8; 64],
    ) -> Result<(KemCiphertext, Zeroizing<[u8; 32]>), SodiumError> {
        let mut ciphertext = KemCiphertext([0; KEM_CIPHERTEXT_BYTES]);
        let mut shared = Zeroizing::new([0; 32]);
        ffi::kem_encapsulate_seeded(&mut ciphertext.0, &mut shared, &self.0, seed)?;
        Ok((ciphertext, shared))
    }
}

impl fmt::Debug for KemPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = *self.0;
        write!(f, "KemPublicKey({a:02x}{b:02x}{c:02x}{d:02x}..)")
    }
}

/// The ciphertext of an encapsulation.
#[derive(Clone, PartialEq, Eq)]
pub struct KemCiphertext([u8; KEM_CIPHERTEXT_BYTES]);

impl KemCiphertext {
    /// The 1,120 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; KEM_CIPHERTEXT_BYTES] {
        &self.0
    }
}

impl fmt::Debug for KemCiphertext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KemCiphertext(..)")
    }
}

/// An X-Wing secret key, which is its seed, in guarded memory.
pub struct KemSecretKey {
    seed: Secret<32>,
    public: KemPublicKey,
}

impl KemSecretKey {
    /// The key of `seed`.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn from_seed(seed: &Secret<32>) -> Result<Self, SodiumError> {
        let mut secret = Secret::zeroed()?;
        let mut public = Box::new([0; KEM_PUBLIC_BYTES]);
        ffi::kem_seed_keypair(&mut public, secret.expose_mut(), seed.expose());
        Ok(Self {
            seed: secret,
            public: KemPublicKey(public),
        })
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> &KemPublicKey {
        &self.public
    }

    /// The shared secret that `ciphertext` carries. A changed ciphertext gives another secret and
    /// no error (implicit rejection); what is encrypted under it then does not open.
    ///
    /// # Errors
    /// [`SodiumError::Sealed`] when the X25519 half of the ciphertext is of small order.
    pub fn decapsulate(
        &self,
        ciphertext: &[u8; KEM_CIPHERTEXT_BYTES],
    ) -> Result<Zeroizing<[u8; 32]>, SodiumError> {
        let mut shared = Zeroizing::new([0; 32]);
        ffi::kem_decapsulate(&mut shared, ciphertext, self.seed.expose())?;
        Ok(shared)
    }
}

impl fmt::Debug for KemSecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KemSecretKey({:?})", self.public)
    }
}

#[cfg(test)]
mod tests {
    use consilium_types::SeededEntropy;
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;
    use crate::x25519::refused;

    fn key(number: u64) -> KemSecretKey {
        KemSecretKey::from_seed(&Secret::generate(&SeededEntropy::new(number)).unwrap()).unwrap()
    }

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()
    }

    /// draft-connolly-cfrg-xwing-kem-09, appendix C: seed, eseed, shared secret. The shared secret
    /// depends on every byte of key and ciphertext.
    const DRAFT: [[&str; 3]; 3] = [
        [
            "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
            "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
            "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
        ],
        [
            "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
            "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdefaee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
            "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
        ],
        [
            "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
            "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b",
            "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f",
        ],
    ];

    #[test]
    fn the_vectors_of_the_draft_are_met() {
        for [seed, eseed, expected] in DRAFT {
            let seed = Secret::from_array(Zeroizing::new(bytes(seed))).unwrap();
            let key = KemSecretKey::from_seed(&seed).unwrap();
            let (ciphertext, shared) = key.public().encapsulate_seeded(&bytes(eseed)).unwrap();
            assert_eq!(HEXLOWER.encode(&*shared), expected);
            let opened = key.decapsulate(ciphertext.as_bytes()).unwrap();
            assert_eq!(HEXLOWER.encode(&*opened), expected);
        }
    }

    #[test]
    fn chance_gives_another_ciphertext_and_secret_each_time() {
        let key = key(1);
        let imported = KemPublicKey::import(key.public().as_bytes()).unwrap();
        assert_eq!(&imported, key.public());
        let (first, first_shared) = imported.encapsulate().unwrap();
        let (second, second_shared) = imported.encapsulate().unwrap();
        assert_ne!(first, second);
        assert_ne!(first_shared, second_shared);
        assert_eq!(key.decapsulate(first.as_bytes()).unwrap(), first_shared);
        assert_eq!(key.decapsulate(second.as_bytes()).unwrap(), second_shared);
    }

    #[test]
    fn coefficients_that_are_not_canonical_are_refused() {
        let good = *key(2).public().as_bytes();
        // Two coefficients of twelve bits in each three bytes; 3329 is the modulus of ML-KEM.
        for coefficient in [3329_u16, 3330, 4095] {
            for pair in [0, 1, 191, 383] {
                let [low, high] = coefficient.to_le_bytes();
                let (mut first, mut second) = (good, good);
                first[pair * 3] = low;
                first[pair * 3 + 1] = (first[pair * 3 + 1] & 0xf0) | high;
                second[pair * 3 + 1] = (second[pair * 3 + 1] & 0x0f) | (low << 4);
                second[pair * 3 + 2] = (high << 4) | (low >> 4);
                for bad in [first, second] {
                    let refused = Err(SodiumError::BadPublicKey);
                    assert_eq!(KemPublicKey::import(&bad), refused);
                    let slipped_in = KemPublicKey::from_imported(&bad);
                    assert_eq!(
                        slipped_in.encapsulate().err(),
                        Some(SodiumError::BadPublicKey)
                    );
                }
            }
        }
        // The largest canonical coefficient is taken.
        let mut largest = good;
        largest[..3].copy_from_slice(&[0x00, 0x0d, 0xd0]);
        assert!(KemPublicKey::import(&largest).is_ok());
    }

    #[test]
    fn an_x25519_half_of_small_order_is_refused() {
        let mut bytes = *key(3).public().as_bytes();
        for encoding in refused::small_order() {
            bytes[KEM_PUBLIC_BYTES - 32..].copy_from_slice(&encoding);
            let imported = KemPublicKey::import(&bytes);
            assert_eq!(imported, Err(SodiumError::BadPublicKey), "{encoding:02x?}");
        }
    }

    #[test]
    fn a_ciphertext_whose_x25519_half_is_of_small_order_is_refused() {
        let key = key(4);
        let mut ciphertext = *key.public().encapsulate().unwrap().0.as_bytes();
        ciphertext[KEM_CIPHERTEXT_BYTES - 32..].fill(0);
        assert_eq!(key.decapsulate(&ciphertext), Err(SodiumError::Sealed));
    }

    #[test]
    fn keys_and_ciphertexts_print_at_most_four_public_bytes() {
        let key = key(5);
        let [a, b, c, d, ..] = *key.public().as_bytes();
        let public = format!("KemPublicKey({a:02x}{b:02x}{c:02x}{d:02x}..)");
        assert_eq!(format!("{key:?}"), format!("KemSecretKey({public})"));
        let (ciphertext, _) = key.public().encapsulate().unwrap();
        assert_eq!(format!("{ciphertext:?}"), "KemCiphertext(..)");
    }

    proptest! {
        #[test]
        fn a_changed_ciphertext_or_another_key_never_gives_the_secret(
            at in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let key = key(6);
            let (ciphertext, shared) = key.public().encapsulate().unwrap();
            prop_assert_eq!(&key.decapsulate(ciphertext.as_bytes()).unwrap(), &shared);
            let other = self::key(7).decapsulate(ciphertext.as_bytes()).unwrap();
            prop_assert_ne!(&other, &shared);
            let mut changed = *ciphertext.as_bytes();
            changed[at.index(KEM_CIPHERTEXT_BYTES)] ^= 1_u8 << bit;
            prop_assert_ne!(key.decapsulate(&changed), Ok(shared));
        }
    }
}
