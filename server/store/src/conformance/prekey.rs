//! Prekeys.

use super::Harness;
use super::fixture::*;
use crate::{PrekeyRecord, PutPrekey, PutStatement, RelayStore};
use bytes::Bytes;
use consilium_types::Timestamp;
use consilium_types::limits::{PREKEY_GRACE_MS, PREKEY_LIFE_MS};
use std::sync::Arc;

async fn put(store: &Arc<dyn RelayStore>, prekey: PrekeyRecord, now: Timestamp) -> PutPrekey {
    store.put_prekey(prekey, now).await.unwrap()
}

async fn served(store: &Arc<dyn RelayStore>, number: u8) -> Vec<Bytes> {
    store.newest_prekeys(&[account(number)]).await.unwrap()
}

pub(super) async fn the_newest_prekey_is_served(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let next = prekey(1, 10, 1);
    assert_eq!(put(&store, next.clone(), START).await, PutPrekey::Stored);
    assert_eq!(served(&store, 1).await, [next.statement]);
}

pub(super) async fn a_retry_of_the_newest_prekey_is_the_same(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let first = prekey(1, 10, 0);
    assert_eq!(put(&store, first.clone(), START).await, PutPrekey::Same);
    let next = prekey(1, 10, 1);
    assert_eq!(put(&store, next.clone(), START).await, PutPrekey::Stored);
    let later = START.plus(2 * DAY);
    assert_eq!(put(&store, next, later).await, PutPrekey::Same);
    assert_eq!(put(&store, first, later).await, PutPrekey::NotNewer);
}

pub(super) async fn a_prekey_that_is_not_newer_is_refused(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let mut as_old = prekey(1, 10, 1);
    as_old.not_before = START;
    let mut older = prekey(1, 10, 1);
    older.not_before = START.minus(1);
    for wrong in [as_old, older] {
        assert_eq!(put(&store, wrong, START).await, PutPrekey::NotNewer);
    }
    assert_eq!(served(&store, 1).await, [prekey(1, 10, 0).statement]);
}

pub(super) async fn a_known_box_key_is_refused(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let mut theirs = prekey(1, 10, 1);
    theirs.box_pk = prekey(2, 20, 0).box_pk;
    let mut own = prekey(1, 10, 1);
    own.box_pk = prekey(1, 10, 0).box_pk;
    for wrong in [theirs, own] {
        assert_eq!(put(&store, wrong, START).await, PutPrekey::DuplicateKey);
    }
    assert_eq!(served(&store, 1).await, [prekey(1, 10, 0).statement]);
    // A replaced prekey is known too.
    let next = prekey(1, 10, 1);
    assert_eq!(put(&store, next, START).await, PutPrekey::Stored);
    let mut replaced = prekey(2, 20, 1);
    replaced.box_pk = prekey(1, 10, 0).box_pk;
    let before_the_end = START.plus(PREKEY_LIFE_MS - 1);
    let refused = put(&store, replaced, before_the_end).await;
    assert_eq!(refused, PutPrekey::DuplicateKey);
}

pub(super) async fn a_box_key_is_free_once_its_validity_is_over_and_forgotten(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let end = START.plus(PREKEY_LIFE_MS);
    let mut again = prekey(2, 20, 40);
    again.box_pk = prekey(1, 10, 0).box_pk;
    assert_eq!(
        put(&store, again.clone(), end).await,
        PutPrekey::DuplicateKey
    );
    let next = prekey(1, 10, 30);
    assert_eq!(put(&store, next, end).await, PutPrekey::Stored);
    assert_eq!(put(&store, again, end).await, PutPrekey::Stored);
}

pub(super) async fn a_prekey_of_an_unknown_or_foreign_device_is_refused(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let unknown = prekey(1, 11, 1);
    let foreign = prekey(1, 20, 1);
    for wrong in [unknown, foreign] {
        assert_eq!(put(&store, wrong, START).await, PutPrekey::UnknownDevice);
    }
    let first = registration(1, &[10]).statement;
    let next = statement(1, 1, 2, first.hash, &[11]);
    let stored = store.put_statement(next, START).await.unwrap();
    assert_eq!(stored, PutStatement::Stored);
    let removed = prekey(1, 10, 1);
    assert_eq!(put(&store, removed, START).await, PutPrekey::UnknownDevice);
    // Its box keys went with it.
    let mut heir = prekey(1, 11, 1);
    heir.box_pk = prekey(1, 10, 0).box_pk;
    assert_eq!(put(&store, heir, START).await, PutPrekey::Stored);
}

pub(super) async fn prekeys_come_by_account_and_device(h: &mut dyn Harness) {
    let store = h.store();
    register(&store, 1, &[10, 11, 12]).await;
    register(&store, 2, &[20]).await;
    assert_eq!(
        put(&store, prekey(1, 12, 0), START).await,
        PutPrekey::Stored
    );
    let asked = [account(2), account(9), account(1)];
    let found = store.newest_prekeys(&asked).await.unwrap();
    let expected = [prekey(2, 20, 0), prekey(1, 10, 0), prekey(1, 12, 0)];
    assert_eq!(found, expected.map(|prekey| prekey.statement));
    assert!(store.newest_prekeys(&[]).await.unwrap().is_empty());
}

pub(super) async fn the_standby_key_is_that_of_the_newest_prekey(h: &mut dyn Harness) {
    let store = with_one(h).await;
    for day in 0..3 {
        let next = prekey(1, 10, day);
        let expected = next.standby_pk;
        let _ = put(&store, next, START).await;
        let known = store.device(device(10)).await.unwrap().unwrap();
        assert_eq!(known.standby_pk, Some(expected));
    }
}

pub(super) async fn prekeys_survive_a_restart(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let next = prekey(1, 10, 1);
    assert_eq!(put(&store, next.clone(), START).await, PutPrekey::Stored);
    drop(store);
    h.restart().await;
    let store = h.store();
    assert_eq!(
        served(&store, 1).await,
        std::slice::from_ref(&next.statement)
    );
    let known = store.device(device(10)).await.unwrap().unwrap();
    assert_eq!(known.standby_pk, Some(next.standby_pk));
    assert_eq!(put(&store, next, START).await, PutPrekey::Same);
    let mut stolen = prekey(1, 10, 2);
    stolen.box_pk = prekey(1, 10, 0).box_pk;
    let refused = put(&store, stolen, START.plus(PREKEY_GRACE_MS)).await;
    assert_eq!(refused, PutPrekey::DuplicateKey);
}
