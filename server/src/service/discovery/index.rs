//! Hash sets of the numbers that can be found, one a scheme.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use consilium_proto::convert::discovery::to_wire;
use consilium_types::{AccountId, DiscoveryHash, DiscoveryScheme, PhoneNumber};
use hmac::{Hmac, Mac};
use sha1::{Digest, Sha1};

/// The published key (R11): domain separation, not a secret.
const PUBLISHED_KEY: [u8; 10] = [0xEE, 0xDA, 0xAC, 0x20, 0x7F, 0xC6, 0xBA, 0x08, 0x72, 0x7C];

/// The hash of a number: the first 8 bytes of SHA-1, or of HMAC-SHA-1 under the published key.
pub fn hash(scheme: DiscoveryScheme, phone: &PhoneNumber) -> DiscoveryHash {
    let number = phone.expose().as_bytes();
    let full = match scheme {
        DiscoveryScheme::Sha1 => Sha1::digest(number),
        DiscoveryScheme::HmacSha1 => match <Hmac<Sha1> as Mac>::new_from_slice(&PUBLISHED_KEY) {
            Ok(mac) => mac.chain_update(number).finalize().into_bytes(),
            // HMAC takes keys of any length.
            Err(_) => return DiscoveryHash([0; 8]),
        },
    };
    let mut hash = [0; 8];
    for (to, from) in hash.iter_mut().zip(full) {
        *to = from;
    }
    DiscoveryHash(hash)
}

/// Who can be found, by hash.
#[derive(Default)]
pub struct Index {
    sha1: Set,
    hmac: Set,
    accounts: HashMap<AccountId, [u64; 2]>,
}

impl Index {
    /// An account can be found by this number.
    pub fn insert(&mut self, account: AccountId, phone: &PhoneNumber) {
        let sha1 = to_wire(hash(DiscoveryScheme::Sha1, phone));
        let hmac = to_wire(hash(DiscoveryScheme::HmacSha1, phone));
        self.remove(account);
        self.sha1.insert(sha1, account);
        self.hmac.insert(hmac, account);
        self.accounts.insert(account, [sha1, hmac]);
    }

    /// An account cannot be found.
    pub fn remove(&mut self, account: AccountId) {
        if let Some([sha1, hmac]) = self.accounts.remove(&account) {
            self.sha1.remove(sha1, account);
            self.hmac.remove(hmac, account);
        }
    }

    /// Those of `hashes` that are known, with their accounts.
    pub fn find(&self, scheme: DiscoveryScheme, hashes: &[u64]) -> Vec<(u64, AccountId)> {
        let set = match scheme {
            DiscoveryScheme::Sha1 => &self.sha1,
            DiscoveryScheme::HmacSha1 => &self.hmac,
        };
        hashes
            .iter()
            .flat_map(|hash| set.get(*hash).map(|account| (*hash, account)))
            .collect()
    }
}

/// A hash to its account. That two numbers share 64 bits is expected 377 times among all numbers of
/// the world (L38): the second lies apart.
#[derive(Default)]
struct Set {
    first: HashMap<u64, AccountId>,
    doubles: Vec<(u64, AccountId)>,
}

impl Set {
    fn insert(&mut self, hash: u64, account: AccountId) {
        match self.first.entry(hash) {
            Entry::Occupied(_) => self.doubles.push((hash, account)),
            Entry::Vacant(vacant) => {
                vacant.insert(account);
            }
        }
    }

    fn remove(&mut self, hash: u64, account: AccountId) {
        self.doubles.retain(|double| *double != (hash, account));
        if self.first.get(&hash) == Some(&account) {
            self.first.remove(&hash);
            if let Some(at) = self.doubles.iter().position(|(double, _)| *double == hash) {
                let (_, next) = self.doubles.swap_remove(at);
                self.first.insert(hash, next);
            }
        }
    }

    fn get(&self, hash: u64) -> impl Iterator<Item = AccountId> {
        let first = self.first.get(&hash).copied();
        let known = first.is_some();
        let doubles = self
            .doubles
            .iter()
            .filter(move |(double, _)| known && *double == hash)
            .map(|(_, account)| *account);
        first.into_iter().chain(doubles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text).unwrap()
    }

    // The values of protocol §11.
    #[test]
    fn both_schemes_give_the_published_hashes() {
        let number = phone("+31612345678");
        let hex = |scheme| consilium_types::ids::to_hex(&hash(scheme, &number).0);
        assert_eq!(hex(DiscoveryScheme::HmacSha1), "4d414062a4b82bb4");
        assert_eq!(hex(DiscoveryScheme::Sha1), "21a6dd65b4a55f50");
    }

    #[test]
    fn an_account_is_found_by_either_scheme_until_it_leaves() {
        let mut index = Index::default();
        let (a, b) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        index.insert(a, &phone("+31612345678"));
        index.insert(b, &phone("+31687654321"));
        for scheme in [DiscoveryScheme::Sha1, DiscoveryScheme::HmacSha1] {
            let asked = [
                to_wire(hash(scheme, &phone("+31612345678"))),
                to_wire(hash(scheme, &phone("+31600000000"))),
            ];
            assert_eq!(index.find(scheme, &asked), [(asked[0], a)]);
        }
        let other = DiscoveryScheme::Sha1;
        let hmac = to_wire(hash(DiscoveryScheme::HmacSha1, &phone("+31612345678")));
        assert_eq!(index.find(other, &[hmac]), []);
        index.remove(a);
        assert_eq!(index.find(DiscoveryScheme::HmacSha1, &[hmac]), []);
    }

    #[test]
    fn numbers_that_share_a_hash_are_both_found() {
        let mut set = Set::default();
        let (a, b) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        set.insert(7, a);
        set.insert(7, b);
        assert_eq!(set.get(7).collect::<Vec<_>>(), [a, b]);
        set.remove(7, a);
        assert_eq!(set.get(7).collect::<Vec<_>>(), [b]);
        set.remove(7, b);
        assert_eq!(set.get(7).count(), 0);
    }
}
