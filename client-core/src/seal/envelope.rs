//! The envelope (protocol §6): a signed content sealed to one device.
//!
//! ```text
//! (ct 1120, ss 32) = crypto_kem_xwing_enc(kem_pk)
//! k        = K(ss, envelope-key, ph ‖ ct)
//! inner    = ct ‖ AEAD(k, nonce 0²⁴, aad = S(envelope, ph), pad(signed))
//! envelope = u8 1 ‖ prekey id 16 ‖ crypto_box_seal(inner, box_pk)
//! ```

use std::fmt;

use consilium_sodium::{
    BoxPublicKey, Context, KemCiphertext, KemPublicKey, aead, k_once, s, seal_into,
    seal_with_ephemeral, sealed_box,
};
use consilium_statement::PrekeyStatement;
use consilium_types::limits::{ENVELOPE_OVERHEAD, ENVELOPE_SIZES, KEM_CIPHERTEXT};
use consilium_types::{PrekeyHash, PrekeyId};

use super::content::{Plaintext, Signed};
use super::error::{RejectReason, SealError};
use super::keys::PrekeySecret;
use super::padding::{padded, unpadded};
use super::verify::Claims;

/// The envelope version of this suite (protocol §6).
pub const ENVELOPE_VERSION: u8 = 1;
/// The envelope's key is used once, so that its nonce may be fixed (protocol §6).
const NONCE: [u8; 24] = [0; 24];
/// Version and prekey id.
const PREFIX: usize = 1 + PrekeyId::LEN;

/// An envelope of a size and version that envelopes have.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Checks size, then version.
    ///
    /// # Errors
    /// [`RejectReason::Size`], [`RejectReason::Version`].
    pub fn parse(bytes: &[u8]) -> Result<Self, RejectReason> {
        if !ENVELOPE_SIZES.contains(&bytes.len()) {
            return Err(RejectReason::Size);
        }
        if bytes.first() != Some(&ENVELOPE_VERSION) {
            return Err(RejectReason::Version);
        }
        Ok(Self(bytes.to_vec()))
    }

    /// Names the prekey it is sealed to.
    #[must_use]
    pub fn prekey_id(&self) -> PrekeyId {
        let id = self.0.get(1..PREFIX).and_then(PrekeyId::from_slice);
        id.unwrap_or(PrekeyId::new([0; PrekeyId::LEN]))
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, given away.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn sealed_box(&self) -> &[u8] {
        self.0.get(PREFIX..).unwrap_or_default()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Sealed({} bytes to {:?})",
            self.0.len(),
            self.prekey_id()
        )
    }
}

/// A content that opened and has a content's layout. Who made it is only claimed: it can be asked
/// for its [`Claims`], held, and given to [`super::verify`].
pub struct Unverified(Signed);

impl Unverified {
    /// Parses a held content, or any bytes.
    ///
    /// # Errors
    /// [`RejectReason::ContentVersion`], [`RejectReason::Layout`].
    pub fn parse(bytes: Plaintext) -> Result<Self, RejectReason> {
        Signed::parse(bytes).map(Self)
    }

    /// What it says about itself, to know whose statements to load. Never to be shown.
    #[must_use]
    pub const fn claims(&self) -> Claims {
        Claims::of(self.0.header())
    }

    /// The bytes, for holding it until what [`super::Need`] names is there.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(super) const fn signed(&self) -> &Signed {
        &self.0
    }

    pub(super) fn into_signed(self) -> Signed {
        self.0
    }
}

impl fmt::Debug for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unverified(..)")
    }
}

/// To whom: the public keys of a prekey or archive, and their hash.
#[derive(Clone, Copy)]
pub(super) struct Recipient<'a> {
    pub(super) hash: PrekeyHash,
    pub(super) box_key: &'a BoxPublicKey,
    pub(super) kem_key: &'a KemPublicKey,
}

impl<'a> Recipient<'a> {
    const fn of(prekey: &'a PrekeyStatement) -> Self {
        Self {
            hash: prekey.hash(),
            box_key: prekey.box_key(),
            kem_key: prekey.kem_key(),
        }
    }
}

/// The randomness of one envelope, for golden vectors only: whoever knows it can open the envelope.
pub struct Seeds {
    /// `crypto_box_seed_keypair` makes the ephemeral key of it.
    pub ephemeral: [u8; 32],
    /// The X-Wing draft's `eseed`.
    pub kem: [u8; 64],
}

/// Seals `signed` to one device. Whether the prekey may be used is decided before
/// ([`crate::prekey::accept_prekey`]).
///
/// # Errors
/// [`SealError::Sodium`] when the prekey's keys cannot be sealed to.
pub fn seal(signed: &Signed, to: &PrekeyStatement) -> Result<Sealed, SealError> {
    seal_to(signed, Recipient::of(to))
}

/// As [`seal`], with given randomness. For golden vectors only.
///
/// # Errors
/// As [`seal`].
pub fn seal_seeded(
    signed: &Signed,
    to: &PrekeyStatement,
    seeds: &Seeds,
) -> Result<Sealed, SealError> {
    let to = Recipient::of(to);
    let (ciphertext, shared) = to.kem_key.encapsulate_seeded(&seeds.kem)?;
    let inner = inner(signed, to.hash, &ciphertext, &shared)?;
    let mut envelope = prefix(to.hash, inner.len());
    let sealed = seal_with_ephemeral(to.box_key, &seeds.ephemeral, &inner)?;
    envelope.extend_from_slice(&sealed);
    Ok(Sealed(envelope))
}

pub(super) fn seal_to(signed: &Signed, to: Recipient<'_>) -> Result<Sealed, SealError> {
    let (ciphertext, shared) = to.kem_key.encapsulate()?;
    let inner = inner(signed, to.hash, &ciphertext, &shared)?;
    let mut envelope = prefix(to.hash, inner.len());
    seal_into(&mut envelope, to.box_key, &inner)?;
    Ok(Sealed(envelope))
}

fn prefix(hash: PrekeyHash, inner: usize) -> Vec<u8> {
    let mut envelope = Vec::with_capacity(inner.saturating_add(ENVELOPE_OVERHEAD));
    envelope.push(ENVELOPE_VERSION);
    envelope.extend_from_slice(hash.id().as_bytes());
    envelope
}

fn inner(
    signed: &Signed,
    hash: PrekeyHash,
    ciphertext: &KemCiphertext,
    shared: &[u8; 32],
) -> Result<Vec<u8>, SealError> {
    let bound: [&[u8]; 2] = [hash.as_bytes(), ciphertext.as_bytes()];
    let key = k_once(shared, Context::EnvelopeKey, &bound)?;
    let aad = s(Context::Envelope, hash.as_bytes());
    let text = padded(signed.as_bytes())?;
    let encrypted = aead::encrypt(&key, &NONCE, &aad, text.expose());
    let mut inner = Vec::with_capacity(KEM_CIPHERTEXT + encrypted.len());
    inner.extend_from_slice(ciphertext.as_bytes());
    inner.extend_from_slice(&encrypted);
    Ok(inner)
}

/// Opens an envelope (protocol §7.1): sealed box, decapsulation, AEAD, padding, exact parse.
///
/// # Errors
/// The [`RejectReason`] of the first check that fails.
pub fn open(envelope: &Sealed, secret: &PrekeySecret) -> Result<Unverified, RejectReason> {
    if envelope.prekey_id() != secret.hash.id() {
        return Err(RejectReason::UnknownPrekey);
    }
    let keys = &secret.keys;
    let inner = sealed_box::open(
        &keys.box_secret,
        &keys.box_secret.public(),
        envelope.sealed_box(),
    )
    .map_err(|_| RejectReason::Box)?;
    let (ciphertext, encrypted) = inner
        .split_first_chunk::<KEM_CIPHERTEXT>()
        .ok_or(RejectReason::Size)?;
    let shared = keys
        .kem_secret
        .decapsulate(ciphertext)
        .map_err(|_| RejectReason::Kem)?;
    let bound: [&[u8]; 2] = [secret.hash.as_bytes(), ciphertext];
    let key = k_once(&*shared, Context::EnvelopeKey, &bound).map_err(|_| RejectReason::Kem)?;
    let aad = s(Context::Envelope, secret.hash.as_bytes());
    let text = aead::decrypt(&key, &NONCE, &aad, encrypted).map_err(|_| RejectReason::Aead)?;
    Unverified::parse(unpadded(Plaintext::from_zeroizing(text))?)
}
