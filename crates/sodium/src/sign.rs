//! `Sign(sk, ctx, m)`: Ed25519 of `S(ctx, m)`. libsodium's verifier is the only one, in every
//! language, so that no two clients disagree about a signature.

use std::fmt;

use consilium_types::Entropy;
use sodiumoxide::crypto::sign as oxide;

use crate::context::{Context, s_parts};
use crate::error::SodiumError;
use crate::ffi;
use crate::secret::Secret;

/// An Ed25519 public key that passed `crypto_core_ed25519_is_valid_point`: canonical, on the main
/// subgroup, not of small order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// Checks and takes a key that came from elsewhere.
    ///
    /// # Errors
    /// [`SodiumError::BadPublicKey`] when it is not a valid point.
    pub fn import(bytes: &[u8; 32]) -> Result<Self, SodiumError> {
        crate::init()?;
        if ffi::is_valid_point(bytes) {
            Ok(Self(*bytes))
        } else {
            Err(SodiumError::BadPublicKey)
        }
    }

    /// A key that passed [`Self::import`] before and comes from our own database: not checked again.
    #[must_use]
    pub const fn from_imported(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Checks the signature of `S(ctx, concatenated parts)`.
    ///
    /// # Errors
    /// [`SodiumError::BadSignature`] when it is not this key's for these bytes, or not canonical.
    pub fn verify(
        &self,
        ctx: Context,
        parts: &[&[u8]],
        sig: &Signature,
    ) -> Result<(), SodiumError> {
        let mut message = s_parts(ctx, parts);
        let valid = self.verifies(&message, sig);
        ffi::wipe(&mut message);
        if valid {
            Ok(())
        } else {
            Err(SodiumError::BadSignature)
        }
    }

    fn verifies(&self, message: &[u8], sig: &Signature) -> bool {
        oxide::Signature::from_bytes(&sig.0)
            .is_ok_and(|sig| oxide::verify_detached(&sig, message, &oxide::PublicKey(self.0)))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.0;
        write!(f, "VerifyingKey({a:02x}{b:02x}{c:02x}{d:02x}..)")
    }
}

/// An Ed25519 signature; whether it is valid shows only in [`VerifyingKey::verify`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature([u8; 64]);

impl Signature {
    /// Takes the 64 bytes as they are.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The 64 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// An Ed25519 signing key in guarded memory.
pub struct SigningKey {
    secret: Secret<64>,
    public: VerifyingKey,
}

impl SigningKey {
    /// The key whose RFC 8032 private key is `seed`.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn from_seed(seed: &Secret<32>) -> Result<Self, SodiumError> {
        let mut secret = Secret::zeroed()?;
        let mut public = [0; 32];
        ffi::sign_seed_keypair(&mut public, secret.expose_mut(), seed.expose());
        Ok(Self {
            secret,
            public: VerifyingKey(public),
        })
    }

    /// A new key.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, SodiumError> {
        Self::from_seed(&Secret::generate(entropy)?)
    }

    /// The seed, for the vault.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn seed(&self) -> Result<Secret<32>, SodiumError> {
        let mut seed = Secret::zeroed()?;
        ffi::sign_seed(seed.expose_mut(), self.secret.expose());
        Ok(seed)
    }

    /// The public half.
    #[must_use]
    pub const fn verifying_key(&self) -> VerifyingKey {
        self.public
    }

    /// Signs `S(ctx, concatenated parts)`.
    #[must_use]
    pub fn sign(&self, ctx: Context, parts: &[&[u8]]) -> Signature {
        let mut signature = [0; 64];
        let mut message = s_parts(ctx, parts);
        ffi::sign_detached(&mut signature, &message, self.secret.expose());
        ffi::wipe(&mut message);
        Signature(signature)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({:?})", self.public)
    }
}

#[cfg(test)]
mod tests {
    use consilium_types::SeededEntropy;
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()
    }

    fn key(seed: [u8; 32]) -> SigningKey {
        SigningKey::from_seed(&Secret::from_slice(&seed).unwrap()).unwrap()
    }

    /// RFC 8032 §7.1, tests 1 to 3: seed, public key, message, signature.
    const RFC_8032: [[&str; 4]; 3] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ],
    ];

    #[test]
    fn the_vectors_of_rfc_8032_are_met() {
        for [seed, public, message, signature] in RFC_8032 {
            let key = key(bytes(seed));
            let message = HEXLOWER.decode(message.as_bytes()).unwrap();
            let mut made = [0; 64];
            ffi::sign_detached(&mut made, &message, key.secret.expose());
            assert_eq!(HEXLOWER.encode(key.verifying_key().as_bytes()), public);
            assert_eq!(HEXLOWER.encode(&made), signature);
            assert!(key.verifying_key().verifies(&message, &Signature(made)));
            let imported = VerifyingKey::import(&bytes(public)).unwrap();
            assert_eq!(imported, key.verifying_key());
        }
    }

    /// All encodings of the eight points of small order, computed from the curve equation; six of
    /// the fourteen are not canonical.
    const SMALL_ORDER: [&str; 14] = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    #[test]
    fn keys_of_small_order_are_refused() {
        for encoding in SMALL_ORDER {
            let refused = VerifyingKey::import(&bytes(encoding));
            assert_eq!(refused, Err(SodiumError::BadPublicKey), "{encoding}");
        }
    }

    #[test]
    fn keys_that_are_not_canonical_are_refused() {
        // y = p + n for every n below 19 whose y is on the curve and not of small order.
        for n in [3, 4, 5, 6, 9, 10, 14, 15, 16, 18] {
            let mut encoding = [0xff; 32];
            encoding[0] = 0xed + n;
            for sign in [0x7f, 0xff] {
                encoding[31] = sign;
                assert_eq!(
                    VerifyingKey::import(&encoding),
                    Err(SodiumError::BadPublicKey)
                );
            }
        }
    }

    #[test]
    fn keys_off_the_curve_or_off_its_main_subgroup_are_refused() {
        let not_on_curve = "0200000000000000000000000000000000000000000000000000000000000000";
        // The base point plus a point of order 8, and plus the one of order 2.
        let order_8 = "98519eadf35b995233b51b5cd23e9cc5a28b639b5a4af0ec903cb960d81b7819";
        let order_2 = "9599999999999999999999999999999999999999999999999999999999999999";
        for encoding in [not_on_curve, order_8, order_2] {
            let refused = VerifyingKey::import(&bytes(encoding));
            assert_eq!(refused, Err(SodiumError::BadPublicKey), "{encoding}");
        }
    }

    #[test]
    fn a_key_of_small_order_that_slipped_in_verifies_nothing() {
        for encoding in SMALL_ORDER {
            let key = VerifyingKey::from_imported(bytes(encoding));
            // R = the key, S = 0: what a verifier without the check takes for some messages.
            let mut forged = [0; 64];
            forged[..32].copy_from_slice(key.as_bytes());
            for message in 0..16_u8 {
                let verified = key.verify(Context::Content, &[&[message]], &Signature(forged));
                assert_eq!(verified, Err(SodiumError::BadSignature));
            }
        }
    }

    #[test]
    fn a_signature_with_s_at_or_above_the_group_order_is_refused() {
        let key = key([5; 32]);
        let order: [u8; 32] =
            bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        let signature = key.sign(Context::Content, &[b"m"]);
        let mut more = *signature.as_bytes();
        // S + n·L names the same scalar; it stays below 2²⁵⁶ for n up to 14.
        for _ in 0..14 {
            let mut carry = 0;
            for (byte, add) in more[32..].iter_mut().zip(order) {
                let sum = u16::from(*byte) + u16::from(add) + carry;
                *byte = sum as u8;
                carry = sum >> 8;
            }
            assert_eq!(carry, 0);
            let verified = key
                .verifying_key()
                .verify(Context::Content, &[b"m"], &Signature(more));
            assert_eq!(verified, Err(SodiumError::BadSignature));
        }
    }

    #[test]
    fn a_key_comes_back_from_its_seed() {
        let entropy = SeededEntropy::new(1);
        let key = SigningKey::generate(&entropy).unwrap();
        let again = SigningKey::from_seed(&key.seed().unwrap()).unwrap();
        assert_eq!(key.verifying_key(), again.verifying_key());
        let other = SigningKey::generate(&entropy).unwrap();
        assert_ne!(key.verifying_key(), other.verifying_key());
    }

    #[test]
    fn keys_and_signatures_print_at_most_four_public_bytes() {
        let key = key(bytes(RFC_8032[0][0]));
        assert_eq!(
            format!("{:?}", key.verifying_key()),
            "VerifyingKey(d75a9801..)"
        );
        assert_eq!(format!("{key:?}"), "SigningKey(VerifyingKey(d75a9801..))");
        assert_eq!(
            format!("{:?}", key.sign(Context::Root, &[])),
            "Signature(..)"
        );
    }

    proptest! {
        #[test]
        fn a_signature_holds_for_its_key_context_and_bytes_only(
            seed in any::<[u8; 32]>(),
            m in prop::collection::vec(any::<u8>(), 1..600),
            at in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let key = key(seed);
            let (a, b) = m.split_at(at.index(m.len()));
            let signature = key.sign(Context::Content, &[a, b]);
            let verify = |ctx, m: &[u8], signature: &Signature| {
                key.verifying_key().verify(ctx, &[m], signature)
            };
            prop_assert_eq!(verify(Context::Content, &m, &signature), Ok(()));

            let refused = Err(SodiumError::BadSignature);
            for ctx in Context::ALL.iter().filter(|ctx| **ctx != Context::Content) {
                prop_assert_eq!(verify(*ctx, &m, &signature), refused);
            }
            let mut changed = m.clone();
            changed[at.index(m.len())] ^= 1_u8 << bit;
            prop_assert_eq!(verify(Context::Content, &changed, &signature), refused);
            let mut changed = *signature.as_bytes();
            changed[at.index(64)] ^= 1_u8 << bit;
            prop_assert_eq!(verify(Context::Content, &m, &Signature::from_bytes(changed)), refused);
            let other = SigningKey::generate(&SeededEntropy::new(1)).unwrap().verifying_key();
            prop_assert_eq!(other.verify(Context::Content, &[&m], &signature), refused);
        }
    }
}
