//! The system's randomness.

use consilium_types::Entropy;

use crate::ffi;

/// Randomness from the operating system, through libsodium. It cannot fail: without a working random
/// source the process ends, as libsodium ends it when a source stops working.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, out: &mut [u8]) {
        if crate::init().is_err() {
            std::process::abort();
        }
        ffi::random(out);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_fills_are_the_same_and_all_bytes_are_reached() {
        let mut seen = HashSet::new();
        let mut reached = [false; 32];
        for _ in 0..1000 {
            let mut bytes = [0; 32];
            SystemEntropy.fill(&mut bytes);
            for (reached, byte) in reached.iter_mut().zip(bytes) {
                *reached |= byte != 0;
            }
            assert!(seen.insert(bytes));
        }
        assert_eq!(reached, [true; 32]);
        SystemEntropy.fill(&mut []);
    }
}
