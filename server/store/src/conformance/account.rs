//! Accounts and statements.

use super::Harness;
use super::fixture::*;
use crate::{
    AccountRecord, NewAccount, PutPrekey, PutStatement, Registered, StoreError, TokenHash,
    TokenScope,
};
use consilium_types::{DeviceId, StatementHash};

const TOKEN: TokenHash = TokenHash([7; 32]);

pub(super) async fn a_registration_keeps_account_device_prekey_and_number(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let expected = AccountRecord {
        account: account(1),
        statement: registration(1, &[10]).statement,
        has_number: true,
        discoverable: false,
        leaving: None,
        arriving: None,
    };
    assert_eq!(store.account(account(1)).await.unwrap(), Some(expected));
    assert_eq!(store.account(account(2)).await.unwrap(), None);
    assert_eq!(store.phone(account(1)).await.unwrap(), Some(phone(1)));
    assert_eq!(store.phone(account(2)).await.unwrap(), None);
    let known = store.device(device(10)).await.unwrap().unwrap();
    assert_eq!(
        (known.account, known.device_pk),
        (account(1), device_pk(10))
    );
    let prekeys = store.newest_prekeys(&[account(1)]).await.unwrap();
    assert_eq!(prekeys, [prekey(1, 10, 0).statement]);
}

pub(super) async fn a_registration_that_is_not_newer_changes_nothing(h: &mut dyn Harness) {
    let store = with_one(h).await;
    for epoch in [0, 1] {
        let again = NewAccount {
            statement: statement(1, epoch, 9, StatementHash::ZERO, &[11]),
            prekey: prekey(1, 11, 0),
            phone: phone(9),
        };
        let outcome = store.register(again, START).await.unwrap();
        assert_eq!(outcome, Registered::NotNewer);
    }
    assert_eq!(store.phone(account(1)).await.unwrap(), Some(phone(1)));
    assert_eq!(store.device(device(11)).await.unwrap(), None);
    assert!(store.device(device(10)).await.unwrap().is_some());
    let served = store.statements(&[account(1)]).await.unwrap();
    assert_eq!(served, [registration(1, &[10]).statement.statement]);
}

/// A second epoch of account 1 with one device.
fn recovery(of: u8, day: u64) -> NewAccount {
    NewAccount {
        statement: statement(1, 2, 1, StatementHash::ZERO, &[of]),
        prekey: prekey(1, of, day),
        phone: phone(1),
    }
}

pub(super) async fn a_newer_epoch_ends_the_devices_left_out(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=3, START).await;
    let later = START.plus(HOUR);
    let put = store.put_token(TOKEN, device(10), TokenScope::Device, later);
    assert!(put.await.unwrap());
    let outcome = store.register(recovery(11, 0), START).await.unwrap();
    assert_eq!(outcome, Registered::Done);
    assert_eq!(store.device(device(10)).await.unwrap(), None);
    assert_eq!(store.token(TOKEN, START).await.unwrap(), None);
    assert_eq!(positions(&store, 10).await, Vec::<u64>::new());
    assert_eq!(store.cursor(device(10)).await.unwrap().newest, 0);
    let prekeys = store.newest_prekeys(&[account(1)]).await.unwrap();
    assert_eq!(prekeys, [prekey(1, 11, 0).statement]);
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.devices, counts.envelopes, counts.tokens), (1, 0, 0));
    assert_eq!(counts.unacknowledged, 0);
}

pub(super) async fn a_newer_epoch_keeps_what_a_staying_device_has(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=3, START).await;
    let outcome = store.register(recovery(10, 1), START).await.unwrap();
    assert_eq!(outcome, Registered::Done);
    assert_eq!(positions(&store, 10).await, [1, 2, 3]);
    // The first prekey is in its grace.
    assert_eq!(send(&store, envelope(10, 4), START).await, stored(4));
    let prekeys = store.newest_prekeys(&[account(1)]).await.unwrap();
    assert_eq!(prekeys, [prekey(1, 10, 1).statement]);
}

pub(super) async fn a_registration_does_not_bring_back_an_older_prekey(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let put = store.put_prekey(prekey(1, 10, 5), START).await.unwrap();
    assert_eq!(put, PutPrekey::Stored);
    let outcome = store.register(recovery(10, 0), START).await.unwrap();
    assert_eq!(outcome, Registered::Done);
    let prekeys = store.newest_prekeys(&[account(1)]).await.unwrap();
    assert_eq!(prekeys, [prekey(1, 10, 5).statement]);
}

pub(super) async fn keys_of_others_are_refused_at_registration(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let theirs = registration(1, &[10]).statement;
    let mut identity = registration(2, &[20]);
    identity.statement.identity_pk = theirs.identity_pk;
    let mut key = registration(2, &[20]);
    key.statement.devices[0].1 = device_pk(10);
    let mut id = registration(2, &[20]);
    id.statement.devices[0] = (device(10), device_pk(20));
    id.prekey.device = device(10);
    let twice = registration(2, &[20, 20]);
    let mut same_key = registration(2, &[20, 21]);
    same_key.statement.devices[1].1 = device_pk(20);
    for new in [identity, key, id, twice, same_key] {
        let outcome = store.register(new, START).await.unwrap();
        assert_eq!(outcome, Registered::DuplicateKey);
    }
    assert_eq!(store.account(account(2)).await.unwrap(), None);
    assert_eq!(store.device(device(20)).await.unwrap(), None);
    assert_eq!(store.counts().await.unwrap().accounts, 1);
}

pub(super) async fn a_box_key_of_another_prekey_is_refused_at_registration(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let mut new = registration(2, &[20]);
    new.prekey.box_pk = prekey(1, 10, 0).box_pk;
    let outcome = store.register(new, START).await.unwrap();
    assert_eq!(outcome, Registered::DuplicateKey);
    assert_eq!(store.account(account(2)).await.unwrap(), None);
    assert_eq!(store.phone(account(2)).await.unwrap(), None);
}

pub(super) async fn a_prekey_of_a_foreign_device_is_our_bug(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let mut device_of_none = registration(2, &[20]);
    device_of_none.prekey.device = device(99);
    let mut other_account = registration(2, &[20]);
    other_account.prekey.account = account(1);
    for new in [device_of_none, other_account] {
        let outcome = store.register(new, START).await;
        assert!(matches!(outcome, Err(StoreError::Internal(_))));
    }
    assert_eq!(store.account(account(2)).await.unwrap(), None);
}

/// The second statement of account 1's first epoch.
fn second(devices: &[u8]) -> crate::StatementRecord {
    let first = registration(1, &[10]).statement;
    statement(1, 1, 2, first.hash, devices)
}

pub(super) async fn the_next_serial_is_stored(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let put = store.put_statement(second(&[10, 11]), START).await.unwrap();
    assert_eq!(put, PutStatement::Stored);
    let served = store.statements(&[account(1)]).await.unwrap();
    assert_eq!(served, [second(&[10, 11]).statement]);
    let added = store.device(device(11)).await.unwrap().unwrap();
    assert_eq!((added.account, added.standby_pk), (account(1), None));
    let prekeys = store.newest_prekeys(&[account(1)]).await.unwrap();
    assert_eq!(prekeys, [prekey(1, 10, 0).statement]);
}

pub(super) async fn a_retry_of_the_newest_statement_is_the_same(h: &mut dyn Harness) {
    let store = with_one(h).await;
    for expected in [PutStatement::Stored, PutStatement::Same] {
        let put = store.put_statement(second(&[10, 11]), START).await.unwrap();
        assert_eq!(put, expected);
    }
    let first = registration(1, &[10]).statement;
    let put = store.put_statement(first, START).await.unwrap();
    assert_eq!(put, PutStatement::NotNext);
}

pub(super) async fn what_is_not_next_changes_nothing(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let hash = registration(1, &[10]).statement.hash;
    let other = StatementHash::new([9; 32]);
    for wrong in [
        statement(1, 1, 3, hash, &[11]),
        statement(1, 1, 2, other, &[11]),
        statement(1, 1, 1, hash, &[11]),
        statement(1, 1, 0, hash, &[11]),
        statement(1, 0, 2, hash, &[11]),
    ] {
        let put = store.put_statement(wrong, START).await.unwrap();
        assert_eq!(put, PutStatement::NotNext);
    }
    assert_eq!(store.device(device(11)).await.unwrap(), None);
    assert!(store.device(device(10)).await.unwrap().is_some());
}

pub(super) async fn a_newer_epoch_needs_no_prev(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let newest = u64::MAX;
    let rerooted = statement(1, newest, 7, StatementHash::ZERO, &[10]);
    let put = store.put_statement(rerooted.clone(), START).await.unwrap();
    assert_eq!(put, PutStatement::Stored);
    let known = store.account(account(1)).await.unwrap().unwrap();
    assert_eq!(known.statement, rerooted);
    let older = statement(1, newest - 1, 8, rerooted.hash, &[10]);
    let put = store.put_statement(older, START).await.unwrap();
    assert_eq!(put, PutStatement::NotNext);
}

pub(super) async fn a_statement_of_an_unknown_account_is_refused(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let unknown = statement(2, 5, 1, StatementHash::ZERO, &[20]);
    let put = store.put_statement(unknown, START).await.unwrap();
    assert_eq!(put, PutStatement::UnknownAccount);
    assert_eq!(store.device(device(20)).await.unwrap(), None);
}

pub(super) async fn keys_of_others_are_refused_in_a_statement(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let mut identity = second(&[10]);
    identity.identity_pk = registration(2, &[20]).statement.identity_pk;
    let mut key = second(&[10, 11]);
    key.devices[1].1 = device_pk(20);
    let mut own_id_other_key = second(&[10]);
    own_id_other_key.devices[0].1 = device_pk(12);
    for wrong in [
        identity,
        key,
        own_id_other_key,
        second(&[10, 20]),
        second(&[11, 11]),
    ] {
        let put = store.put_statement(wrong, START).await.unwrap();
        assert_eq!(put, PutStatement::DuplicateKey);
    }
    let known = store.account(account(1)).await.unwrap().unwrap();
    assert_eq!(known.statement, registration(1, &[10]).statement);
    let theirs = store.device(device(20)).await.unwrap().unwrap();
    assert_eq!(theirs.account, account(2));
}

pub(super) async fn a_statement_ends_the_devices_it_leaves_out(h: &mut dyn Harness) {
    let store = h.store();
    register(&store, 1, &[10, 11]).await;
    let put = store.put_prekey(prekey(1, 11, 0), START).await.unwrap();
    assert_eq!(put, PutPrekey::Stored);
    fill(&store, 10, 1..=2, START).await;
    fill(&store, 11, 3..=5, START).await;
    let later = START.plus(HOUR);
    let put = store.put_token(TOKEN, device(11), TokenScope::Standby, later);
    assert!(put.await.unwrap());
    let first = registration(1, &[10, 11]).statement;
    let next = statement(1, 1, 2, first.hash, &[10]);
    let put = store.put_statement(next, START).await.unwrap();
    assert_eq!(put, PutStatement::Stored);
    assert_eq!(store.device(device(11)).await.unwrap(), None);
    assert_eq!(store.token(TOKEN, START).await.unwrap(), None);
    assert_eq!(positions(&store, 11).await, Vec::<u64>::new());
    assert_eq!(positions(&store, 10).await, [1, 2]);
    let prekeys = store.newest_prekeys(&[account(1)]).await.unwrap();
    assert_eq!(prekeys, [prekey(1, 10, 0).statement]);
    assert_eq!(store.counts().await.unwrap().envelopes, 2);
}

pub(super) async fn a_device_that_comes_back_starts_anew(h: &mut dyn Harness) {
    let store = h.store();
    register(&store, 1, &[10, 11]).await;
    let _ = store.put_prekey(prekey(1, 11, 0), START).await.unwrap();
    fill(&store, 11, 1..=5, START).await;
    store.acknowledge(device(11), 4).await.unwrap();
    assert!(store.set_locked(device(11), true).await.unwrap());
    let first = registration(1, &[10, 11]).statement;
    let without = statement(1, 1, 2, first.hash, &[10]);
    let with = statement(1, 1, 3, without.hash, &[10, 11]);
    for next in [without, with] {
        let put = store.put_statement(next, START).await.unwrap();
        assert_eq!(put, PutStatement::Stored);
    }
    let known = store.device(device(11)).await.unwrap().unwrap();
    assert_eq!((known.locked, known.standby_pk), (false, None));
    let put = store.put_prekey(prekey(1, 11, 0), START).await.unwrap();
    assert_eq!(put, PutPrekey::Stored);
    assert_eq!(store.cursor(device(11)).await.unwrap().acknowledged, 0);
    assert_eq!(send(&store, envelope(11, 1), START).await, stored(1));
    h.restart().await;
    assert_eq!(positions(&h.store(), 11).await, [1]);
}

pub(super) async fn devices_are_in_the_order_of_the_statement(h: &mut dyn Harness) {
    let store = h.store();
    register(&store, 1, &[12, 10, 11]).await;
    let first = registration(1, &[12, 10, 11]).statement;
    for of in [10, 11] {
        let _ = store.put_prekey(prekey(1, of, 0), START).await.unwrap();
    }
    let order = |devices: &[(DeviceId, [u8; 32])]| -> Vec<DeviceId> {
        devices.iter().map(|(id, _)| *id).collect()
    };
    let known = store.account(account(1)).await.unwrap().unwrap();
    assert_eq!(
        order(&known.statement.devices),
        [device(12), device(10), device(11)]
    );
    let next = statement(1, 1, 2, first.hash, &[11, 12, 10]);
    let _ = store.put_statement(next, START).await.unwrap();
    let known = store.account(account(1)).await.unwrap().unwrap();
    assert_eq!(
        order(&known.statement.devices),
        [device(11), device(12), device(10)]
    );
    let prekeys = store.newest_prekeys(&[account(1)]).await.unwrap();
    let expected = [11, 12, 10].map(|of| prekey(1, of, 0).statement);
    assert_eq!(prekeys, expected);
}

pub(super) async fn statements_come_in_the_order_asked(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let asked = [account(2), account(9), account(1)];
    let served = store.statements(&asked).await.unwrap();
    let expected = [
        registration(2, &[20]).statement.statement,
        registration(1, &[10]).statement.statement,
    ];
    assert_eq!(served, expected);
    assert!(store.statements(&[]).await.unwrap().is_empty());
}

pub(super) async fn a_deleted_account_is_gone_with_all_it_had(h: &mut dyn Harness) {
    let store = with_two(h).await;
    fill(&store, 10, 1..=3, START).await;
    fill(&store, 20, 4..=5, START).await;
    let later = START.plus(HOUR);
    let put = store.put_token(TOKEN, device(10), TokenScope::Device, later);
    assert!(put.await.unwrap());
    let rows = vec![row(1, "a"), row(2, "b")];
    let _ = store.archive_put(account(1), archive(1), rows).await;
    assert!(store.set_discoverable(account(1), true).await.unwrap());
    assert!(store.delete_account(account(1)).await.unwrap());
    assert!(!store.delete_account(account(1)).await.unwrap());
    assert_eq!(store.account(account(1)).await.unwrap(), None);
    assert_eq!(store.device(device(10)).await.unwrap(), None);
    assert_eq!(store.token(TOKEN, START).await.unwrap(), None);
    assert_eq!(store.phone(account(1)).await.unwrap(), None);
    assert!(store.discoverable().await.unwrap().is_empty());
    let kept = store.archive_list(account(1), archive(1), None, 9).await;
    assert!(kept.unwrap().is_empty());
    assert_eq!(positions(&store, 10).await, Vec::<u64>::new());
    assert_eq!(positions(&store, 20).await, [1, 2]);
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.accounts, counts.devices), (1, 1));
    assert_eq!((counts.envelopes, counts.archive_records), (2, 0));
    h.restart().await;
    let store = h.store();
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.envelopes, counts.archive_records), (2, 0));
    assert_eq!(positions(&store, 20).await, [1, 2]);
}

pub(super) async fn keys_of_a_deleted_account_are_free(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=3, START).await;
    assert!(store.delete_account(account(1)).await.unwrap());
    register(&store, 1, &[10]).await;
    assert_eq!(positions(&store, 10).await, Vec::<u64>::new());
    assert_eq!(send(&store, envelope(10, 1), START).await, stored(1));
}

pub(super) async fn accounts_survive_a_restart(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert!(store.set_discoverable(account(2), true).await.unwrap());
    let _ = store.put_statement(second(&[11, 10]), START).await.unwrap();
    let before = [
        store.account(account(1)).await.unwrap(),
        store.account(account(2)).await.unwrap(),
    ];
    drop(store);
    h.restart().await;
    let store = h.store();
    for (number, before) in [1, 2].into_iter().zip(before) {
        assert!(before.is_some());
        assert_eq!(store.account(account(number)).await.unwrap(), before);
        assert_eq!(
            store.phone(account(number)).await.unwrap(),
            Some(phone(number))
        );
    }
    let found = store.discoverable().await.unwrap();
    assert_eq!(found, [(account(2), phone(2))]);
}
