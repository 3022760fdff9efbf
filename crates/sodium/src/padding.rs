//! Padding to whole blocks (`sodium_pad`, ISO/IEC 7816-4): 0x80, then zeros.

use crate::error::SodiumError;
use crate::ffi;

/// Largest block in bytes. The protocol's largest is 4,096 (protocol.md §6); the bound keeps a
/// wrong argument from taking all memory.
pub const BLOCK_MAX: usize = 1 << 20;

/// Pads `bytes` to the next whole number of blocks; at least one byte is added. When the vector
/// has to move, the old copy is zeroised.
///
/// # Errors
/// [`SodiumError::Padding`] when `block` is zero or above [`BLOCK_MAX`], or the length overflows.
pub fn pad(bytes: &mut Vec<u8>, block: usize) -> Result<(), SodiumError> {
    if block == 0 || block > BLOCK_MAX {
        return Err(SodiumError::Padding);
    }
    let length = bytes.len();
    let padded = length
        .checked_add(1)
        .and_then(|with_mark| with_mark.checked_next_multiple_of(block))
        .ok_or(SodiumError::Padding)?;
    if padded > bytes.capacity() {
        let mut moved = Vec::with_capacity(padded);
        moved.extend_from_slice(bytes);
        ffi::wipe(bytes);
        *bytes = moved;
    }
    bytes.resize(padded, 0);
    ffi::pad(bytes, length, block)
}

/// How many bytes of `padded` come before the padding. Only for bytes that an AEAD has
/// authenticated: what this answers about other bytes helps an attacker.
///
/// # Errors
/// [`SodiumError::Padding`] when `padded` is no whole number of blocks above zero or its last
/// block holds no padding.
pub fn unpad(padded: &[u8], block: usize) -> Result<usize, SodiumError> {
    if block == 0 || block > BLOCK_MAX || !padded.len().is_multiple_of(block) {
        return Err(SodiumError::Padding);
    }
    ffi::unpad(padded, block)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn padded(length: usize, block: usize) -> Vec<u8> {
        let mut bytes = vec![7; length];
        pad(&mut bytes, block).unwrap();
        bytes
    }

    #[test]
    fn at_least_one_byte_is_added_and_a_full_block_takes_another() {
        for (length, expected) in [(0, 512), (1, 512), (511, 512), (512, 1024), (513, 1024)] {
            let bytes = padded(length, 512);
            assert_eq!(bytes.len(), expected);
            assert!(bytes[..length].iter().all(|byte| *byte == 7));
            assert_eq!(bytes[length], 0x80);
            assert!(bytes[length + 1..].iter().all(|byte| *byte == 0));
            assert_eq!(unpad(&bytes, 512), Ok(length));
        }
    }

    #[test]
    fn a_vector_with_room_is_padded_in_place() {
        let mut bytes = Vec::with_capacity(512);
        bytes.extend_from_slice(b"text");
        let before = bytes.as_ptr();
        pad(&mut bytes, 512).unwrap();
        assert_eq!(bytes.as_ptr(), before);
    }

    #[test]
    fn malformed_padding_is_refused() {
        let mut no_mark = padded(100, 512);
        no_mark[100] = 0;
        no_mark[..100].fill(0);
        let mut other_mark = padded(100, 512);
        other_mark[100] = 0x81;
        let mut after_mark = padded(100, 512);
        after_mark[511] = 1;
        let mark_before_last_block = [padded(100, 512), vec![0; 512]].concat();
        for bytes in [no_mark, other_mark, after_mark, mark_before_last_block] {
            assert_eq!(unpad(&bytes, 512), Err(SodiumError::Padding));
        }
        assert_eq!(unpad(&[], 512), Err(SodiumError::Padding));
        assert_eq!(
            unpad(&padded(100, 512)[..511], 512),
            Err(SodiumError::Padding)
        );
        assert_eq!(
            unpad(&[&padded(100, 512)[..], &[0]].concat(), 512),
            Err(SodiumError::Padding)
        );
    }

    #[test]
    fn blocks_of_no_bytes_or_too_many_are_refused() {
        for block in [0, BLOCK_MAX + 1, usize::MAX] {
            let mut bytes = vec![7; 3];
            assert_eq!(pad(&mut bytes, block), Err(SodiumError::Padding));
            assert_eq!(bytes, [7; 3]);
            assert_eq!(unpad(&bytes, block), Err(SodiumError::Padding));
        }
    }

    proptest! {
        #[test]
        fn what_was_padded_unpads_to_itself(
            bytes in prop::collection::vec(any::<u8>(), 0..1200),
            block in 1_usize..700,
        ) {
            let mut long = bytes.clone();
            pad(&mut long, block).unwrap();
            prop_assert_eq!(long.len(), (bytes.len() / block + 1) * block);
            prop_assert_eq!(unpad(&long, block), Ok(bytes.len()));
            prop_assert_eq!(&long[..bytes.len()], bytes.as_slice());
        }

        #[test]
        fn unpadding_anything_answers_a_length_inside_or_an_error(
            bytes in prop::collection::vec(any::<u8>(), 0..1200),
            block in 0_usize..700,
        ) {
            if let Ok(length) = unpad(&bytes, block) {
                prop_assert!(length < bytes.len());
                prop_assert_eq!(bytes[length], 0x80);
            }
        }
    }
}
