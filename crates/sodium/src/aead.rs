//! `AEAD(k, n, aad, m)`: XChaCha20-Poly1305-IETF, the 16-byte tag after the ciphertext.

use zeroize::Zeroizing;

use crate::error::SodiumError;
use crate::ffi;

/// Bytes by which a ciphertext is longer than its plaintext.
pub const TAG_BYTES: usize = ffi::AEAD_TAG;

/// Encrypts `m` under `key` and `nonce`, binding `aad`. A key may meet a nonce only once.
#[must_use]
pub fn encrypt(key: &[u8; 32], nonce: &[u8; 24], aad: &[u8], m: &[u8]) -> Vec<u8> {
    ffi::aead_encrypt(m, aad, nonce, key)
}

/// Decrypts what [`encrypt`] made; the plaintext is zeroised when dropped.
///
/// # Errors
/// [`SodiumError::Sealed`] when key, nonce, associated data or ciphertext is not the one.
pub fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; 24],
    aad: &[u8],
    c: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SodiumError> {
    let length = c.len().checked_sub(TAG_BYTES).ok_or(SodiumError::Sealed)?;
    let mut out = Zeroizing::new(vec![0; length]);
    ffi::aead_decrypt(&mut out, c, aad, nonce, key)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    fn counting<const N: usize>(from: u8) -> [u8; N] {
        std::array::from_fn(|at| from + at as u8)
    }

    // draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn the_vector_of_the_draft_is_met() {
        let text = b"Ladies and Gentlemen of the class of '99: If I could offer you \
            only one tip for the future, sunscreen would be it.";
        let aad = HEXLOWER.decode(b"50515253c0c1c2c3c4c5c6c7").unwrap();
        let (key, nonce) = (counting(0x80), counting(0x40));
        let expected = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
            731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945\
            b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13\
            b52ec0875924c1c7987947deafd8780acf49";
        let sealed = encrypt(&key, &nonce, &aad, text);
        assert_eq!(HEXLOWER.encode(&sealed), expected);
        assert_eq!(
            decrypt(&key, &nonce, &aad, &sealed).unwrap().as_slice(),
            text
        );
    }

    #[test]
    fn every_length_below_the_tag_is_refused() {
        for length in 0..TAG_BYTES {
            let opened = decrypt(&[0; 32], &[0; 24], b"", &vec![0; length]);
            assert_eq!(opened, Err(SodiumError::Sealed));
        }
    }

    fn flipped(bytes: &[u8], bit: &prop::sample::Index) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    }

    proptest! {
        #[test]
        fn what_was_encrypted_decrypts_and_any_flipped_bit_does_not(
            key in any::<[u8; 32]>(),
            nonce in any::<[u8; 24]>(),
            aad in prop::collection::vec(any::<u8>(), 1..64),
            m in prop::collection::vec(any::<u8>(), 0..600),
            bit in any::<prop::sample::Index>(),
        ) {
            let c = encrypt(&key, &nonce, &aad, &m);
            prop_assert_eq!(c.len(), m.len() + TAG_BYTES);
            prop_assert_eq!(&*decrypt(&key, &nonce, &aad, &c).unwrap(), &m);

            let refused = Err(SodiumError::Sealed);
            let other_key = flipped(&key, &bit).try_into().unwrap();
            prop_assert_eq!(&decrypt(&other_key, &nonce, &aad, &c), &refused);
            let other_nonce = flipped(&nonce, &bit).try_into().unwrap();
            prop_assert_eq!(&decrypt(&key, &other_nonce, &aad, &c), &refused);
            prop_assert_eq!(&decrypt(&key, &nonce, &flipped(&aad, &bit), &c), &refused);
            prop_assert_eq!(&decrypt(&key, &nonce, &aad, &flipped(&c, &bit)), &refused);
            prop_assert_eq!(&decrypt(&key, &nonce, &aad, &c[..c.len() - 1]), &refused);
        }
    }
}
