//! Padding to the four sizes of protocol §6.

use consilium_sodium::{pad, unpad};
use consilium_types::limits::PADDED_SIZES;

use super::content::Plaintext;
use super::error::{RejectReason, SealError};

/// The smallest size that holds `length` bytes and the padding's own byte.
fn bucket(length: usize) -> Option<usize> {
    PADDED_SIZES.into_iter().find(|size| length < *size)
}

/// A copy of `bytes`, padded. Bytes from a [`super::Signed`] always fit.
pub(super) fn padded(bytes: &[u8]) -> Result<Plaintext, SealError> {
    let too_long = SealError::PayloadTooLong {
        count: bytes.len(),
        limit: PADDED_SIZES.into_iter().max().map_or(0, |size| size - 1),
    };
    let size = bucket(bytes.len()).ok_or(too_long)?;
    let mut out = Vec::with_capacity(size);
    out.extend_from_slice(bytes);
    pad(&mut out, size)?;
    Ok(Plaintext::new(out))
}

/// Takes the padding off what an AEAD has authenticated.
pub(super) fn unpadded(mut plaintext: Plaintext) -> Result<Plaintext, RejectReason> {
    let size = plaintext.expose().len();
    let length = unpad(plaintext.expose(), size).map_err(|_| RejectReason::Padding)?;
    plaintext.truncate(length);
    Ok(plaintext)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_edges_of_every_size_are_met() {
        let sizes = [
            (0, 512),
            (511, 512),
            (512, 1024),
            (1023, 1024),
            (1024, 2048),
            (2047, 2048),
            (2048, 4096),
            (4095, 4096),
        ];
        for (length, size) in sizes {
            assert_eq!(padded(&vec![1; length]).unwrap().expose().len(), size);
        }
        let refused = padded(&[1; 4096]).unwrap_err();
        let expected = SealError::PayloadTooLong {
            count: 4096,
            limit: 4095,
        };
        assert_eq!(refused, expected);
    }

    #[test]
    fn padding_without_its_mark_is_refused() {
        for bytes in [vec![0; 512], vec![1; 512], Vec::new()] {
            let refused = unpadded(Plaintext::new(bytes)).unwrap_err();
            assert_eq!(refused, RejectReason::Padding);
        }
    }

    proptest! {
        #[test]
        fn what_was_padded_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
            let long = padded(&bytes).unwrap();
            prop_assert!(PADDED_SIZES.contains(&long.expose().len()));
            let short = unpadded(long).unwrap();
            prop_assert_eq!(short.expose(), bytes.as_slice());
        }
    }
}
