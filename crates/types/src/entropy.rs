//! Randomness as an argument. The system's generator is in the sodium crate.

use std::sync::Mutex;

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills `out`.
    fn fill(&self, out: &mut [u8]);
}

impl dyn Entropy + '_ {
    /// `N` random bytes.
    pub fn array<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }

    /// Uniform in `0..bound` (0 for a bound of 0); the bias of the modulus is below 2⁻³².
    pub fn below(&self, bound: u32) -> u32 {
        let wide = u64::from_le_bytes(self.array());
        let reduced = wide.checked_rem(u64::from(bound)).unwrap_or_default();
        u32::try_from(reduced).unwrap_or_default()
    }
}

/// Repeatable bytes for tests and simulations; **not** random (SplitMix64).
pub struct SeededEntropy(Mutex<u64>);

impl SeededEntropy {
    /// The same seed gives the same bytes.
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, out: &mut [u8]) {
        let mut state = match self.0.lock() {
            Ok(state) => state,
            Err(poisoned) => poisoned.into_inner(),
        };
        for chunk in out.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            for (to, from) in chunk.iter_mut().zip(z.to_le_bytes()) {
                *to = from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
        let bytes = |seed| {
            let source = SeededEntropy::new(seed);
            (&source as &dyn Entropy).array::<33>()
        };
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1), bytes(2));
    }

    #[test]
    fn below_stays_below() {
        let source = SeededEntropy::new(3);
        let source: &dyn Entropy = &source;
        assert!((0..1000).all(|_| source.below(7) < 7));
        assert_eq!(source.below(0), 0);
    }
}
