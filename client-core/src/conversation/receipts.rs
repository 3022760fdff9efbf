//! Receipts (protocol §7): batched, only to accepted contacts, only for what a person sees.

use super::changes::Receipt;
use super::payload::{self, Encoded, MAX_RECEIPTS};
use consilium_types::MessageHash;

/// The payloads that carry these receipts, each with the receipts it carries. A message that was
/// read needs no receipt of its delivery.
pub fn batches(due: &[(MessageHash, Receipt)]) -> Vec<(Encoded, Vec<(MessageHash, Receipt)>)> {
    let read = |hash: &MessageHash| due.contains(&(*hash, Receipt::Read));
    due.chunks(MAX_RECEIPTS)
        .map(|chunk| {
            let of = |kind: Receipt| chunk.iter().filter(move |entry| entry.1 == kind);
            let reads: Vec<MessageHash> = of(Receipt::Read).map(|entry| entry.0).collect();
            let delivered: Vec<MessageHash> = of(Receipt::Delivered)
                .map(|entry| entry.0)
                .filter(|hash| !read(hash))
                .collect();
            (payload::encode_receipts(&delivered, &reads), chunk.to_vec())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::payload::Payload;
    use super::*;
    use crate::seal::Kind;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn every_receipt_is_carried_once_unless_reading_says_it_already(
            due in prop::collection::btree_set((any::<u8>(), any::<bool>()), 0..400),
        ) {
            let due: Vec<_> = due
                .into_iter()
                .map(|(seed, read)| {
                    let kind = if read { Receipt::Read } else { Receipt::Delivered };
                    (MessageHash::new([seed; 32]), kind)
                })
                .collect();
            let mut carried = Vec::new();
            let mut covered = Vec::new();
            for (payload, entries) in batches(&due) {
                let Payload::Receipts { delivered, read } = Payload::parse(Kind::Receipts, &payload) else {
                    return Err(TestCaseError::fail("not receipts"));
                };
                carried.extend(delivered.into_iter().map(|hash| (hash, Receipt::Delivered)));
                carried.extend(read.into_iter().map(|hash| (hash, Receipt::Read)));
                covered.extend(entries);
            }
            prop_assert_eq!(&covered, &due);
            let unique: BTreeSet<_> = carried.iter().copied().collect();
            prop_assert_eq!(unique.len(), carried.len());
            for (hash, kind) in &due {
                let read = (*hash, Receipt::Read);
                prop_assert!(unique.contains(&(*hash, *kind)) || (*kind == Receipt::Delivered && due.contains(&read)));
            }
        }
    }
}
