//! Records to test with: small numbers stand for people, devices and keys.

use super::Harness;
use crate::{
    Append, AppendOutcome, ArchiveRow, NewAccount, PrekeyRecord, Registered, RelayStore,
    StatementRecord,
};
use bytes::Bytes;
use consilium_types::limits::PREKEY_LIFE_MS;
use consilium_types::{
    AccountId, ArchiveId, DeviceId, EnvelopeId, PhoneNumber, PrekeyId, RecordId, StatementHash,
    Timestamp,
};
use std::sync::Arc;

/// A time to start from; not a full hour.
pub(super) const START: Timestamp = Timestamp(1_800_000_001_234);
/// A day.
pub(super) const DAY: u64 = Timestamp::DAY_MS;
/// An hour.
pub(super) const HOUR: u64 = Timestamp::HOUR_MS;

fn bytes<const N: usize>(kind: u8, numbers: &[u64]) -> [u8; N] {
    let mut out = [kind; N];
    let numbers = numbers.iter().flat_map(|number| number.to_be_bytes());
    // The last bytes of each number tell small ones apart; longer lists are mixed in.
    for (at, byte) in numbers.enumerate() {
        let to = &mut out[at % N];
        *to = to.wrapping_mul(31).wrapping_add(byte);
    }
    out
}

pub(super) fn account(number: u8) -> AccountId {
    AccountId::new([number; 16])
}

/// Devices of account 1 are by custom 10, 11 …, of account 2 20, 21 …
pub(super) fn device(number: u8) -> DeviceId {
    DeviceId::new([number; 16])
}

pub(super) fn device_pk(number: u8) -> [u8; 32] {
    [number; 32]
}

pub(super) fn phone(number: u8) -> PhoneNumber {
    PhoneNumber::parse(&format!("+31612345{number:03}")).unwrap()
}

pub(super) fn archive(number: u8) -> ArchiveId {
    ArchiveId::new([number; 16])
}

pub(super) fn record(number: u8) -> RecordId {
    RecordId::new([number; 16])
}

pub(super) fn row(number: u8, text: &str) -> ArchiveRow {
    ArchiveRow {
        record: record(number),
        envelope: Bytes::copy_from_slice(text.as_bytes()),
    }
}

/// A statement with the identity key of its account and epoch.
pub(super) fn statement(
    number: u8,
    epoch: u64,
    serial: u64,
    prev: StatementHash,
    devices: &[u8],
) -> StatementRecord {
    let mut numbers = vec![u64::from(number), epoch, serial];
    numbers.extend(devices.iter().map(|device| u64::from(*device)));
    let hash = bytes::<32>(b'h', &numbers);
    StatementRecord {
        account: account(number),
        epoch,
        serial,
        hash: StatementHash::new(hash),
        prev,
        statement: Bytes::copy_from_slice(&[b"statement ".as_slice(), &hash].concat()),
        identity_pk: bytes(b'i', &[u64::from(number), epoch]),
        devices: devices
            .iter()
            .map(|number| (device(*number), device_pk(*number)))
            .collect(),
    }
}

/// The prekey of a device made so many days after the start.
pub(super) fn prekey(number: u8, of: u8, day: u64) -> PrekeyRecord {
    let id = bytes(b'p', &[u64::from(of), day]);
    let not_before = START.plus(day * DAY);
    PrekeyRecord {
        account: account(number),
        device: device(of),
        prekey: PrekeyId::new(id),
        not_before,
        not_after: not_before.plus(PREKEY_LIFE_MS),
        standby_pk: bytes(b's', &[u64::from(of), day]),
        box_pk: bytes(b'b', &[u64::from(of), day]),
        statement: Bytes::copy_from_slice(&[b"prekey ".as_slice(), &id].concat()),
    }
}

/// A registration of an account with a first epoch, its number, and the first prekey of its first
/// device.
pub(super) fn registration(number: u8, devices: &[u8]) -> NewAccount {
    NewAccount {
        statement: statement(number, 1, 1, StatementHash::ZERO, devices),
        prekey: prekey(number, devices[0], 0),
        phone: phone(number),
    }
}

/// Registers an account with one device, or more that have no prekey yet.
pub(super) async fn register(store: &Arc<dyn RelayStore>, number: u8, devices: &[u8]) {
    let registered = store.register(registration(number, devices), START).await;
    assert_eq!(registered.unwrap(), Registered::Done);
}

/// A store with account 1 and its device 10.
pub(super) async fn with_one(harness: &mut dyn Harness) -> Arc<dyn RelayStore> {
    let store = harness.store();
    register(&store, 1, &[10]).await;
    store
}

/// A store with accounts 1 and 2 and their devices 10 and 20.
pub(super) async fn with_two(harness: &mut dyn Harness) -> Arc<dyn RelayStore> {
    let store = with_one(harness).await;
    register(&store, 2, &[20]).await;
    store
}

/// An envelope for the first prekey of a device; its id and text are its number.
pub(super) fn envelope(of: u8, number: u64) -> Append {
    Append {
        envelope_id: EnvelopeId::new(bytes(b'e', &[number, 0])),
        device: device(of),
        prekey: prekey(0, of, 0).prekey,
        envelope: text(number),
    }
}

/// What such an envelope holds.
pub(super) fn text(number: u64) -> Bytes {
    Bytes::from(format!("envelope {number}"))
}

/// Appends one envelope.
pub(super) async fn send(
    store: &Arc<dyn RelayStore>,
    append: Append,
    now: Timestamp,
) -> AppendOutcome {
    let outcomes = store.append(vec![append], now).await.unwrap();
    assert_eq!(outcomes.len(), 1);
    outcomes[0]
}

/// Appends envelopes of these numbers and expects all to be stored.
pub(super) async fn fill(
    store: &Arc<dyn RelayStore>,
    of: u8,
    numbers: impl IntoIterator<Item = u64>,
    now: Timestamp,
) {
    let batch = numbers.into_iter().map(|number| envelope(of, number));
    let outcomes = store.append(batch.collect(), now).await.unwrap();
    for outcome in outcomes {
        assert!(
            matches!(outcome, AppendOutcome::Stored { .. }),
            "{outcome:?}"
        );
    }
}

/// Positions in a mailbox.
pub(super) async fn positions(store: &Arc<dyn RelayStore>, of: u8) -> Vec<u64> {
    let fetched = store.fetch(device(of), 0, 10_000).await.unwrap();
    fetched.iter().map(|stored| stored.sequence).collect()
}

pub(super) const fn stored(sequence: u64) -> AppendOutcome {
    AppendOutcome::Stored { sequence }
}
