//! The relay's own rows.

use super::Harness;
use super::fixture::*;
use crate::{ClockMark, Quota, RelayStore, StoreError, TokenHash, TokenScope};
use consilium_types::Timestamp;
use std::sync::Arc;

const LIMIT: u32 = 100;

async fn take(store: &Arc<dyn RelayStore>, number: u8, amount: u32, now: Timestamp) -> Quota {
    let taken = store.take_discovery_quota(account(number), amount, LIMIT, now);
    taken.await.unwrap()
}

pub(super) async fn quota_is_counted_by_day_and_account(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert_eq!(take(&store, 1, 60, START).await, Quota::Granted);
    let left = Quota::Exceeded { left: 40 };
    assert_eq!(take(&store, 1, 41, START).await, left);
    assert_eq!(take(&store, 2, 100, START).await, Quota::Granted);
    drop(store);
    h.restart().await;
    let store = h.store();
    assert_eq!(take(&store, 1, 41, START).await, left);
    assert_eq!(take(&store, 1, 40, START).await, Quota::Granted);
    let none = Quota::Exceeded { left: 0 };
    assert_eq!(take(&store, 1, 1, START).await, none);
    assert_eq!(take(&store, 1, 0, START).await, Quota::Granted);
    // The day is that of the calendar in UTC.
    let midnight = Timestamp((START.0 / DAY + 1) * DAY);
    assert_eq!(take(&store, 1, 1, midnight.minus(1)).await, none);
    assert_eq!(take(&store, 1, 100, midnight).await, Quota::Granted);
    assert_eq!(take(&store, 1, 1, midnight).await, none);
    assert_eq!(take(&store, 9, 1, START).await, none);
}

pub(super) async fn the_clock_mark_is_the_last_one_set(h: &mut dyn Harness) {
    let store = h.store();
    assert_eq!(store.clock_mark().await.unwrap(), None);
    let mut mark = ClockMark {
        wall: START,
        boot: [3; 16],
        boot_ms: 77,
        held: false,
    };
    for held in [false, true] {
        mark.held = held;
        mark.boot_ms += 1;
        store.set_clock_mark(mark).await.unwrap();
        assert_eq!(store.clock_mark().await.unwrap(), Some(mark));
    }
    drop(store);
    h.restart().await;
    assert_eq!(h.store().clock_mark().await.unwrap(), Some(mark));
}

pub(super) async fn counts_add_up(h: &mut dyn Harness) {
    let store = h.store();
    register(&store, 1, &[10, 11]).await;
    register(&store, 2, &[20]).await;
    fill(&store, 10, 1..=5, START).await;
    fill(&store, 20, 6..=7, START).await;
    store.acknowledge(device(10), 2).await.unwrap();
    let rows = vec![row(1, "a"), row(2, "b")];
    let _ = store.archive_put(account(1), archive(1), rows).await;
    let token = store.put_token(
        TokenHash([1; 32]),
        device(10),
        TokenScope::Device,
        START.plus(HOUR),
    );
    assert!(token.await.unwrap());
    drop(store);
    for restarted in [false, true] {
        if restarted {
            h.restart().await;
        }
        let counts = h.store().counts().await.unwrap();
        assert_eq!((counts.accounts, counts.devices), (2, 3));
        assert_eq!((counts.envelopes, counts.unacknowledged), (7, 5));
        assert_eq!((counts.archive_records, counts.tokens), (2, 1));
    }
}

pub(super) async fn a_check_reaches_the_disk(h: &mut dyn Harness) {
    let store = h.store();
    for _ in 0..3 {
        store.check().await.unwrap();
    }
}

pub(super) async fn a_closed_store_answers_unavailable(h: &mut dyn Harness) {
    let store = with_one(h).await;
    store.close().await.unwrap();
    store.close().await.unwrap();
    let sent = store.append(vec![envelope(10, 1)], START).await;
    assert!(matches!(sent, Err(StoreError::Unavailable(_))));
    let fetched = store.fetch(device(10), 0, 1).await;
    assert!(matches!(fetched, Err(StoreError::Unavailable(_))));
    let known = store.account(account(1)).await;
    assert!(matches!(known, Err(StoreError::Unavailable(_))));
    assert!(matches!(
        store.check().await,
        Err(StoreError::Unavailable(_))
    ));
    let token = store.token(TokenHash([1; 32]), START).await;
    assert!(matches!(token, Err(StoreError::Unavailable(_))));
    drop(store);
    h.restart().await;
    assert!(h.store().device(device(10)).await.unwrap().is_some());
}
