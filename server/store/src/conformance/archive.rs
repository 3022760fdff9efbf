//! Archives of kept conversations.

use super::fixture::*;
use super::{Harness, LIMITS};
use crate::{ArchivePut, ArchiveRow, RelayStore};
use consilium_types::limits::RETENTION_MS;
use std::sync::Arc;

async fn put(store: &Arc<dyn RelayStore>, to: u8, rows: Vec<ArchiveRow>) -> ArchivePut {
    let put = store.archive_put(account(1), archive(to), rows).await;
    put.unwrap()
}

async fn list(store: &Arc<dyn RelayStore>, of: u8) -> Vec<ArchiveRow> {
    let rows = store.archive_list(account(1), archive(of), None, 100).await;
    rows.unwrap()
}

pub(super) async fn records_are_listed_in_order_of_their_ids(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let rows = vec![
        row(5, "five"),
        row(0, "zero"),
        row(9, "nine"),
        row(2, "two"),
    ];
    assert_eq!(put(&store, 1, rows).await, ArchivePut::Stored);
    let all = [
        row(0, "zero"),
        row(2, "two"),
        row(5, "five"),
        row(9, "nine"),
    ];
    assert_eq!(list(&store, 1).await, all);
    for (after, limit, expected) in [
        (None, 2, &all[..2]),
        (Some(0), 2, &all[1..3]),
        (Some(3), 9, &all[2..]),
        (Some(9), 9, &[]),
        (None, 0, &[]),
        (None, usize::MAX, &all[..]),
    ] {
        let after = after.map(record);
        let found = store.archive_list(account(1), archive(1), after, limit);
        assert_eq!(found.await.unwrap(), expected);
    }
}

pub(super) async fn a_record_that_exists_stays_as_it_was(h: &mut dyn Harness) {
    let store = with_one(h).await;
    assert_eq!(
        put(&store, 1, vec![row(1, "first")]).await,
        ArchivePut::Stored
    );
    let rows = vec![row(1, "second"), row(2, "new"), row(2, "twice")];
    assert_eq!(put(&store, 1, rows).await, ArchivePut::Stored);
    assert_eq!(list(&store, 1).await, [row(1, "first"), row(2, "new")]);
    assert_eq!(store.counts().await.unwrap().archive_records, 2);
}

pub(super) async fn archives_and_accounts_are_apart(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert_eq!(put(&store, 1, vec![row(1, "a")]).await, ArchivePut::Stored);
    assert_eq!(put(&store, 2, vec![row(1, "b")]).await, ArchivePut::Stored);
    let theirs = store.archive_put(account(2), archive(1), vec![row(1, "c")]);
    assert_eq!(theirs.await.unwrap(), ArchivePut::Stored);
    assert_eq!(list(&store, 1).await, [row(1, "a")]);
    assert_eq!(list(&store, 2).await, [row(1, "b")]);
    let gone = store.archive_delete(account(1), archive(1), &[]).await;
    assert_eq!(gone.unwrap(), 1);
    assert_eq!(list(&store, 2).await, [row(1, "b")]);
    let theirs = store.archive_list(account(2), archive(1), None, 9).await;
    assert_eq!(theirs.unwrap(), [row(1, "c")]);
}

pub(super) async fn an_unknown_account_has_no_archive(h: &mut dyn Harness) {
    let store = h.store();
    assert_eq!(
        put(&store, 1, vec![row(1, "a")]).await,
        ArchivePut::UnknownAccount
    );
    assert!(list(&store, 1).await.is_empty());
    let gone = store.archive_delete(account(1), archive(1), &[]).await;
    assert_eq!(gone.unwrap(), 0);
}

pub(super) async fn a_full_account_stores_none_of_a_batch(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let limit = u8::try_from(LIMITS.archive_records).unwrap();
    let most = (1..limit).map(|number| row(number, "x")).collect();
    assert_eq!(put(&store, 1, most).await, ArchivePut::Stored);
    let two = vec![row(200, "y"), row(201, "z")];
    assert_eq!(put(&store, 2, two).await, ArchivePut::Full);
    assert!(list(&store, 2).await.is_empty());
    assert_eq!(
        put(&store, 2, vec![row(200, "y")]).await,
        ArchivePut::Stored
    );
    // What is there already needs no room.
    let known = vec![row(1, "again"), row(2, "again")];
    assert_eq!(put(&store, 1, known).await, ArchivePut::Stored);
    assert_eq!(put(&store, 1, vec![row(99, "y")]).await, ArchivePut::Full);
    let theirs = store.archive_put(account(2), archive(1), vec![row(1, "c")]);
    assert_eq!(theirs.await.unwrap(), ArchivePut::Stored);
    let one = [record(1)];
    let gone = store.archive_delete(account(1), archive(1), &one).await;
    assert_eq!(gone.unwrap(), 1);
    assert_eq!(put(&store, 1, vec![row(99, "y")]).await, ArchivePut::Stored);
}

pub(super) async fn named_records_are_deleted(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let rows = (1..=5).map(|number| row(number, "x")).collect();
    assert_eq!(put(&store, 1, rows).await, ArchivePut::Stored);
    let named = [record(2), record(4), record(9), record(2)];
    let gone = store.archive_delete(account(1), archive(1), &named).await;
    assert_eq!(gone.unwrap(), 2);
    let gone = store.archive_delete(account(1), archive(1), &named).await;
    assert_eq!(gone.unwrap(), 0);
    assert_eq!(
        list(&store, 1).await,
        [row(1, "x"), row(3, "x"), row(5, "x")]
    );
    assert_eq!(store.counts().await.unwrap().archive_records, 3);
}

pub(super) async fn a_whole_archive_is_deleted(h: &mut dyn Harness) {
    let store = with_one(h).await;
    for round in 0..2 {
        let rows = (1..=5).map(|number| row(number, "x")).collect();
        assert_eq!(put(&store, 1, rows).await, ArchivePut::Stored);
        let gone = store.archive_delete(account(1), archive(1), &[]).await;
        assert_eq!(gone.unwrap(), 5, "round {round}");
        assert!(list(&store, 1).await.is_empty());
        assert_eq!(store.counts().await.unwrap().archive_records, 0);
    }
}

pub(super) async fn records_survive_time_and_restart(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let rows = vec![row(1, "kept"), row(2, "kept too")];
    assert_eq!(put(&store, 1, rows.clone()).await, ArchivePut::Stored);
    let _ = store.expire(START.plus(100 * RETENTION_MS), 100).await;
    assert_eq!(list(&store, 1).await, rows);
    drop(store);
    h.restart().await;
    assert_eq!(list(&h.store(), 1).await, rows);
}
