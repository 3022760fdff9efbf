//! The account whose devices get mail, and what their mail is.

use bytes::Bytes;
use consilium_sodium::Secret;
use consilium_store::{
    Append, NewAccount, PrekeyRecord, PrekeyStore, PutPrekey, Registered, RelayStore,
    StatementRecord,
};
use consilium_store_sqlite::{Options, Pieces, SqliteStore};
use consilium_types::limits::{ENVELOPE_SIZES, PREKEY_LIFE_MS};
use consilium_types::{
    AccountId, DeviceId, EnvelopeId, PhoneNumber, PrekeyId, StatementHash, Timestamp,
};
use std::path::Path;
use std::sync::Arc;

pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000_000);
/// Devices that get mail at the same time.
pub(crate) const DEVICES: u8 = 8;

pub(crate) fn device(number: u8) -> DeviceId {
    DeviceId::new([number; 16])
}

fn prekey(number: u8) -> PrekeyRecord {
    PrekeyRecord {
        account: AccountId::new([99; 16]),
        device: device(number),
        prekey: PrekeyId::new([number; 16]),
        not_before: NOW,
        not_after: NOW.plus(PREKEY_LIFE_MS),
        standby_pk: [number; 32],
        box_pk: [number; 32],
        statement: Bytes::from(vec![number; 1400]),
    }
}

/// Sizes so small that merges, sweeps and checkpoints are always under way.
pub(crate) fn open(folder: &Path) -> Arc<SqliteStore> {
    let options = Options {
        merge_rows: 60,
        recent_bytes: 100_000,
        checkpoint_bytes: 500_000,
        pieces: Pieces {
            rows: 3,
            mailboxes: 1,
            index_entries: 5,
            sweep_at: 1,
        },
        ..Options::default()
    };
    let key = Secret::from_slice(&[7; 32]).unwrap();
    SqliteStore::open(&folder.join("relay.db"), &key, options).unwrap()
}

/// Registers the account, with a prekey for each device.
pub(crate) fn make(folder: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = open(folder);
        let devices = (0..DEVICES).map(|number| (device(number), [number; 32]));
        let new = NewAccount {
            statement: StatementRecord {
                account: AccountId::new([99; 16]),
                epoch: 1,
                serial: 1,
                hash: StatementHash::new([1; 32]),
                prev: StatementHash::ZERO,
                statement: Bytes::from_static(b"statement"),
                identity_pk: [99; 32],
                devices: devices.collect(),
            },
            prekey: prekey(0),
            phone: PhoneNumber::parse("+31612345678").unwrap(),
        };
        let store: Arc<dyn RelayStore> = store;
        let registered = store.register(new, NOW).await.unwrap();
        assert_eq!(registered, Registered::Done);
        for number in 1..DEVICES {
            let put = PrekeyStore::put_prekey(&*store, prekey(number), NOW).await;
            assert_eq!(put.unwrap(), PutPrekey::Stored);
        }
        store.close().await.unwrap();
    });
}

/// Hours of one life of the process.
const HOURS: u64 = 16;
/// Envelopes that a device gets in an hour.
pub(crate) const IN_AN_HOUR: u64 = 16;

/// The number of a device's `count`th envelope in a life; no number is used twice.
pub(crate) fn number(life: u64, to: u8, count: u64) -> u64 {
    (life << 40) | (u64::from(to) << 32) | count
}

/// The hour, from [`NOW`] on, in which an envelope arrives. Devices do not go through the hours at
/// the same time: hours go back, as with a clock that is set.
pub(crate) fn hour(number: u64) -> u64 {
    let count = number & u64::from(u32::MAX);
    (number >> 40) * HOURS + (count / IN_AN_HOUR).min(HOURS - 1)
}

/// The same as a time.
pub(crate) fn at(hour: u64) -> Timestamp {
    NOW.plus(hour * Timestamp::HOUR_MS)
}

/// The last hour of which everything may go when an envelope arrives: none of this life.
pub(crate) fn due(number: u64) -> Option<u64> {
    hour(number).checked_sub(HOURS + HOURS / 2)
}

/// The envelope of a number: its bytes follow from it, so that any other byte is noticed.
pub(crate) fn envelope(number: u64) -> Bytes {
    let size = ENVELOPE_SIZES[usize::try_from(number % 4).unwrap()];
    let words = (0..).map(|at: u64| {
        let word = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(at);
        word.wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(29)
    });
    let mut bytes = number.to_be_bytes().to_vec();
    bytes.extend(words.flat_map(u64::to_be_bytes).take(size - bytes.len()));
    Bytes::from(bytes)
}

/// That envelope for a device.
pub(crate) fn append(to: u8, number: u64) -> Append {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    Append {
        envelope_id: EnvelopeId::new(id),
        device: device(to),
        prekey: PrekeyId::new([to; 16]),
        envelope: envelope(number),
    }
}
