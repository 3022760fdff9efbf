//! Devices and tokens.

use super::Harness;
use super::fixture::*;
use crate::{DeviceRecord, PutStatement, RelayStore, TokenHash, TokenRecord, TokenScope};
use std::sync::Arc;

const TOKEN: TokenHash = TokenHash([7; 32]);
const OTHER: TokenHash = TokenHash([8; 32]);

/// A token of a device that lives for an hour from the start.
async fn put(store: &Arc<dyn RelayStore>, token: TokenHash, of: u8, scope: TokenScope) -> bool {
    let expires = START.plus(HOUR);
    let put = store.put_token(token, device(of), scope, expires).await;
    put.unwrap()
}

async fn lives(store: &Arc<dyn RelayStore>, token: TokenHash) -> bool {
    store.token(token, START).await.unwrap().is_some()
}

pub(super) async fn a_device_is_known_by_its_statement(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let expected = DeviceRecord {
        device: device(10),
        account: account(1),
        device_pk: device_pk(10),
        standby_pk: Some(prekey(1, 10, 0).standby_pk),
        locked: false,
    };
    assert_eq!(store.device(device(10)).await.unwrap(), Some(expected));
    assert_eq!(store.device(device(11)).await.unwrap(), None);
}

pub(super) async fn locking_ends_tokens_and_unlocking_brings_none_back(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert!(put(&store, TOKEN, 10, TokenScope::Device).await);
    assert!(put(&store, OTHER, 20, TokenScope::Device).await);
    assert!(store.set_locked(device(10), true).await.unwrap());
    assert!(store.device(device(10)).await.unwrap().unwrap().locked);
    assert!(!lives(&store, TOKEN).await);
    assert!(lives(&store, OTHER).await);
    assert!(store.set_locked(device(10), false).await.unwrap());
    assert!(!store.device(device(10)).await.unwrap().unwrap().locked);
    assert!(!lives(&store, TOKEN).await);
    assert!(!store.set_locked(device(99), true).await.unwrap());
}

pub(super) async fn a_token_lives_until_it_expires(h: &mut dyn Harness) {
    let store = with_one(h).await;
    assert!(put(&store, TOKEN, 10, TokenScope::Standby).await);
    let expected = TokenRecord {
        device: device(10),
        account: account(1),
        scope: TokenScope::Standby,
        expires: START.plus(HOUR),
    };
    let last = START.plus(HOUR - 1);
    assert_eq!(store.token(TOKEN, last).await.unwrap(), Some(expected));
    assert_eq!(store.token(TOKEN, START.plus(HOUR)).await.unwrap(), None);
    assert_eq!(store.token(OTHER, START).await.unwrap(), None);
}

pub(super) async fn a_token_needs_a_known_open_device(h: &mut dyn Harness) {
    let store = with_one(h).await;
    assert!(!put(&store, TOKEN, 99, TokenScope::Device).await);
    assert!(store.set_locked(device(10), true).await.unwrap());
    assert!(!put(&store, TOKEN, 10, TokenScope::Device).await);
    assert!(!lives(&store, TOKEN).await);
    assert!(store.set_locked(device(10), false).await.unwrap());
    assert!(put(&store, TOKEN, 10, TokenScope::Device).await);
    assert!(lives(&store, TOKEN).await);
}

pub(super) async fn a_token_of_the_same_hash_is_replaced(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert!(put(&store, TOKEN, 10, TokenScope::Device).await);
    assert!(put(&store, TOKEN, 20, TokenScope::Standby).await);
    let found = store.token(TOKEN, START).await.unwrap().unwrap();
    assert_eq!(
        (found.device, found.scope),
        (device(20), TokenScope::Standby)
    );
    assert_eq!(store.counts().await.unwrap().tokens, 1);
    // It is not the first device's any more.
    assert!(store.set_locked(device(10), true).await.unwrap());
    assert!(lives(&store, TOKEN).await);
}

pub(super) async fn a_token_ends_alone(h: &mut dyn Harness) {
    let store = with_one(h).await;
    assert!(put(&store, TOKEN, 10, TokenScope::Device).await);
    assert!(put(&store, OTHER, 10, TokenScope::Device).await);
    store.delete_token(TOKEN).await.unwrap();
    store.delete_token(TOKEN).await.unwrap();
    assert!(!lives(&store, TOKEN).await);
    assert!(lives(&store, OTHER).await);
}

pub(super) async fn a_sweep_removes_what_expired(h: &mut dyn Harness) {
    let store = with_one(h).await;
    for (token, after) in [(TOKEN, HOUR), (OTHER, HOUR + 1)] {
        let expires = START.plus(after);
        let put = store.put_token(token, device(10), TokenScope::Device, expires);
        assert!(put.await.unwrap());
    }
    assert_eq!(store.sweep_tokens(START).await.unwrap(), 0);
    assert_eq!(store.sweep_tokens(START.plus(HOUR)).await.unwrap(), 1);
    assert_eq!(store.counts().await.unwrap().tokens, 1);
    // Not even a clock that goes back brings it to life.
    assert!(!lives(&store, TOKEN).await);
    assert!(lives(&store, OTHER).await);
}

pub(super) async fn tokens_die_with_their_device(h: &mut dyn Harness) {
    let store = h.store();
    register(&store, 1, &[10, 11]).await;
    assert!(put(&store, TOKEN, 11, TokenScope::Device).await);
    assert!(put(&store, OTHER, 10, TokenScope::Device).await);
    let first = registration(1, &[10, 11]).statement;
    let next = statement(1, 1, 2, first.hash, &[10]);
    let stored = store.put_statement(next, START).await.unwrap();
    assert_eq!(stored, PutStatement::Stored);
    assert!(!lives(&store, TOKEN).await);
    assert!(lives(&store, OTHER).await);
}

pub(super) async fn devices_and_tokens_survive_a_restart(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert!(put(&store, TOKEN, 10, TokenScope::Standby).await);
    assert!(put(&store, OTHER, 20, TokenScope::Device).await);
    assert!(store.set_locked(device(20), true).await.unwrap());
    let before = store.device(device(10)).await.unwrap();
    let token = store.token(TOKEN, START).await.unwrap();
    assert!(token.is_some());
    drop(store);
    h.restart().await;
    let store = h.store();
    assert_eq!(store.device(device(10)).await.unwrap(), before);
    assert_eq!(store.token(TOKEN, START).await.unwrap(), token);
    assert!(!lives(&store, OTHER).await);
    assert!(store.device(device(20)).await.unwrap().unwrap().locked);
}
