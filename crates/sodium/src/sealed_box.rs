//! Sealed boxes: X25519, XSalsa20-Poly1305, an ephemeral key for each (`crypto_box_seal`). The
//! sender cannot open what it sealed.

use std::fmt;

use crate::error::SodiumError;
use crate::ffi;
use crate::secret::Secret;
use crate::x25519;

/// Bytes by which a sealed box is longer than its content.
pub const SEAL_BYTES: usize = ffi::SEAL;

/// An X25519 public key to which sealing is known to work.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BoxPublicKey([u8; 32]);

impl BoxPublicKey {
    /// Checks a key that came from elsewhere: the encoding is the canonical one, and a trial seal
    /// works, which fails for every point of small order (protocol.md §2).
    ///
    /// # Errors
    /// [`SodiumError::BadPublicKey`] when it is not canonical or sealing to it fails.
    pub fn import(bytes: &[u8; 32]) -> Result<Self, SodiumError> {
        crate::init()?;
        if !x25519::is_canonical(bytes) {
            return Err(SodiumError::BadPublicKey);
        }
        let mut trial = [0; SEAL_BYTES];
        ffi::box_seal(&mut trial, &[], bytes)?;
        Ok(Self(*bytes))
    }

    /// A key that passed [`Self::import`] before and comes from our own database: no second trial.
    /// Sealing to a bad key fails all the same.
    #[must_use]
    pub const fn from_imported(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for BoxPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.0;
        write!(f, "BoxPublicKey({a:02x}{b:02x}{c:02x}{d:02x}..)")
    }
}

/// An X25519 secret key in guarded memory.
pub struct BoxSecretKey {
    secret: Secret<32>,
    public: BoxPublicKey,
}

impl BoxSecretKey {
    /// The key that `crypto_box_seed_keypair` makes of `seed`.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn from_seed(seed: &Secret<32>) -> Result<Self, SodiumError> {
        let mut secret = Secret::zeroed()?;
        let mut public = [0; 32];
        ffi::box_seed_keypair(&mut public, secret.expose_mut(), seed.expose());
        Ok(Self {
            secret,
            public: BoxPublicKey(public),
        })
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> BoxPublicKey {
        self.public
    }
}

impl fmt::Debug for BoxSecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BoxSecretKey({:?})", self.public)
    }
}

/// Seals `m` to `pk`: `m.len() + SEAL_BYTES` bytes.
///
/// # Errors
/// [`SodiumError::BadPublicKey`] when sealing to `pk` fails.
pub fn seal(pk: &BoxPublicKey, m: &[u8]) -> Result<Vec<u8>, SodiumError> {
    let mut out = Vec::new();
    seal_into(&mut out, pk, m)?;
    Ok(out)
}

/// Seals `m` to `pk` and appends the box to `out`; on failure `out` is as it was.
///
/// # Errors
/// [`SodiumError::BadPublicKey`] when sealing to `pk` fails.
pub fn seal_into(out: &mut Vec<u8>, pk: &BoxPublicKey, m: &[u8]) -> Result<(), SodiumError> {
    crate::init()?;
    append(out, m.len(), |sealed| ffi::box_seal(sealed, m, &pk.0))
}

/// Seals `m` to `pk` with the ephemeral key that `crypto_box_seed_keypair` makes of `eph_seed`:
/// `epk ‖ crypto_box_easy(m, BLAKE2b-192(epk ‖ pk), pk, esk)`, byte for byte what `crypto_box_seal`
/// would write for that key.
///
/// For golden vectors only, which must be the same everywhere: whoever knows the seed can open the
/// box.
///
/// # Errors
/// [`SodiumError::BadPublicKey`] when sealing to `pk` fails.
pub fn seal_with_ephemeral(
    pk: &BoxPublicKey,
    eph_seed: &[u8; 32],
    m: &[u8],
) -> Result<Vec<u8>, SodiumError> {
    let ephemeral = BoxSecretKey::from_seed(&Secret::from_slice(eph_seed)?)?;
    let nonce = ffi::seal_nonce(&ephemeral.public.0, &pk.0);
    let mut out = Vec::new();
    append(&mut out, m.len(), |sealed| {
        let (head, body) = sealed
            .split_first_chunk_mut::<32>()
            .ok_or(SodiumError::BadParameters)?;
        *head = ephemeral.public.0;
        ffi::box_easy(body, m, &nonce, &pk.0, ephemeral.secret.expose())
    })?;
    Ok(out)
}

/// Opens a box sealed to `pk`, the public half of `sk`.
///
/// # Errors
/// [`SodiumError::Sealed`] when it is not sealed to this key or was changed.
pub fn open(sk: &BoxSecretKey, pk: &BoxPublicKey, c: &[u8]) -> Result<Vec<u8>, SodiumError> {
    let length = c.len().checked_sub(SEAL_BYTES).ok_or(SodiumError::Sealed)?;
    let mut out = vec![0; length];
    ffi::box_seal_open(&mut out, c, &pk.0, sk.secret.expose())?;
    Ok(out)
}

/// Appends room for a box of `length` bytes and has it filled, or takes the room away again.
fn append(
    out: &mut Vec<u8>,
    length: usize,
    fill: impl FnOnce(&mut [u8]) -> Result<(), SodiumError>,
) -> Result<(), SodiumError> {
    let before = out.len();
    out.resize(before + length + SEAL_BYTES, 0);
    let room = out.get_mut(before..).ok_or(SodiumError::BadParameters)?;
    let filled = fill(room);
    if filled.is_err() {
        out.truncate(before);
    }
    filled
}

#[cfg(test)]
mod tests {
    use consilium_types::SeededEntropy;
    use proptest::prelude::*;

    use super::*;
    use crate::x25519::refused;

    fn key(number: u64) -> BoxSecretKey {
        BoxSecretKey::from_seed(&Secret::generate(&SeededEntropy::new(number)).unwrap()).unwrap()
    }

    #[test]
    fn encodings_of_small_order_are_refused() {
        for encoding in refused::small_order() {
            let imported = BoxPublicKey::import(&encoding);
            assert_eq!(imported, Err(SodiumError::BadPublicKey), "{encoding:02x?}");
        }
    }

    #[test]
    fn an_alias_of_a_good_key_is_refused() {
        let key = key(1).public();
        assert_eq!(BoxPublicKey::import(key.as_bytes()), Ok(key));
        let mut alias = *key.as_bytes();
        alias[31] |= 0x80;
        assert_eq!(BoxPublicKey::import(&alias), Err(SodiumError::BadPublicKey));
    }

    #[test]
    fn sealing_to_a_key_of_small_order_that_slipped_in_fails_and_leaves_nothing() {
        let bad = BoxPublicKey::from_imported([0; 32]);
        let mut out = b"before".to_vec();
        assert_eq!(
            seal_into(&mut out, &bad, b"text"),
            Err(SodiumError::BadPublicKey)
        );
        assert_eq!(out, b"before");
        assert_eq!(seal(&bad, b"text"), Err(SodiumError::BadPublicKey));
        let seeded = seal_with_ephemeral(&bad, &[1; 32], b"text");
        assert_eq!(seeded, Err(SodiumError::BadPublicKey));
    }

    #[test]
    fn a_box_is_appended_after_what_is_there() {
        let key = key(2);
        let mut out = b"head".to_vec();
        seal_into(&mut out, &key.public(), b"text").unwrap();
        assert_eq!(&out[..4], b"head");
        assert_eq!(open(&key, &key.public(), &out[4..]).unwrap(), b"text");
    }

    #[test]
    fn a_given_ephemeral_key_gives_the_same_box_and_chance_another() {
        let key = key(3);
        let first = seal_with_ephemeral(&key.public(), &[1; 32], b"text").unwrap();
        let again = seal_with_ephemeral(&key.public(), &[1; 32], b"text").unwrap();
        let other = seal_with_ephemeral(&key.public(), &[2; 32], b"text").unwrap();
        assert_eq!(first, again);
        assert_ne!(first, other);
        let ephemeral = BoxSecretKey::from_seed(&Secret::from_slice(&[1; 32]).unwrap()).unwrap();
        assert_eq!(&first[..32], ephemeral.public().as_bytes());
        let chance = || seal(&key.public(), b"text").unwrap();
        assert_ne!(chance(), chance());
    }

    #[test]
    fn every_length_below_the_overhead_is_refused() {
        let key = key(4);
        for length in 0..SEAL_BYTES {
            let opened = open(&key, &key.public(), &vec![0; length]);
            assert_eq!(opened, Err(SodiumError::Sealed));
        }
    }

    #[test]
    fn keys_print_at_most_four_public_bytes() {
        let key = key(5);
        let [a, b, c, d, ..] = *key.public().as_bytes();
        let public = format!("BoxPublicKey({a:02x}{b:02x}{c:02x}{d:02x}..)");
        assert_eq!(format!("{:?}", key.public()), public);
        assert_eq!(format!("{key:?}"), format!("BoxSecretKey({public})"));
    }

    proptest! {
        #[test]
        fn a_box_opens_for_its_key_only_and_unchanged_only(
            m in prop::collection::vec(any::<u8>(), 0..600),
            seed in any::<[u8; 32]>(),
            at in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let key = BoxSecretKey::from_seed(&Secret::from_slice(&seed).unwrap()).unwrap();
            let other = self::key(6);
            let seeded = seal_with_ephemeral(&key.public(), &[8; 32], &m).unwrap();
            for c in [seal(&key.public(), &m).unwrap(), seeded] {
                prop_assert_eq!(c.len(), m.len() + SEAL_BYTES);
                prop_assert_eq!(&open(&key, &key.public(), &c).unwrap(), &m);

                let refused = Err(SodiumError::Sealed);
                prop_assert_eq!(&open(&other, &other.public(), &c), &refused);
                prop_assert_eq!(&open(&key, &other.public(), &c), &refused);
                prop_assert_eq!(&open(&key, &key.public(), &c[..c.len() - 1]), &refused);
                let mut changed = c.clone();
                let at = at.index(c.len());
                // The top bit of the ephemeral key is no part of its value, but of the nonce.
                changed[at] ^= 1_u8 << bit;
                prop_assert_eq!(&open(&key, &key.public(), &changed), &refused);
            }
        }
    }
}
