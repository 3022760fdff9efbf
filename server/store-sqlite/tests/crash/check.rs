//! What a store must have after a kill.

use crate::account::{DEVICES, device, envelope, hour, open};
use consilium_store::{MailboxStore, OperationStore};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the killed processes were answered.
#[derive(Default)]
pub(crate) struct Answered {
    /// Device and position to the envelope's number.
    stored: BTreeMap<(u8, u64), u64>,
    acknowledged: BTreeMap<u8, u64>,
    /// Asked for; whether it was done is not known if no answer came.
    deleting: BTreeSet<(u8, u64)>,
    deleted: BTreeSet<(u8, u64)>,
    /// Hours up to which all was asked to go; none if nothing was.
    expiring: Option<u64>,
    /// Hours up to which all is gone, and some of it went.
    expired: Option<u64>,
    /// Highest position seen of each device.
    newest: BTreeMap<u8, u64>,
}

impl Answered {
    /// Takes a line of the process.
    pub(crate) fn note(&mut self, line: &str) {
        let words: Vec<_> = line.split(' ').collect();
        let [kind, to, sequence, number] = words.as_slice() else {
            panic!("half a line: {line:?}");
        };
        let to: u8 = to.parse().unwrap();
        let sequence: u64 = sequence.parse().unwrap();
        match *kind {
            "stored" => {
                let number = number.parse().unwrap();
                let before = self.stored.insert((to, sequence), number);
                assert_eq!(before, None, "position {sequence} of {to} given twice");
            }
            "acknowledged" => {
                self.acknowledged.insert(to, sequence);
            }
            "deleting" => {
                self.deleting.insert((to, sequence));
            }
            "deleted" => {
                self.deleted.insert((to, sequence));
            }
            "expiring" => self.expiring = self.expiring.max(Some(sequence)),
            "expired" => self.expired = self.expired.max(Some(sequence)),
            other => panic!("{other}"),
        }
    }

    /// Whether anything expired.
    pub(crate) const fn has_expired(&self) -> bool {
        self.expired.is_some()
    }

    /// How many envelopes were stored.
    pub(crate) fn rows(&self) -> u64 {
        u64::try_from(self.stored.len()).unwrap()
    }
}

/// Opens the store of a killed process and looks at all of it.
pub(crate) fn store(folder: &Path, answered: &mut Answered) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = open(folder);
        let (mut envelopes, mut unacknowledged) = (0, 0);
        for to in 0..DEVICES {
            let found = store.fetch(device(to), 0, usize::MAX).await.unwrap();
            let cursor = store.cursor(device(to)).await.unwrap();
            let rows: BTreeMap<_, _> = found
                .iter()
                .map(|row| (row.sequence, row.envelope.clone()))
                .collect();
            assert_eq!(rows.len(), found.len(), "a position twice");
            check_rows(answered, to, &rows);
            let newest = answered.newest.entry(to).or_default();
            let last = rows.keys().next_back().copied().unwrap_or_default();
            assert!(cursor.newest >= last.max(*newest));
            *newest = cursor.newest;
            let least = answered.acknowledged.get(&to).copied().unwrap_or_default();
            assert!(cursor.acknowledged >= least, "a cursor went back");
            envelopes += rows.len();
            unacknowledged += rows.range(cursor.acknowledged + 1..).count();
        }
        let counts = store.counts().await.unwrap();
        assert_eq!(counts.envelopes, u64::try_from(envelopes).unwrap());
        assert_eq!(
            counts.unacknowledged,
            u64::try_from(unacknowledged).unwrap()
        );
        store.close().await.unwrap();
    });
}

fn check_rows(answered: &mut Answered, to: u8, rows: &BTreeMap<u64, bytes::Bytes>) {
    for ((_, sequence), number) in answered.stored.range((to, 0)..=(to, u64::MAX)) {
        let may_be_gone = answered.deleting.contains(&(to, *sequence))
            || Some(hour(*number)) <= answered.expiring;
        match rows.get(sequence) {
            Some(found) => assert_eq!(*found, envelope(*number), "another envelope"),
            None => assert!(may_be_gone, "position {sequence} of {to} is lost"),
        }
    }
    for (_, sequence) in answered.deleted.range((to, 0)..=(to, u64::MAX)) {
        assert!(!rows.contains_key(sequence), "a deleted envelope came back");
    }
    // What was stored without an answer is whole too, and noted for the next time.
    for (sequence, found) in rows {
        let (head, _) = found.split_first_chunk().expect("a whole envelope");
        let number = u64::from_be_bytes(*head);
        assert_eq!(*found, envelope(number), "a half envelope");
        let is_expired = Some(hour(number)) <= answered.expired;
        assert!(!is_expired, "an expired envelope came back");
        answered.stored.insert((to, *sequence), number);
    }
}
