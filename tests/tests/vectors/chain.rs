//! Gaps, fills and forks.

use std::collections::{BTreeMap, BTreeSet};

use consilium_client::conversation::chain::{Around, Chain, Gap, place};
use consilium_types::MessageHash;
use serde::Deserialize;

use crate::load::{Hex, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    arrivals: Vec<Arrival>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arrival {
    counter: u64,
    prev: Hex,
    hash: Hex,
    fork: bool,
    base: u64,
    newest: u64,
    newest_hash: Hex,
    missing: Vec<(u64, u64)>,
}

/// What a device keeps of a chain.
#[derive(Default)]
struct Memory {
    chain: Option<Chain>,
    links: BTreeMap<u64, (MessageHash, MessageHash)>,
    gaps: BTreeSet<Gap>,
}

impl Memory {
    fn around(&self, counter: u64) -> Around {
        let link = |counter: Option<u64>| counter.and_then(|counter| self.links.get(&counter));
        let mut gaps = self.gaps.iter().copied();
        Around {
            chain: self.chain,
            here: link(Some(counter)).map(|link| link.0),
            before: link(counter.checked_sub(1)).map(|link| link.0),
            after: link(counter.checked_add(1)).map(|link| link.1),
            gap: gaps.find(|gap| (gap.first..=gap.last).contains(&counter)),
        }
    }

    /// Whether it is one side of a fork.
    fn arrive(&mut self, counter: u64, prev: MessageHash, hash: MessageHash) -> bool {
        let placement = place(&self.around(counter), counter, prev, hash);
        self.chain = Some(placement.chain);
        if let Some(closed) = placement.closed {
            assert!(self.gaps.remove(&closed));
        }
        self.gaps.extend(placement.opened);
        self.links.entry(counter).or_insert((hash, prev));
        placement.fork
    }

    /// The gaps, those that touch joined: how many rows show them is a matter of display.
    fn missing(&self) -> Vec<(u64, u64)> {
        let mut joined: Vec<(u64, u64)> = Vec::new();
        for gap in &self.gaps {
            match joined.last_mut() {
                Some(last) if last.1 + 1 == gap.first => last.1 = gap.last,
                _ => joined.push((gap.first, gap.last)),
            }
        }
        joined
    }
}

#[test]
fn gaps_fills_and_forks_are_found_as_the_vectors_say() {
    let file: File = load("chain");
    for case in &file.cases {
        let mut memory = Memory::default();
        for (at, step) in case.arrivals.iter().enumerate() {
            let name = format!("{}, arrival {at}", case.name);
            let hash = |bytes: &Hex| MessageHash::new(bytes.array());
            let fork = memory.arrive(step.counter, hash(&step.prev), hash(&step.hash));
            assert_eq!(fork, step.fork, "{name}");
            let chain = memory.chain.unwrap();
            assert_eq!(
                (chain.base, chain.newest),
                (step.base, step.newest),
                "{name}"
            );
            assert_eq!(chain.newest_hash, hash(&step.newest_hash), "{name}");
            assert_eq!(memory.missing(), step.missing, "{name}");
        }
    }
}
