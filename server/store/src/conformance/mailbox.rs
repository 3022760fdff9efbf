//! Mailboxes: append, fetch, cursor, delete.

use super::fixture::*;
use super::{Harness, LIMITS};
use crate::{AppendOutcome, Cursor, PutPrekey};
use consilium_types::limits::{PREKEY_GRACE_MS, RETENTION_MS};
use consilium_types::{PrekeyId, Timestamp};

pub(super) async fn positions_are_dense_and_each_mailbox_has_its_own(h: &mut dyn Harness) {
    let store = with_two(h).await;
    for (of, number, sequence) in [(10, 1, 1), (20, 2, 1), (10, 3, 2), (10, 4, 3), (20, 5, 2)] {
        let outcome = send(&store, envelope(of, number), START).await;
        assert_eq!(outcome, stored(sequence));
    }
    let fetched = store.fetch(device(20), 0, 10).await.unwrap();
    let texts: Vec<_> = fetched.iter().map(|row| row.envelope.clone()).collect();
    assert_eq!(texts, [text(2), text(5)]);
    assert_eq!(positions(&store, 10).await, [1, 2, 3]);
}

pub(super) async fn outcomes_are_in_the_order_of_the_batch(h: &mut dyn Harness) {
    let store = with_two(h).await;
    let mut stale = envelope(20, 4);
    stale.prekey = PrekeyId::new([9; 16]);
    let batch = vec![
        envelope(10, 1),
        envelope(99, 2),
        envelope(20, 3),
        stale,
        envelope(10, 1),
        envelope(10, 5),
    ];
    let expected = [
        stored(1),
        AppendOutcome::UnknownDevice,
        stored(1),
        AppendOutcome::StalePrekey,
        AppendOutcome::Duplicate,
        stored(2),
    ];
    assert_eq!(store.append(batch, START).await.unwrap(), expected);
    assert!(store.append(Vec::new(), START).await.unwrap().is_empty());
}

pub(super) async fn the_same_id_in_the_same_mailbox_is_a_duplicate(h: &mut dyn Harness) {
    let store = with_two(h).await;
    assert_eq!(send(&store, envelope(10, 1), START).await, stored(1));
    let mut other_text = envelope(10, 1);
    other_text.envelope = text(2);
    let outcome = send(&store, other_text, START.plus(HOUR)).await;
    assert_eq!(outcome, AppendOutcome::Duplicate);
    assert_eq!(send(&store, envelope(20, 1), START).await, stored(1));
    let fetched = store.fetch(device(10), 0, 10).await.unwrap();
    assert_eq!(fetched.len(), 1);
    assert_eq!(fetched[0].envelope, text(1));
}

pub(super) async fn the_same_id_is_a_duplicate_after_a_restart(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=3, START).await;
    drop(store);
    for crash in [false, true] {
        if crash {
            h.crash().await;
        } else {
            h.restart().await;
        }
        let outcome = send(&h.store(), envelope(10, 2), START).await;
        assert_eq!(outcome, AppendOutcome::Duplicate);
    }
}

pub(super) async fn an_unknown_device_gets_nothing(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let outcome = send(&store, envelope(11, 1), START).await;
    assert_eq!(outcome, AppendOutcome::UnknownDevice);
    assert_eq!(positions(&store, 11).await, Vec::<u64>::new());
    let cursor = store.cursor(device(11)).await.unwrap();
    assert_eq!(cursor, Cursor::default());
    store.acknowledge(device(11), 5).await.unwrap();
    assert!(!store.delete(device(11), 1).await.unwrap());
    assert_eq!(store.counts().await.unwrap().envelopes, 0);
}

pub(super) async fn a_locked_device_gets_nothing_until_it_is_unlocked(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, [1], START).await;
    assert!(store.set_locked(device(10), true).await.unwrap());
    let refused = send(&store, envelope(10, 2), START).await;
    assert_eq!(refused, AppendOutcome::Locked);
    assert!(store.set_locked(device(10), false).await.unwrap());
    assert_eq!(send(&store, envelope(10, 2), START).await, stored(2));
    assert_eq!(positions(&store, 10).await, [1, 2]);
}

pub(super) async fn a_replaced_prekey_is_taken_for_a_day(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let replaced_at = START.plus(DAY);
    let put = store.put_prekey(prekey(1, 10, 1), replaced_at).await;
    assert_eq!(put.unwrap(), PutPrekey::Stored);
    let last = replaced_at.plus(PREKEY_GRACE_MS - 1);
    assert_eq!(send(&store, envelope(10, 1), last).await, stored(1));
    let late = replaced_at.plus(PREKEY_GRACE_MS);
    let refused = send(&store, envelope(10, 2), late).await;
    assert_eq!(refused, AppendOutcome::StalePrekey);
    let mut fresh = envelope(10, 2);
    fresh.prekey = prekey(1, 10, 1).prekey;
    assert_eq!(send(&store, fresh, late).await, stored(2));
    // The newest has no end.
    let mut fresh = envelope(10, 3);
    fresh.prekey = prekey(1, 10, 1).prekey;
    let outcome = send(&store, fresh, late.plus(100 * DAY)).await;
    assert_eq!(outcome, stored(3));
}

pub(super) async fn a_grace_survives_a_restart(h: &mut dyn Harness) {
    let store = with_one(h).await;
    for (day, at) in [(1, START), (2, START.plus(HOUR))] {
        let put = store.put_prekey(prekey(1, 10, day), at).await;
        assert_eq!(put.unwrap(), PutPrekey::Stored);
    }
    drop(store);
    h.restart().await;
    let store = h.store();
    let over = START.plus(PREKEY_GRACE_MS);
    let refused = send(&store, envelope(10, 1), over).await;
    assert_eq!(refused, AppendOutcome::StalePrekey);
    let mut second = envelope(10, 1);
    second.prekey = prekey(1, 10, 1).prekey;
    assert_eq!(send(&store, second, over).await, stored(1));
}

pub(super) async fn a_mailbox_is_full_at_its_limit(h: &mut dyn Harness) {
    let store = with_two(h).await;
    fill(&store, 10, 1..LIMITS.mailbox, START).await;
    let batch = [LIMITS.mailbox, LIMITS.mailbox + 1].map(|number| envelope(10, number));
    let outcomes = store.append(batch.to_vec(), START).await.unwrap();
    assert_eq!(outcomes, [stored(LIMITS.mailbox), AppendOutcome::Full]);
    fill(&store, 20, [1], START).await;
    let refused = send(&store, envelope(10, 1000), START).await;
    assert_eq!(refused, AppendOutcome::Full);
    assert_eq!(
        store.cursor(device(10)).await.unwrap().newest,
        LIMITS.mailbox
    );
    drop(store);
    h.restart().await;
    let refused = send(&h.store(), envelope(10, 1000), START).await;
    assert_eq!(refused, AppendOutcome::Full);
}

pub(super) async fn a_full_mailbox_takes_again_what_was_acknowledged_deleted_or_expired(
    h: &mut dyn Harness,
) {
    let store = with_one(h).await;
    let limit = LIMITS.mailbox;
    fill(&store, 10, 1..=limit, START).await;
    store.acknowledge(device(10), 2).await.unwrap();
    fill(&store, 10, [101, 102], START).await;
    let refused = send(&store, envelope(10, 200), START).await;
    assert_eq!(refused, AppendOutcome::Full);
    assert!(store.delete(device(10), 5).await.unwrap());
    fill(&store, 10, [103], START).await;
    let refused = send(&store, envelope(10, 200), START).await;
    assert_eq!(refused, AppendOutcome::Full);
    // An acknowledged one makes no room: it took none.
    assert!(store.delete(device(10), 1).await.unwrap());
    let refused = send(&store, envelope(10, 200), START).await;
    assert_eq!(refused, AppendOutcome::Full);
    let late = START.plus(RETENTION_MS);
    let expired = store.expire(late, 4).await.unwrap();
    assert_eq!((expired.count, expired.more), (4, true));
    // Gone are 2, 3, 4 and 6, of which 2 was acknowledged.
    fill(&store, 10, 104..=106, late).await;
    let refused = send(&store, envelope(10, 200), late).await;
    assert_eq!(refused, AppendOutcome::Full);
    assert_eq!(store.counts().await.unwrap().unacknowledged, limit);
}

pub(super) async fn the_first_reason_counts(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=LIMITS.mailbox, START).await;
    let stale = |number| {
        let mut append = envelope(10, number);
        append.prekey = PrekeyId::new([9; 16]);
        append
    };
    let batch = vec![stale(1), stale(100), envelope(10, 100)];
    let outcomes = store.append(batch, START).await.unwrap();
    let expected = [
        AppendOutcome::Duplicate,
        AppendOutcome::StalePrekey,
        AppendOutcome::Full,
    ];
    assert_eq!(outcomes, expected);
    assert!(store.set_locked(device(10), true).await.unwrap());
    let batch = vec![stale(1), envelope(10, 1)];
    let outcomes = store.append(batch, START).await.unwrap();
    assert_eq!(outcomes, [AppendOutcome::Locked; 2]);
}

pub(super) async fn a_fetch_starts_after_a_position_and_ends_at_a_limit(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=10, START).await;
    for restarted in [false, true] {
        if restarted {
            h.restart().await;
        }
        let store = h.store();
        for (after, limit, expected) in [
            (0, 3, vec![1, 2, 3]),
            (7, 10, vec![8, 9, 10]),
            (9, 1, vec![10]),
            (10, 5, vec![]),
            (u64::MAX, 5, vec![]),
            (3, 0, vec![]),
            (0, usize::MAX, (1..=10).collect()),
        ] {
            let fetched = store.fetch(device(10), after, limit).await.unwrap();
            let found: Vec<_> = fetched.iter().map(|row| row.sequence).collect();
            assert_eq!(found, expected, "after {after}, limit {limit}");
            for row in fetched {
                assert_eq!(row.envelope, text(row.sequence));
            }
        }
    }
    let unknown = h.store().fetch(device(11), 0, 5).await.unwrap();
    assert!(unknown.is_empty());
}

pub(super) async fn arrival_is_kept_to_the_hour(h: &mut dyn Harness) {
    let store = with_one(h).await;
    let times = [START, START.plus(HOUR), START.minus(5 * HOUR), Timestamp(1)];
    for (number, at) in (1..).zip(times) {
        fill(&store, 10, [number], at).await;
    }
    for restarted in [false, true] {
        if restarted {
            h.restart().await;
        }
        let fetched = h.store().fetch(device(10), 0, 10).await.unwrap();
        let arrivals: Vec<_> = fetched.iter().map(|row| row.arrived).collect();
        assert_eq!(arrivals, times.map(Timestamp::hour));
    }
}

pub(super) async fn a_cursor_moves_forward_and_never_past_the_newest(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=5, START).await;
    let newest = 5;
    for (up_to, acknowledged) in [(0, 0), (2, 2), (1, 2), (2, 2), (99, 5), (u64::MAX, 5)] {
        store.acknowledge(device(10), up_to).await.unwrap();
        let cursor = store.cursor(device(10)).await.unwrap();
        let expected = Cursor {
            acknowledged,
            newest,
        };
        assert_eq!(cursor, expected);
        let counts = store.counts().await.unwrap();
        assert_eq!(counts.unacknowledged, newest - acknowledged);
    }
    // Beyond the newest was not kept for later.
    fill(&store, 10, [6], START).await;
    let cursor = store.cursor(device(10)).await.unwrap();
    assert_eq!((cursor.acknowledged, cursor.newest), (5, 6));
}

pub(super) async fn acknowledged_envelopes_stay(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=5, START).await;
    store.acknowledge(device(10), 5).await.unwrap();
    assert_eq!(positions(&store, 10).await, [1, 2, 3, 4, 5]);
    assert_eq!(store.counts().await.unwrap().envelopes, 5);
}

pub(super) async fn a_cursor_survives_a_restart(h: &mut dyn Harness) {
    let store = with_two(h).await;
    fill(&store, 10, 1..=5, START).await;
    store.acknowledge(device(10), 3).await.unwrap();
    drop(store);
    for crash in [true, false, true] {
        if crash {
            h.crash().await;
        } else {
            h.restart().await;
        }
        let cursor = h.store().cursor(device(10)).await.unwrap();
        assert_eq!((cursor.acknowledged, cursor.newest), (3, 5));
        assert_eq!(h.store().counts().await.unwrap().unacknowledged, 2);
    }
}

pub(super) async fn a_deleted_envelope_is_gone_and_its_position_stays_empty(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=4, START).await;
    assert!(store.delete(device(10), 2).await.unwrap());
    for gone in [2, 0, 5, u64::MAX] {
        assert!(!store.delete(device(10), gone).await.unwrap());
    }
    assert_eq!(positions(&store, 10).await, [1, 3, 4]);
    let fetched = store.fetch(device(10), 1, 1).await.unwrap();
    assert_eq!(fetched[0].sequence, 3);
    fill(&store, 10, [5], START).await;
    assert_eq!(positions(&store, 10).await, [1, 3, 4, 5]);
    assert_eq!(store.counts().await.unwrap().envelopes, 4);
}

pub(super) async fn acknowledging_over_holes_counts_right(h: &mut dyn Harness) {
    let store = with_one(h).await;
    fill(&store, 10, 1..=10, START).await;
    for gone in [2, 5, 6, 10] {
        assert!(store.delete(device(10), gone).await.unwrap());
    }
    for (up_to, left) in [(0, 6), (1, 5), (2, 5), (5, 3), (7, 2), (9, 0), (10, 0)] {
        store.acknowledge(device(10), up_to).await.unwrap();
        let counts = store.counts().await.unwrap();
        assert_eq!(counts.unacknowledged, left, "up to {up_to}");
        assert_eq!(counts.envelopes, 6);
    }
}
