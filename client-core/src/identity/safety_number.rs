//! The safety number (protocol §15): 60 digits that two people compare.

use std::fmt;

use consilium_sodium::{Context, VerifyingKey, d};
use consilium_statement::id::account_id;

/// Groups of an account, and of both.
const ONE: usize = 6;
const BOTH: usize = 2 * ONE;

/// The safety number of two accounts: twelve groups of five digits, the same from both ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SafetyNumber([u32; BOTH]);

impl SafetyNumber {
    /// The twelve groups, five digits each.
    #[must_use]
    pub fn groups(&self) -> [String; BOTH] {
        self.0.map(|group| format!("{group:05}"))
    }

    /// The 60 digits, without spaces.
    #[must_use]
    pub fn digits(&self) -> String {
        self.groups().concat()
    }
}

impl fmt::Display for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.groups().join(" "))
    }
}

impl fmt::Debug for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SafetyNumber(..)")
    }
}

/// The number of the accounts with these root keys, lower account id first. It stays when
/// identity keys and devices change, and changes with either root key.
#[must_use]
pub fn safety_number(one: &VerifyingKey, other: &VerifyingKey) -> SafetyNumber {
    let (lower, higher) = if account_id(one) <= account_id(other) {
        (one, other)
    } else {
        (other, one)
    };
    let mut groups = [0; BOTH];
    let both = half(lower).into_iter().chain(half(higher));
    for (place, group) in groups.iter_mut().zip(both) {
        *place = group;
    }
    SafetyNumber(groups)
}

/// Bytes 5i to 5i + 4 of `D(safety, account id ‖ root_pk)` as u40 modulo 100,000.
fn half(root: &VerifyingKey) -> [u32; ONE] {
    let account = account_id(root);
    let hash = d(Context::Safety, &[account.as_bytes(), root.as_bytes()]);
    let mut groups = [0; ONE];
    for (group, five) in groups.iter_mut().zip(hash.chunks_exact(5)) {
        *group = five
            .iter()
            .fold(0, |value, byte| (value * 256 + u32::from(*byte)) % 100_000);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::{Secret, SigningKey};
    use proptest::prelude::*;

    fn root(seed: [u8; 32]) -> VerifyingKey {
        let seed = Secret::from_slice(&seed).unwrap();
        SigningKey::from_seed(&seed).unwrap().verifying_key()
    }

    // Python: hashlib.blake2b and int.from_bytes(…, "big") % 100000, over the public keys of the
    // seeds 01…01 and 02…02.
    #[test]
    fn the_number_is_what_another_implementation_gives() {
        let number = safety_number(&root([1; 32]), &root([2; 32]));
        let expected = "64271 28334 48874 28553 76035 44206 33589 10063 87529 19041 18783 76844";
        assert_eq!(number.to_string(), expected);
        assert_eq!(number.digits(), expected.replace(' ', ""));
        assert_eq!(format!("{number:?}"), "SafetyNumber(..)");
    }

    proptest! {
        #[test]
        fn both_ends_see_the_same_sixty_digits_and_others_see_others(
            a: [u8; 32],
            b: [u8; 32],
            c: [u8; 32],
        ) {
            prop_assume!(a != b && b != c);
            let (a, b, c) = (root(a), root(b), root(c));
            let number = safety_number(&a, &b);
            prop_assert_eq!(number, safety_number(&b, &a));
            prop_assert_eq!(number.digits().len(), 60);
            prop_assert!(number.digits().bytes().all(|digit| digit.is_ascii_digit()));
            prop_assert_ne!(safety_number(&a, &c), number);
        }
    }
}
