//! Counter and predecessor of one sender device in one conversation (protocol §6, §7.7): what is
//! missing shows as a gap and closes when it comes; two contents for one place are a fork.

use consilium_types::MessageHash;

/// Gaps up to this long get a row for each missing content; of a longer one the oldest share a row,
/// so that a hostile counter cannot fill the database.
const SINGLE_GAPS: u64 = 64;

/// How far a sender device has come in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Lowest counter that arrived: nothing before it is missed.
    pub base: u64,
    /// Highest counter that arrived.
    pub newest: u64,
    /// The content of that counter.
    pub newest_hash: MessageHash,
}

/// Missing contents, `first..=last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// First missing counter.
    pub first: u64,
    /// Last missing counter, not below `first`.
    pub last: u64,
}

impl Gap {
    /// How many are missing.
    pub const fn missing(self) -> u64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

/// What is remembered around the place of a content.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// The chain; none for the first content of the device here.
    pub chain: Option<Chain>,
    /// A content that has this very place.
    pub here: Option<MessageHash>,
    /// The content before it.
    pub before: Option<MessageHash>,
    /// What the content after it names as its predecessor.
    pub after: Option<MessageHash>,
    /// The gap that it lies in.
    pub gap: Option<Gap>,
}

/// A content's place, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The chain from now on.
    pub chain: Chain,
    /// Another content has this place, or a neighbour names another one: shown with a mark, changes
    /// nothing else.
    pub fork: bool,
    /// This gap is gone.
    pub closed: Option<Gap>,
    /// These are new.
    pub opened: Vec<Gap>,
}

/// Finds the place of a content that was not seen before.
pub fn place(around: &Around, counter: u64, prev: MessageHash, hash: MessageHash) -> Placement {
    let first = Chain {
        base: counter,
        newest: counter,
        newest_hash: hash,
    };
    let Some(chain) = around.chain else {
        return Placement {
            chain: first,
            fork: false,
            closed: None,
            opened: Vec::new(),
        };
    };
    let contradicts = around.before.is_some_and(|before| before != prev)
        || around.after.is_some_and(|after| after != hash);
    let stay = |fork| Placement {
        chain,
        fork,
        closed: None,
        opened: Vec::new(),
    };
    if around.here.is_some() {
        return stay(true);
    }
    if counter > chain.newest {
        let unexpected = counter.checked_sub(1) == Some(chain.newest) && prev != chain.newest_hash;
        return Placement {
            chain: Chain {
                newest: counter,
                newest_hash: hash,
                ..chain
            },
            fork: contradicts || unexpected,
            closed: None,
            opened: between(chain.newest, counter),
        };
    }
    if counter < chain.base {
        return Placement {
            chain: Chain {
                base: counter,
                ..chain
            },
            fork: contradicts,
            closed: None,
            opened: between(counter, chain.base),
        };
    }
    match around.gap {
        Some(gap) => Placement {
            chain,
            fork: contradicts,
            closed: Some(gap),
            opened: split(gap, counter),
        },
        // Its gap was declined with its request, or its place was taken over 62 days ago.
        None => stay(contradicts),
    }
}

/// What lies between two contents, as gaps.
fn between(lower: u64, upper: u64) -> Vec<Gap> {
    let (Some(first), Some(last)) = (lower.checked_add(1), upper.checked_sub(1)) else {
        return Vec::new();
    };
    rows(first, last)
}

/// What stays of a gap around a content that came.
fn split(gap: Gap, counter: u64) -> Vec<Gap> {
    let lower = counter.checked_sub(1).map(|last| (gap.first, last));
    let upper = counter.checked_add(1).map(|first| (first, gap.last));
    [lower, upper]
        .into_iter()
        .flatten()
        .filter(|(first, last)| first <= last)
        .map(|(first, last)| Gap { first, last })
        .collect()
}

fn rows(first: u64, last: u64) -> Vec<Gap> {
    if first > last {
        return Vec::new();
    }
    let singles_from = first.max(last.saturating_sub(SINGLE_GAPS.saturating_sub(1)));
    let shared = (first < singles_from).then(|| Gap {
        first,
        last: singles_from.saturating_sub(1),
    });
    let singles = (singles_from..=last).map(|counter| Gap {
        first: counter,
        last: counter,
    });
    shared.into_iter().chain(singles).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn hash(counter: u64) -> MessageHash {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&counter.to_be_bytes());
        MessageHash::new(bytes)
    }

    fn prev(counter: u64) -> MessageHash {
        if counter == 1 {
            MessageHash::ZERO
        } else {
            hash(counter - 1)
        }
    }

    /// What a database keeps of a chain.
    #[derive(Default)]
    struct Memory {
        chain: Option<Chain>,
        links: BTreeMap<u64, (MessageHash, MessageHash)>,
        gaps: BTreeSet<Gap>,
    }

    impl Memory {
        fn around(&self, counter: u64) -> Around {
            Around {
                chain: self.chain,
                here: self.links.get(&counter).map(|link| link.0),
                before: self.links.get(&counter.wrapping_sub(1)).map(|link| link.0),
                after: self.links.get(&counter.wrapping_add(1)).map(|link| link.1),
                gap: self
                    .gaps
                    .iter()
                    .copied()
                    .find(|gap| (gap.first..=gap.last).contains(&counter)),
            }
        }

        fn receive(&mut self, counter: u64, prev: MessageHash, hash: MessageHash) -> Placement {
            let placement = place(&self.around(counter), counter, prev, hash);
            self.chain = Some(placement.chain);
            if let Some(closed) = placement.closed {
                assert!(self.gaps.remove(&closed));
            }
            self.gaps.extend(placement.opened.iter().copied());
            self.links.entry(counter).or_insert((hash, prev));
            placement
        }

        fn missing(&self) -> BTreeSet<u64> {
            self.gaps
                .iter()
                .flat_map(|gap| gap.first..=gap.last)
                .collect()
        }
    }

    #[test]
    fn the_first_content_of_a_device_sets_the_base() {
        let mut memory = Memory::default();
        let placement = memory.receive(57, prev(57), hash(57));
        assert_eq!((placement.fork, placement.opened.len()), (false, 0));
        assert_eq!(memory.chain.map(|chain| chain.base), Some(57));
    }

    #[test]
    fn another_content_for_a_known_counter_is_a_fork() {
        let mut memory = Memory::default();
        memory.receive(1, prev(1), hash(1));
        let placement = memory.receive(1, MessageHash::ZERO, hash(99));
        assert!(placement.fork);
        assert_eq!(memory.chain.map(|chain| chain.newest_hash), Some(hash(1)));
    }

    #[test]
    fn a_content_that_names_another_predecessor_is_a_fork() {
        let mut memory = Memory::default();
        memory.receive(1, prev(1), hash(1));
        assert!(memory.receive(2, hash(99), hash(2)).fork);
        let mut memory = Memory::default();
        memory.receive(1, prev(1), hash(1));
        memory.receive(3, prev(3), hash(3));
        assert!(
            memory.receive(2, prev(2), hash(98)).fork,
            "3 names another 2"
        );
    }

    #[test]
    fn a_counter_from_far_away_opens_a_bounded_number_of_rows() {
        let mut memory = Memory::default();
        memory.receive(1, prev(1), hash(1));
        memory.receive(u64::MAX, prev(u64::MAX), hash(u64::MAX));
        assert_eq!(memory.gaps.len(), 65);
        memory.receive(1 << 40, prev(1 << 40), hash(1 << 40));
        assert_eq!(memory.gaps.len(), 66);
    }

    proptest! {
        #[test]
        fn whatever_is_dropped_or_reordered_each_missing_counter_is_one_gap(
            start in 1_u64..1000,
            order in Just((0_u64..60).collect::<Vec<_>>()).prop_shuffle(),
            keep in 1_usize..60,
        ) {
            let mut memory = Memory::default();
            let arrived: BTreeSet<u64> = order.iter().take(keep).map(|n| start + n).collect();
            for counter in order.iter().take(keep).map(|n| start + n) {
                prop_assert!(!memory.receive(counter, prev(counter), hash(counter)).fork);
            }
            let (low, high) = (*arrived.first().unwrap(), *arrived.last().unwrap());
            let expected: BTreeSet<u64> = (low..=high).filter(|n| !arrived.contains(n)).collect();
            prop_assert_eq!(memory.gaps.len(), expected.len(), "one row each");
            prop_assert_eq!(memory.missing(), expected);
            let chain = memory.chain.unwrap();
            prop_assert_eq!((chain.base, chain.newest, chain.newest_hash), (low, high, hash(high)));
            for counter in (low..=high).filter(|n| !arrived.contains(n)) {
                memory.receive(counter, prev(counter), hash(counter));
            }
            prop_assert!(memory.gaps.is_empty());
        }

        #[test]
        fn any_counters_keep_gaps_disjoint_and_never_panic(
            counters in prop::collection::vec(prop_oneof![any::<u64>(), 0_u64..200], 1..60),
        ) {
            let mut memory = Memory::default();
            for counter in counters {
                memory.receive(counter, hash(counter.wrapping_sub(1)), hash(counter));
                let gaps: Vec<Gap> = memory.gaps.iter().copied().collect();
                prop_assert!(gaps.iter().all(|gap| gap.first <= gap.last));
                prop_assert!(gaps.windows(2).all(|pair| pair[0].last < pair[1].first));
                prop_assert!(gaps.iter().all(|gap| memory.links.range(gap.first..=gap.last).next().is_none()));
            }
        }
    }
}
