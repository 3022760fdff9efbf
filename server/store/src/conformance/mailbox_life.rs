//! Mailboxes over time: expiry, restarts, removal.

use super::Harness;
use super::fixture::*;
use crate::{AppendOutcome, Expired, PutPrekey, PutStatement, RelayStore};
use consilium_types::Timestamp;
use consilium_types::limits::RETENTION_MS;
use std::sync::Arc;

async fn expire(store: &Arc<dyn RelayStore>, now: Timestamp, budget: u64) -> (u64, bool) {
    let Expired { count, more } = store.expire(now, budget).await.unwrap();
    (count, more)
}

pub(super) async fn envelopes_go_thirty_days_after_their_hour(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, [1], START).await;
    fill(&store, 10, [2], START.plus(HOUR)).await;
    let due = START.hour().plus(RETENTION_MS);
    assert_eq!(expire(&store, due.minus(1), 10).await, (0, false));
    assert_eq!(positions(&store, 10).await, [1, 2]);
    assert_eq!(expire(&store, due, 10).await, (1, false));
    assert_eq!(positions(&store, 10).await, [2]);
    let next = due.plus(HOUR);
    assert_eq!(expire(&store, next.minus(1), 10).await, (0, false));
    assert_eq!(expire(&store, next, 10).await, (1, false));
    assert_eq!(positions(&store, 10).await, Vec::<u64>::new());
    assert_eq!(store.counts().await.unwrap().envelopes, 0);
}

pub(super) async fn acknowledged_or_not_they_go_alike(h: &mut dyn Harness) {
    let store = with_two(h).await;
    fill(&store, 10, 1..=4, START).await;
    fill(&store, 20, 5..=6, START).await;
    store.acknowledge(device(10), 2).await.unwrap();
    assert_eq!(
        expire(&store, START.plus(RETENTION_MS), 10).await,
        (6, false)
    );
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.envelopes, counts.unacknowledged), (0, 0));
    let cursor = store.cursor(device(10)).await.unwrap();
    assert_eq!((cursor.acknowledged, cursor.newest), (2, 4));
}

pub(super) async fn expiry_keeps_to_its_budget_and_takes_the_first_stored_first(
    h: &mut dyn Harness,
) {
    let store = with_two(h).await;
    for number in 1..=3 {
        fill(&store, 10, [number], START).await;
        fill(&store, 20, [number + 10], START).await;
    }
    let late = START.plus(RETENTION_MS);
    assert_eq!(expire(&store, late, 0).await, (0, true));
    assert_eq!(expire(&store, late, 3).await, (3, true));
    assert_eq!(positions(&store, 10).await, [3]);
    assert_eq!(positions(&store, 20).await, [2, 3]);
    assert_eq!(expire(&store, late, 3).await, (3, false));
    assert_eq!(expire(&store, late, 3).await, (0, false));
}

pub(super) async fn expiry_of_nothing_says_so(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let far = START.plus(100 * RETENTION_MS);
    assert_eq!(expire(&store, far, 10).await, (0, false));
    assert_eq!(expire(&store, far, 0).await, (0, false));
    fill(&store, 10, [1], START).await;
    assert!(store.delete(device(10), 1).await.unwrap());
    assert_eq!(expire(&store, far, 10).await, (0, false));
}

pub(super) async fn a_clock_that_went_back_expires_each_by_its_own_hour(h: &mut dyn Harness) {
    let store = with_two(h).await;
    // A clock that was a year ahead for a while, between two right times.
    let ahead = START.plus(365 * DAY);
    fill(&store, 10, 1..=2, START).await;
    fill(&store, 10, 3..=4, ahead).await;
    fill(&store, 20, 5..=6, ahead).await;
    fill(&store, 10, 7..=8, START.plus(HOUR)).await;
    fill(&store, 20, 9..=9, START.minus(HOUR)).await;
    drop(store);
    // What a backend keeps for the newest rows only is behind them after this.
    h.restart().await;
    let store = h.store();
    fill(&store, 20, 30..=41, ahead).await;
    h.restart().await;
    let store = h.store();
    let late = START.plus(HOUR + RETENTION_MS);
    assert_eq!(expire(&store, late, 4).await, (4, true));
    assert_eq!(positions(&store, 10).await, [3, 4]);
    assert_eq!(positions(&store, 20).await.first(), Some(&1));
    assert_eq!(positions(&store, 20).await.len(), 15);
    assert_eq!(expire(&store, late, 4).await, (1, false));
    assert_eq!(positions(&store, 20).await.len(), 14);
    drop(store);
    h.restart().await;
    let store = h.store();
    assert_eq!(positions(&store, 10).await, [3, 4]);
    fill(&store, 10, [50], late).await;
    assert_eq!(positions(&store, 10).await, [3, 4, 7]);
    store.acknowledge(device(10), 3).await.unwrap();
    store.acknowledge(device(20), 2).await.unwrap();
    assert_eq!(store.counts().await.unwrap().unacknowledged, 2 + 12);
    let end = ahead.plus(RETENTION_MS);
    assert_eq!(expire(&store, end, 100).await, (17, false));
    assert_eq!(store.counts().await.unwrap().envelopes, 0);
}

pub(super) async fn positions_go_on_after_everything_expired(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=5, START).await;
    let late = START.plus(RETENTION_MS);
    assert_eq!(expire(&store, late, 100).await, (5, false));
    drop(store);
    h.crash().await;
    let store = h.store();
    assert_eq!(store.cursor(device(10)).await.unwrap().newest, 5);
    assert_eq!(send(&store, envelope(10, 6), late).await, stored(6));
    assert_eq!(positions(&store, 10).await, [6]);
    drop(store);
    h.restart().await;
    assert_eq!(positions(&h.store(), 10).await, [6]);
}

pub(super) async fn a_deleted_newest_position_is_not_given_again(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=3, START).await;
    for gone in [3, 2] {
        assert!(store.delete(device(10), gone).await.unwrap());
    }
    drop(store);
    h.crash().await;
    let store = h.store();
    assert_eq!(store.cursor(device(10)).await.unwrap().newest, 3);
    assert_eq!(send(&store, envelope(10, 4), START).await, stored(4));
    assert_eq!(positions(&store, 10).await, [1, 4]);
    let fetched = store.fetch(device(10), 1, 5).await.unwrap();
    assert_eq!(fetched[0].envelope, text(4));
}

pub(super) async fn much_mail_survives_restart_and_crash(h: &mut dyn Harness) {
    let store = with_two(h).await;
    drop(store);
    let mut expected = Vec::new();
    for round in 0..12_u64 {
        let store = h.store();
        let numbers = round * 40..round * 40 + 40;
        for number in numbers {
            let of = if number % 3 == 0 { 20 } else { 10 };
            let outcome = send(&store, envelope(of, number), START.plus(round * HOUR)).await;
            let AppendOutcome::Stored { sequence } = outcome else {
                panic!("{outcome:?}");
            };
            expected.push((of, sequence, number));
            store.acknowledge(device(of), sequence).await.unwrap();
        }
        drop(store);
        if round % 2 == 0 {
            h.crash().await;
        } else {
            h.restart().await;
        }
    }
    let store = h.store();
    for of in [10, 20] {
        let fetched = store.fetch(device(of), 0, 10_000).await.unwrap();
        let found = fetched
            .iter()
            .map(|row| (row.sequence, row.envelope.clone()));
        let own = expected.iter().filter(|(to, _, _)| *to == of);
        let own = own.map(|(_, sequence, number)| (*sequence, text(*number)));
        assert!(found.eq(own));
    }
}

pub(super) async fn a_mailbox_with_holes_survives_a_restart(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=9, START).await;
    store.acknowledge(device(10), 2).await.unwrap();
    for gone in [1, 4, 5, 9] {
        assert!(store.delete(device(10), gone).await.unwrap());
    }
    drop(store);
    for crash in [true, false] {
        if crash {
            h.crash().await;
        } else {
            h.restart().await;
        }
        let store = h.store();
        assert_eq!(positions(&store, 10).await, [2, 3, 6, 7, 8]);
        let counts = store.counts().await.unwrap();
        assert_eq!((counts.envelopes, counts.unacknowledged), (5, 4));
        assert!(!store.delete(device(10), 4).await.unwrap());
    }
    let store = h.store();
    store.acknowledge(device(10), 6).await.unwrap();
    drop(store);
    h.crash().await;
    assert_eq!(h.store().counts().await.unwrap().unacknowledged, 2);
}

pub(super) async fn a_removed_device_leaves_nothing_behind(h: &mut dyn Harness) {
    let store = h.store();
    register(&store, 1, &[10, 11]).await;
    let put = store.put_prekey(prekey(1, 11, 0), START).await;
    assert_eq!(put.unwrap(), PutPrekey::Stored);
    fill(&store, 10, 1..=15, START).await;
    fill(&store, 11, 16..=20, START).await;
    let first = registration(1, &[10, 11]).statement;
    let next = statement(1, 1, 2, first.hash, &[11]);
    let put = store.put_statement(next, START).await.unwrap();
    assert_eq!(put, PutStatement::Stored);
    drop(store);
    h.crash().await;
    let store = h.store();
    assert_eq!(positions(&store, 10).await, Vec::<u64>::new());
    assert_eq!(positions(&store, 11).await, [1, 2, 3, 4, 5]);
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.envelopes, counts.unacknowledged), (5, 5));
    // Whatever was left of it is nobody's to count.
    assert_eq!(
        expire(&store, START.plus(RETENTION_MS), 100).await,
        (5, false)
    );
}
